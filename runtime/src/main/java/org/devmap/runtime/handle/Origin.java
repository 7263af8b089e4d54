package org.devmap.runtime.handle;

import org.devmap.MapFlags;
import org.devmap.runtime.call.CallingProcess;

/**
 * What one mmap created, by identity: the segments that remain of it all refer to the same origin. Anything else at those addresses
 * has another one. It is the very object that the application holds: a mapping needs no second one.
 */
public interface Origin {

    /** Whose it is. */
    CallingProcess holder();

    /** The first address. */
    long address();

    /** Bytes; whole pages, if anything was mapped. */
    long length();

    /** The device. */
    String path();

    /** The user offset. */
    long offset();

    /** Raw flags of mmap. */
    MapFlags flags();

    /** The device's reference. */
    DeviceUse use();

    /** What drv_mmap answered and was given, for a mapping made by it; else null. */
    DrvRange drvRange();

    /** Whoever waits for the soft locks of a segment of it should look again. */
    void softLocksGone();

    /**
     * The same for the child of a fork.
     *
     * @param child whose it will be
     * @return another origin
     */
    Origin copyFor(CallingProcess child);

    /**
     * A range as drv_munmap must name it.
     *
     * @param uvaddr user address of the object
     * @param length bytes
     */
    record DrvRange(long uvaddr, long length) {
    }
}
