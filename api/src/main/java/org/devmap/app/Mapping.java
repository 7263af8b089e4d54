package org.devmap.app;

import org.devmap.AccessDirection;
import org.devmap.DdiException;
import org.devmap.MapFlags;
import org.devmap.MemoryAccess;
import org.devmap.Protection;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The pages that one mmap created. Offsets are bytes from {@link #address}. What was unmapped, or replaced by another
 * mapping, is a {@link org.devmap.SegmentationFault} (MAPERR) through this object for ever, even if something else is mapped
 * there now. Whoever holds a mapping acts as the process that made it.
 *
 * <p>Once a page is loaded an access calls no driver and takes no lock. What is accessed often, by platform threads, costs about what
 * raw memory costs; taking it away (unmap, protect, a driver's unload) then costs a handshake with all threads of the Java machine.
 * Move much data with the bulk methods of {@link MemoryAccess}. See {@link MemoryAccess} for widths, order and errors. All methods may be called from any thread.
 */
@ProviderType
public interface Mapping extends MemoryAccess, AutoCloseable {

    /**
     * Where it is.
     *
     * @return the user address of offset 0, page aligned
     */
    long address();

    /**
     * The device.
     *
     * @return {@code /devices/NODE:MINOR}
     */
    String path();

    /**
     * The user offset that mmap was given.
     *
     * @return bytes
     */
    long offset();

    /**
     * The flags that mmap was given.
     *
     * @return raw flags
     */
    MapFlags flags();

    /**
     * The space it lies in.
     *
     * @return the address space
     */
    AddressSpace addressSpace();

    /**
     * mprotect(2) of all that is left.
     *
     * @param protection the new protection; USER is added
     * @throws DdiException as {@link AddressSpace#mprotect}
     */
    default void protect(Protection protection) throws DdiException {
        protect(0, length(), protection);
    }

    /**
     * mprotect(2) of a part. Pages that are no longer this mapping's are left alone.
     *
     * @param offset bytes, a page multiple
     * @param length bytes, greater than 0
     * @param protection the new protection; USER is added
     * @throws DdiException as {@link AddressSpace#mprotect}
     */
    void protect(long offset, long length, Protection protection) throws DdiException;

    /**
     * munmap(2) of a part. Pages that are no longer this mapping's are left alone.
     *
     * @param offset bytes, a page multiple
     * @param length bytes, greater than 0; rounded up to pages
     * @throws DdiException as {@link AddressSpace#munmap}
     */
    void unmap(long offset, long length) throws DdiException;

    /**
     * Locks pages for bulk work or native code (F_SOFTLOCK). Memory only.
     *
     * @param offset bytes; the whole page is meant
     * @param length bytes, greater than 0
     * @param rw what will be done with them
     * @return the locked range, the only source of a raw memory segment
     * @throws DdiException ENOTSUP for device registers, EFAULT for a remappable handle (S-208), EACCES, EINTR, the driver's
     *         number
     */
    LockedRange lock(long offset, long length, AccessDirection rw) throws DdiException;

    /**
     * munmap(2) of all that is left. Twice is harmless.
     *
     * @throws IllegalStateException if this thread itself holds a {@link LockedRange} there and would wait for ever; the cause
     *         is the EDEADLK of {@link AddressSpace#munmap}
     */
    @Override
    void close();
}
