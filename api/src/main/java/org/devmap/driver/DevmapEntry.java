package org.devmap.driver;

import org.devmap.DataModel;
import org.devmap.DdiException;
import org.devmap.Dev;
import org.devmap.Errno;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * devmap(9E): validates a piece of a mapping and tells the framework what memory is behind it. Called repeatedly until the
 * whole length is covered, once per contiguous piece.
 *
 * @see <a href="https://illumos.org/man/9E/devmap">devmap(9E)</a>
 */
@ConsumerType
@FunctionalInterface
public interface DevmapEntry {

    /** Fails ENXIO. */
    DevmapEntry NODEV = (dev, handle, off, len, model) -> {
        throw new DdiException(Errno.ENXIO, "devmap is nodev");
    };
    /** Describes nothing. */
    DevmapEntry NULLDEV = (dev, handle, off, len, model) -> 0;

    /**
     * Describes the memory at off. Calls exactly one of {@link DevmapCookie#umemSetup} and {@link DevmapCookie#devmemSetup}
     * on the handle. User context of the mapping thread, no framework locks, may run concurrently.
     *
     * @param dev the device number
     * @param handle the handle of this piece
     * @param off user offset of its first byte, in bytes; any page multiple, also negative (S-072)
     * @param len bytes still to describe; at the first call the length given to mmap, perhaps no page multiple
     * @param model data model of the caller
     * @return maplen, the bytes described: a positive page multiple of at most len rounded up, or exactly len (D-2, D-7)
     * @throws DdiException whatever the number, the caller of mmap sees ENXIO with this as cause (S-061)
     */
    long devmap(Dev dev, DevmapCookie handle, long off, long len, DataModel model) throws DdiException;
}
