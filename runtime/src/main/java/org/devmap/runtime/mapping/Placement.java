package org.devmap.runtime.mapping;

import java.util.List;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.Pages;
import org.devmap.Panic;
import org.devmap.runtime.handle.DeferredPanic;
import org.devmap.runtime.handle.MappingHandle;
import org.devmap.runtime.handle.Origin;
import org.devmap.runtime.handle.Segment;
import org.devmap.runtime.space.RangeLock;
import org.devmap.runtime.space.Space;

/** devmap_setup(9F), steps 4 and 5 of section 2.3: an address and a segment for described handles, then their map callbacks. */
final class Placement {

    /** What segments and handles keep per page is in arrays. */
    private static final long MOST_PAGES = Integer.MAX_VALUE - 8;

    private final MappingTarget target;
    private final MapRequest request;
    private final List<MappingHandle> handles;
    private final Origin.DrvRange drvRange;
    /** What MAP_FIXED has left to do when the range lock is released. */
    private Runnable replaced = () -> { };
    private boolean retained;

    /**
     * A placement.
     *
     * @param target who maps what
     * @param request what was asked for
     * @param handles described handles, in order
     * @param drvRange for drv_mmap: what drv_munmap must name, address within the page; else null
     */
    Placement(MappingTarget target, MapRequest request, List<MappingHandle> handles, Origin.DrvRange drvRange) {
        this.target = target;
        this.request = request;
        this.handles = handles;
        this.drvRange = drvRange;
    }

    /** Answers what is mapped now; after a failure no trace is left, but what MAP_FIXED replaced is gone. */
    Origin place() throws DdiException {
        Segment segment = create();
        boolean done = false;
        try {
            replaced.run();
            requireDevice(segment);
            callMap(segment);
            done = true;
        } finally {
            if (done) {
                segment.markReady();
            } else if (target.space().creation().discard(segment) && retained) {
                target.use().release();
            }
        }
        return segment.origin();
    }

    /** Asked when the segment can be found: a driver that leaves either sees it, or has said so before. */
    private void requireDevice(Segment segment) throws DdiException {
        retained = target.use().retain();
        if (!retained) {
            handles.forEach(MappingHandle::retire);
            throw new DdiException(Errno.ENXIO, "the driver of " + segment.origin().path() + " has left");
        }
    }

    private Segment create() throws DdiException {
        Space space = target.space();
        long length = Pages.roundUp(request.len());
        requireTableFor(length);
        for (MappingHandle handle : handles) {
            requireTableFor(handle.length());
        }
        if (request.isFixed()) {
            space.tellWatcher(request.address(), length, null);
        }
        try (RangeLock.Held _ = space.creation().lockRange()) {
            long address = request.address();
            if (request.isFixed()) {
                replaced = space.replace(address, length);
            } else {
                address = space.creation().choose(length, request.alignment());
            }
            Origin.DrvRange range = drvRange == null ? null : new Origin.DrvRange(address + drvRange.uvaddr(), drvRange.length());
            Origin origin = target.origins().make(target, request, address, length, range);
            Segment segment = new Segment(origin, address, length, request.off(), request.prot());
            for (MappingHandle handle : handles) {
                handle.place(segment, address);
                address += handle.length();
            }
            segment.setHandles(handles);
            space.creation().add(segment);
            return segment;
        }
    }

    /** Handles of any length can be described with MAPPING_INVALID: nothing is behind them that would have refused it. */
    private void requireTableFor(long length) throws DdiException {
        if (length < 0 || Pages.btop(length) > MOST_PAGES) {
            throw new DdiException(Errno.ENOMEM, "mapping %s bytes of %s: a mapping has at most 0x%x pages"
                    .formatted(Long.toUnsignedString(length), target.path(), MOST_PAGES));
        }
    }

    private void callMap(Segment segment) throws DdiException {
        int mapped = 0;
        try {
            for (MappingHandle handle : handles) {
                handle.map(request.flags(), request.off() + (handle.address() - segment.address()));
                mapped++;
            }
        } catch (Panic e) {
            undo(mapped);
            throw e;
        } catch (DdiException | RuntimeException | Error e) {
            undo(mapped);
            throw new DdiException(Errno.ENXIO, "map callback of " + target.path() + " refused: " + e.getMessage(), e);
        }
    }

    /** Handles mapped before hear of their end; the one that failed and those after it do not (S-137). */
    private void undo(int mapped) {
        DeferredPanic panic = new DeferredPanic();
        for (int i = 0; i < handles.size(); i++) {
            if (i < mapped) {
                panic.run(handles.get(i)::unmapWhole);
            } else {
                handles.get(i).retire();
            }
        }
        panic.rethrow();
    }
}
