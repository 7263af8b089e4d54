/**
 * Registers, interrupts and DMA: an application that tries all of it, and the command {@code edu}.
 */
package org.devmap.examples.edu.app;
