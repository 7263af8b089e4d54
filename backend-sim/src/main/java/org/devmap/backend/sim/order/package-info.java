/**
 * Faults in words: one grammar for commands and for configuration. {@link org.devmap.backend.sim.order.FaultOrder} is the
 * sentence, {@link org.devmap.backend.sim.order.FaultKind} what can be said, {@link org.devmap.backend.sim.order.Place} where.
 */
package org.devmap.backend.sim.order;
