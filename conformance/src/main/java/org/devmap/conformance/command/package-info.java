/**
 * The suite as a command in a framework: {@code conformance --backend NAME}.
 */
package org.devmap.conformance.command;
