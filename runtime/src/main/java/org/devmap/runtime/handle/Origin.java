package org.devmap.runtime.handle;

import org.devmap.MapFlags;
import org.devmap.runtime.call.CallingProcess;

/**
 * What one mmap created, by identity: the segments that remain of it all refer to the same origin. Anything else at those addresses
 * has another one.
 *
 * @param process whose it is
 * @param address the first address
 * @param length bytes, whole pages
 * @param path the device
 * @param offset the user offset
 * @param flags raw flags of mmap
 * @param use the device's reference
 * @param drvRange what drv_mmap answered and was given, for a mapping made by it; else null
 */
public record Origin(CallingProcess process, long address, long length, String path, long offset, MapFlags flags, DeviceUse use,
                     DrvRange drvRange) {

    /**
     * A range as drv_munmap must name it.
     *
     * @param uvaddr user address of the object
     * @param length bytes
     */
    public record DrvRange(long uvaddr, long length) {
    }

    /** The same for the child of a fork. */
    public Origin copyFor(CallingProcess child) {
        return new Origin(child, address, length, path, offset, flags, use, drvRange);
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
