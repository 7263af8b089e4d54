package org.devmap;

/** Which way data move between a device and memory (B_READ, B_WRITE; DDI_DMA_READ, DDI_DMA_WRITE, DDI_DMA_RDWR). */
public enum IoDirection {
    /** From the device into memory. */
    FROM_DEVICE,
    /** From memory to the device. */
    TO_DEVICE,
    /** Both ways. */
    BOTH
}
