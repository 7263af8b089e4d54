package org.devmap.runtime.space;

import java.util.ArrayList;
import java.util.List;
import org.devmap.Pages;
import org.devmap.runtime.handle.Segment;

/**
 * The segments of a space by address, and the highest hole for a new one. Guarded by the as lock of its space. Changed
 * under a monitor of its {@link SegmentTable} as well: for {@link #all} that is enough.
 */
final class SegmentMap {

    private final SegmentRuns segments = new SegmentRuns();
    private final long lowest;
    private final long highest;
    private long mapped;
    /** No hole of at least resumeLength ends above resumeAt: the search goes on from there. */
    private long resumeAt;
    private long resumeLength = Long.MAX_VALUE;

    /**
     * An empty map.
     *
     * @param lowest the first user address
     * @param highest behind the last one
     */
    SegmentMap(long lowest, long highest) {
        this.lowest = lowest;
        this.highest = highest;
    }

    void add(Segment segment) {
        segments.add(segment);
        mapped += segment.length();
    }

    /** False if it was not there: somebody else has removed it. */
    boolean remove(Segment segment) {
        if (!segments.remove(segment)) {
            return false;
        }
        mapped -= segment.length();
        // The hole that is left ends below the next segment.
        Segment next = segments.higher(segment.address());
        resumeAt = Math.max(resumeAt, next == null ? highest : next.address() - Pages.SIZE);
        return true;
    }

    /** Bytes mapped. */
    long mapped() {
        return mapped;
    }

    /** All of them, ascending. */
    List<Segment> all() {
        return segments.all();
    }

    /** The segment of an address, or null. */
    Segment at(long address) {
        Segment below = segments.floor(address);
        return below != null && address < below.end() ? below : null;
    }

    /** The segments that touch a range, ascending. */
    List<Segment> in(long from, long to) {
        List<Segment> found = new ArrayList<>();
        Segment first = at(from);
        if (first != null && first.address() < from) {
            found.add(first);
        }
        found.addAll(segments.between(from, to));
        return found;
    }

    /** Whether a range lies in user space. */
    boolean isUser(long from, long length) {
        return from >= lowest && length >= 0 && from <= highest && length <= highest - from;
    }

    /**
     * The highest hole that fits, with an unmapped page on both sides.
     *
     * @param length bytes, whole pages
     * @param alignment a power of two, at least a page
     * @return the address, or -1
     */
    long choose(long length, long alignment) {
        if (length < 0 || length > highest - lowest) {
            return -1;
        }
        boolean resume = length >= resumeLength;
        long top = resume ? resumeAt : highest;
        long skipped = resume ? resumeLength - Pages.SIZE : 0;
        for (Segment segment = segments.floor(top); segment != null; segment = segments.floor(segment.address() - 1)) {
            long bottom = segment.end() + Pages.SIZE;
            long found = place(bottom, top, length, alignment);
            if (found >= 0) {
                remember(top, skipped);
                return found;
            }
            skipped = Math.max(skipped, top - bottom);
            top = segment.address() - Pages.SIZE;
        }
        long found = place(lowest, top, length, alignment);
        if (found >= 0) {
            remember(top, skipped);
        }
        return found;
    }

    private static long place(long bottom, long top, long length, long alignment) {
        long address = top - length & -alignment;
        return address >= bottom && top - length >= 0 ? address : -1;
    }

    /** The hole that was chosen stays in the search: nobody knows yet what becomes of the choice. */
    private void remember(long top, long largestSkipped) {
        resumeAt = top;
        resumeLength = largestSkipped + Pages.SIZE;
    }
}
