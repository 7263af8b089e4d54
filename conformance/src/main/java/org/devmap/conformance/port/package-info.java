/**
 * The drivers of section 5, rebuilt from their description: each a small driver of its own, with the scenario of an application
 * that uses it. They prove that what the statements say one by one holds together, and show how such a driver is written.
 * {@link org.devmap.conformance.port.PortedDriver} lists them.
 */
package org.devmap.conformance.port;
