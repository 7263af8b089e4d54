package org.devmap.driver;

import org.devmap.DdiException;
import org.devmap.IoDirection;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A range of umem that the device may reach by itself: ddi_dma_addr_bind_handle(9F) and what follows. Ends with
 * {@link #close} (ddi_dma_unbind_handle(9F)), which waits for nothing: stop the engine first.
 */
@ProviderType
public interface DmaBinding extends AutoCloseable {

    /**
     * The address to hand to the device.
     *
     * @return a device address; the range is contiguous there
     */
    long deviceAddress();

    /**
     * Size of the range.
     *
     * @return bytes
     */
    long length();

    /**
     * ddi_dma_sync(9F): makes data of one side visible to the other.
     *
     * @param off bytes from the start of the range
     * @param len bytes, 0 for the rest
     * @param direction FROM_DEVICE before the processor reads, TO_DEVICE before the device reads
     * @throws DdiException EINVAL if the range is outside the binding
     */
    void sync(long off, long len, IoDirection direction) throws DdiException;

    @Override
    void close();
}
