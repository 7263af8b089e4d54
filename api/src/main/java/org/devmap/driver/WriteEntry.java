package org.devmap.driver;

import java.lang.foreign.MemorySegment;
import org.devmap.DdiException;
import org.devmap.Dev;
import org.devmap.Errno;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * write(9E).
 *
 * @see <a href="https://illumos.org/man/9E/write">write(9E)</a>
 */
@ConsumerType
@FunctionalInterface
public interface WriteEntry {

    /** Fails ENXIO. */
    WriteEntry NODEV = (dev, buffer, position) -> {
        throw new DdiException(Errno.ENXIO, "write is nodev");
    };
    /** Takes everything and does nothing with it. */
    WriteEntry NULLDEV = (dev, buffer, position) -> buffer.byteSize();

    /**
     * Writes to the device.
     *
     * @param dev the device number
     * @param buffer the data, read-only; valid until this call returns
     * @param position byte position in the device
     * @return bytes written, 0 to the size of buffer
     * @throws DdiException reaches the caller unchanged
     */
    long write(Dev dev, MemorySegment buffer, long position) throws DdiException;
}
