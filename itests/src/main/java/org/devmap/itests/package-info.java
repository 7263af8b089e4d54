/**
 * Tests that run inside OSGi frameworks, and the rules that hold across modules.
 */
package org.devmap.itests;
