package org.devmap.runtime.mapping;

import java.util.Optional;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.MapFlags;
import org.devmap.Pages;
import org.devmap.Protection;
import org.devmap.driver.CbFlags;
import org.devmap.driver.CbOps;
import org.devmap.driver.DevmapEntry;
import org.devmap.driver.MmapEntry;
import org.devmap.driver.SegmapEntry;
import org.devmap.runtime.call.CallStack;
import org.devmap.runtime.handle.Counters;
import org.devmap.runtime.handle.Origin;
import org.devmap.runtime.trace.Occurrence;
import org.devmap.runtime.trace.Trace;

/** mmap(2) on an open device: the checks of section 2.1 from #8 on, then the dispatch of section 2.2. */
public final class MmapCall {

    private MmapCall() {
    }

    /**
     * Maps.
     *
     * @param target who maps what
     * @param asked what the application asked for, {@linkplain MapRequest#check checked}
     * @return what is mapped; empty if the driver's segmap(9E) succeeded without mapping anything (S-033)
     * @throws DdiException the errno for the application
     */
    public static Optional<Origin> mmap(MappingTarget target, MapRequest asked) throws DdiException {
        MapRequest request = permitted(target, asked);
        Trace.Span span = Trace.begin(Occurrence.MMAP);
        try (CallStack.Frame _ = target.services().calls().user(target.space())) {
            Optional<Origin> mapped = dispatch(target, request);
            target.services().counters().count(Counters.Event.MMAP);
            return mapped;
        } finally {
            Trace.end(span, target.path(), asked.off(), asked.len());
        }
    }

    /** The checks that need the file and the address space (2.1 #8 to #11). */
    private static MapRequest permitted(MappingTarget target, MapRequest asked) throws DdiException {
        Protection maxprot = Protection.ALL;
        if (asked.flags().type().equals(MapFlags.SHARED) && !target.writable()) {
            maxprot = maxprot.without(Protection.WRITE);
        }
        Protection prot = asked.prot().with(Protection.USER);
        if (!maxprot.contains(prot) || !target.readable()) {
            throw new DdiException(Errno.EACCES, "protection %s of %s: the file must be open for reading%s".formatted(asked.prot(),
                    target.path(), asked.prot().contains(Protection.WRITE) ? ", and for writing if shared" : ""));
        }
        if (asked.isFixed()) {
            if (!Pages.isAligned(asked.address())) {
                throw new DdiException(Errno.EINVAL, "fixed address 0x%x must be page aligned".formatted(asked.address()));
            }
            if (!target.space().isUser(asked.address(), Pages.roundUp(asked.len()))) {
                throw new DdiException(Errno.ENOMEM,
                        "range 0x%x+0x%x lies outside user space".formatted(asked.address(), asked.len()));
            }
        }
        return new MapRequest(asked.address(), asked.off(), asked.len(), prot, maxprot, asked.flags());
    }

    private static Optional<Origin> dispatch(MappingTarget target, MapRequest request) throws DdiException {
        CbOps ops = target.entryPoints();
        if (ops.segmap().isPresent() && ops.segmap().get() != SegmapEntry.NULLDEV && ops.segmap().get() != SegmapEntry.NODEV) {
            SegmapCall call = new SegmapCall(target, request);
            ops.segmap().get().segmap(call);
            return call.mapped();
        }
        if (!ops.flags().contains(CbFlags.D_DEVMAP) && hasMmap(ops)) {
            return Optional.of(OldScheme.segmap(target, request));
        }
        return Optional.of(DevmapSetup.run(target, request));
    }

    static boolean hasMmap(CbOps ops) {
        return ops.mmap().isPresent() && ops.mmap().get() != MmapEntry.NULLDEV && ops.mmap().get() != MmapEntry.NODEV;
    }

    /** devmap(9E), if the framework may use it (2.3 #1 and #2, D-1). */
    static DevmapEntry requireDevmap(CbOps ops) throws DdiException {
        DevmapEntry devmap = ops.devmap().orElse(null);
        if (devmap == null || devmap == DevmapEntry.NULLDEV || devmap == DevmapEntry.NODEV) {
            throw new DdiException(Errno.EINVAL, "the driver has no devmap(9E) entry point");
        }
        if (!ops.flags().contains(CbFlags.D_DEVMAP)) {
            throw new DdiException(Errno.EINVAL, "the driver does not set D_DEVMAP");
        }
        SegmapEntry segmap = ops.segmap().orElse(SegmapEntry.NULLDEV);
        boolean ownSegmap = segmap != SegmapEntry.NULLDEV && segmap != SegmapEntry.NODEV && segmap != SegmapEntry.DDI_DEVMAP_SEGMAP;
        if (ownSegmap && hasMmap(ops)) {
            throw new DdiException(Errno.EINVAL, "a driver with a segmap(9E) of its own reaches devmap(9E) only without mmap(9E) (D-1)");
        }
        return devmap;
    }
}
