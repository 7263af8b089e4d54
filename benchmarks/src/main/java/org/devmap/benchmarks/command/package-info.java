/** The benchmarks as a command: {@code bench}. */
package org.devmap.benchmarks.command;
