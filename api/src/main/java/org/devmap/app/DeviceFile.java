package org.devmap.app;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.OptionalLong;
import org.devmap.DdiException;
import org.devmap.Dev;
import org.devmap.MapFlags;
import org.devmap.OpenFlags;
import org.devmap.PollEvents;
import org.devmap.Protection;
import org.osgi.annotation.versioning.ProviderType;

/**
 * An open device. Mappings made from it outlive it: the device is closed when the last file and the last mapping are gone
 * (S-327). Thread-safe. After {@link #close} every call fails EBADF.
 */
@ProviderType
public interface DeviceFile extends AutoCloseable {

    /**
     * The path it was opened by.
     *
     * @return {@code /devices/NODE:MINOR}
     */
    String path();

    /**
     * The device number.
     *
     * @return as the driver's open(9E) answered it
     */
    Dev dev();

    /**
     * How it was opened.
     *
     * @return the flags
     */
    OpenFlags flags();

    /**
     * How much can be mapped, if the driver said so.
     *
     * @return bytes
     */
    OptionalLong size();

    /**
     * mmap(2) at an address of the framework's choice.
     *
     * @param offset user offset in bytes, a page multiple; may be negative
     * @param length bytes, greater than 0
     * @param protection what the pages may be used for
     * @param flags SHARED or PRIVATE and more
     * @return the mapping; no page is loaded yet (S-018)
     * @throws DdiException the errno of section 2.1; of the driver, ENXIO (devmap, map) or its own (segmap)
     */
    default Mapping map(long offset, long length, Protection protection, MapFlags flags) throws DdiException {
        return map(0, offset, length, protection, flags);
    }

    /**
     * mmap(2) with an address: with MAP_FIXED the place, with MAP_ALIGN the alignment, else a hint that is ignored. An int offset
     * is widened by Java as the small-file call of a 32-bit process widens it, with its sign (S-074).
     *
     * @param address user address or alignment
     * @param offset user offset in bytes, a page multiple; may be negative
     * @param length bytes, greater than 0
     * @param protection what the pages may be used for
     * @param flags SHARED or PRIVATE and more
     * @return the mapping; no page is loaded yet. If the driver's segmap succeeded without mapping anything (S-033), its address is
     *         the one given here and every access a fault
     * @throws DdiException the errno of section 2.1; of the driver, ENXIO (devmap, map) or its own (segmap)
     */
    Mapping map(long address, long offset, long length, Protection protection, MapFlags flags) throws DdiException;

    /**
     * ioctl(2) without argument.
     *
     * @param command what the driver understands
     * @return the driver's result
     * @throws DdiException the driver's errno
     */
    default int ioctl(int command) throws DdiException {
        return ioctl(command, MemorySegment.NULL);
    }

    /**
     * ioctl(2).
     *
     * @param command what the driver understands
     * @param argument data for the driver, and room for what it answers; stays the caller's
     * @return the driver's result
     * @throws DdiException the driver's errno; EFAULT if the argument is too short for it
     */
    int ioctl(int command, MemorySegment argument) throws DdiException;

    /**
     * read(2) at a position.
     *
     * @param buffer filled from its start
     * @param position byte position in the device
     * @return bytes read
     * @throws DdiException EBADF if not opened for reading; the driver's errno
     */
    long read(MemorySegment buffer, long position) throws DdiException;

    /**
     * write(2) at a position.
     *
     * @param buffer the data
     * @param position byte position in the device
     * @return bytes written
     * @throws DdiException EBADF if not opened for writing; the driver's errno
     */
    long write(MemorySegment buffer, long position) throws DdiException;

    /**
     * poll(2) on this file.
     *
     * @param interest the events waited for
     * @param atMost how long, on the system's clock
     * @return those that are pending; none after that time
     * @throws DdiException ENXIO if the driver has no poll entry, EINTR if the thread was interrupted, the driver's errno
     */
    PollEvents poll(PollEvents interest, Duration atMost) throws DdiException;

    /** close(2). Twice is harmless. */
    @Override
    void close();
}
