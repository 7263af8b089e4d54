/**
 * Configuration space of the PCI function behind a device: {@link org.devmap.backend.uio.pci.ConfigSpaceFile}. It alone
 * writes the command register, which drivers, interrupts and DMA share.
 */
package org.devmap.backend.uio.pci;
