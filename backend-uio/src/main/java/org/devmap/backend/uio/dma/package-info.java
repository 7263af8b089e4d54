/**
 * The way of a device to memory, as far as UIO has one: none but for huge pages, whose address root may read.
 * {@link org.devmap.backend.uio.dma.HugePageDma} refuses everything else and says that VFIO is the way;
 * {@link org.devmap.backend.uio.dma.ProcessMemory} reads what the kernel says of the memory of this process.
 */
package org.devmap.backend.uio.dma;
