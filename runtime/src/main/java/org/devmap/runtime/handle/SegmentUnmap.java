package org.devmap.runtime.handle;

import java.util.ArrayList;
import java.util.List;
import org.devmap.driver.KeptData;

/**
 * Takes pages out of a segment: the case table of section 2.17. Translations of the whole hole are gone before the first unmap
 * callback; the callbacks run in ascending order, each before its handle changes. Callers hold the exclusive as lock.
 */
public final class SegmentUnmap {

    private final Segment segment;
    private final long from;
    private final long to;
    /** Takes what lies above the hole, if something lies below it as well. */
    private final Segment upper;

    private final DeferredPanic panic;

    /**
     * Nothing is removed yet, but an upper part exists from now on, with a reference to the device of its own. A dead
     * one has none: nobody would release it.
     *
     * @param segment the segment
     * @param from first address, page aligned, inside
     * @param to behind the last, page aligned, inside
     * @param panic keeps what a driver panicked with until the caller is finished, too
     */
    public SegmentUnmap(Segment segment, long from, long to, DeferredPanic panic) {
        this.panic = panic;
        this.segment = segment;
        this.from = from;
        // A driver may have described more than it was asked for: what lies beyond the segment goes with its end.
        this.to = to == segment.end() ? Long.MAX_VALUE : to;
        this.upper = from > segment.address() && to < segment.end() ? segment.splitAt(to) : null;
        if (upper != null && !segment.isDead()) {
            segment.origin().use().retain();
        }
    }

    /** The segment, and the upper one if there will be one: whatever shows pages always belongs to one of them. */
    public List<Segment> parts() {
        return upper == null ? List.of(segment) : List.of(segment, upper);
    }

    /**
     * Removes the range.
     *
     * @return what remains: nothing, the same segment smaller, or that and a new upper one
     */
    public List<Segment> run() {
        dropTranslations();
        List<MappingHandle> kept = new ArrayList<>();
        List<MappingHandle> above = new ArrayList<>();
        for (MappingHandle handle : segment.handles()) {
            cut(handle, kept, above);
        }
        List<Segment> rest = new ArrayList<>();
        if (upper != null) {
            segment.cutTail(from - segment.address());
            settle(upper, above);
            settle(segment, kept);
            rest.add(segment);
            rest.add(upper);
            return rest;
        }
        kept.addAll(above);
        settle(segment, kept);
        if (from > segment.address()) {
            segment.cutTail(from - segment.address());
            rest.add(segment);
        } else if (to < segment.end()) {
            segment.cutFront(to - segment.address());
            rest.add(segment);
        }
        return rest;
    }

    private static void settle(Segment home, List<MappingHandle> handles) {
        home.setHandles(handles);
        handles.forEach(handle -> handle.moveTo(home));
    }

    private void dropTranslations() {
        for (MappingHandle handle : segment.handles()) {
            long start = Math.max(from, handle.address());
            long end = Math.min(to, handle.end());
            if (start < end) {
                handle.pages().unload(start, end);
            }
        }
    }

    private void cut(MappingHandle handle, List<MappingHandle> below, List<MappingHandle> above) {
        long start = handle.address();
        long end = handle.end();
        boolean emptyInside = start == end && start >= from && start < to;
        if (emptyInside || from <= start && to >= end && start < end) {
            panic.run(handle::unmapWhole);
        } else if (to <= start) {
            above.add(handle);
        } else if (from >= end) {
            below.add(handle);
        } else if (from <= start) {
            front(handle);
            above.add(handle);
        } else if (to >= end) {
            tail(handle);
            below.add(handle);
        } else {
            above.add(middle(handle));
            below.add(handle);
        }
    }

    private KeptData<Object> tell(MappingHandle handle, long off, long len, MappingHandle before, MappingHandle after) {
        Object data = handle.data();
        if (segment.isDead()) {
            return KeptData.unchanged(data);
        }
        return panic.call(() -> handle.callbacks().unmap(handle, data, off, len, before, after), KeptData.unchanged(data));
    }

    private void front(MappingHandle handle) {
        long bytes = to - handle.address();
        KeptData<Object> kept = tell(handle, handle.uoff(), bytes, null, handle);
        HandleCut.front(handle, bytes);
        handle.setData(kept.after());
    }

    private void tail(MappingHandle handle) {
        long left = from - handle.address();
        KeptData<Object> kept = tell(handle, handle.uoff() + left, handle.length() - left, handle, null);
        HandleCut.tail(handle, left);
        handle.setData(kept.before());
    }

    private MappingHandle middle(MappingHandle handle) {
        long left = from - handle.address();
        long skipped = to - handle.address();
        MappingHandle after = HandleCut.upperPart(handle, upper);
        upper.setHandles(List.of(after));
        if (upper.isDead()) {
            after.abandon();
        }
        KeptData<Object> kept = tell(handle, handle.uoff() + left, to - from, handle, after);
        HandleCut.splitOff(handle, after, left, skipped);
        after.setData(kept.after());
        handle.setData(kept.before());
        return after;
    }
}
