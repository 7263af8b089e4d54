package org.devmap.driver;

import java.lang.foreign.MemorySegment;
import org.devmap.DdiException;
import org.devmap.Dev;
import org.devmap.Errno;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * read(9E).
 *
 * @see <a href="https://illumos.org/man/9E/read">read(9E)</a>
 */
@ConsumerType
@FunctionalInterface
public interface ReadEntry {

    /** Fails ENXIO. */
    ReadEntry NODEV = (dev, buffer, position) -> {
        throw new DdiException(Errno.ENXIO, "read is nodev");
    };
    /** Reads nothing. */
    ReadEntry NULLDEV = (dev, buffer, position) -> 0;

    /**
     * Reads from the device.
     *
     * @param dev the device number
     * @param buffer where to put the data; valid until this call returns
     * @param position byte position in the device
     * @return bytes read, 0 to the size of buffer
     * @throws DdiException reaches the caller unchanged
     */
    long read(Dev dev, MemorySegment buffer, long position) throws DdiException;
}
