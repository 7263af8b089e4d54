package org.devmap.driver;

import org.devmap.DdiException;
import org.devmap.Errno;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * segmap(9E): the driver's own say in an mmap. It may allocate, veto, narrow or change the request, and then calls
 * {@link SegmapRequest#devmapSetup}, normally exactly once.
 *
 * @see <a href="https://illumos.org/man/9E/segmap">segmap(9E)</a>
 */
@ConsumerType
@FunctionalInterface
public interface SegmapEntry {

    /** Counts as none; called directly, fails ENXIO. */
    SegmapEntry NODEV = request -> {
        throw new DdiException(Errno.ENXIO, "segmap is nodev");
    };
    /** Counts as none; called directly, does nothing. */
    SegmapEntry NULLDEV = request -> { };
    /** ddi_devmap_segmap(9F) as the entry point itself: hands the request on as it is. */
    SegmapEntry DDI_DEVMAP_SEGMAP = SegmapRequest::devmapSetup;

    /**
     * Sets up a mapping. User context, no framework locks, may sleep.
     *
     * @param request what mmap(2) asked for
     * @throws DdiException reaches the caller of mmap unchanged (S-028, S-063)
     */
    void segmap(SegmapRequest request) throws DdiException;
}
