/**
 * Registers, interrupts and DMA: the driver of the educational device of QEMU.
 */
package org.devmap.examples.edu;
