package org.devmap.driver;

import org.devmap.DdiException;
import org.devmap.Dev;
import org.devmap.Errno;
import org.devmap.Protection;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * mmap(9E), the scheme before devmap: one page at a time, asked again at every fault (section 2.2).
 *
 * @see <a href="https://illumos.org/man/9E/mmap">mmap(9E)</a>
 */
@ConsumerType
@FunctionalInterface
public interface MmapEntry {

    /** Refuses every page. */
    MmapEntry NODEV = (dev, off, prot) -> {
        throw new DdiException(Errno.DDI_FAILURE, "mmap is nodev");
    };
    /** Answers page frame 0. */
    MmapEntry NULLDEV = (dev, off, prot) -> 0;

    /**
     * The page behind an offset.
     *
     * @param dev the device number
     * @param off user offset, a page multiple
     * @param prot protection wanted
     * @return the physical page frame number: a physical address of {@link DeviceInfo#physicalAddress} divided by the page size
     * @throws DdiException if there is no such page (C: -1); the caller of mmap sees ENXIO
     */
    long mmap(Dev dev, long off, Protection prot) throws DdiException;
}
