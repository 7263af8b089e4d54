/**
 * Interrupts: {@link org.devmap.backend.uio.interrupt.UioInterrupt} is what the framework sees, a thread in {@code
 * EventLoop} waits for the device, an {@link org.devmap.backend.uio.interrupt.InterruptGate} lets the next one through.
 */
package org.devmap.backend.uio.interrupt;
