/**
 * Simulated devices: register models with side effects, interrupts, latency and fault injection.
 */
package org.devmap.backend.sim;
