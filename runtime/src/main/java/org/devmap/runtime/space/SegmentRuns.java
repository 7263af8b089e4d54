package org.devmap.runtime.space;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.devmap.runtime.handle.Segment;

/**
 * Segments that do not overlap, by address, in arrays: a segment costs about 7 bytes here, and a look-up is
 * logarithmic. Guarded like {@link SegmentMap}.
 */
final class SegmentRuns {

    private static final int MOST = 64;
    /** The key of the lowest run, which is always there, perhaps empty. */
    private static final long BOTTOM = Long.MIN_VALUE;

    /** By an address that no segment of the run lies below, and all of the run before do. */
    private final NavigableMap<Long, Segment[]> runs = new TreeMap<>();

    SegmentRuns() {
        runs.put(BOTTOM, new Segment[0]);
    }

    void add(Segment segment) {
        Map.Entry<Long, Segment[]> entry = runs.floorEntry(segment.address());
        Segment[] run = entry.getValue();
        int at = above(run, segment.address());
        Segment[] longer = Arrays.copyOf(run, run.length + 1);
        System.arraycopy(run, at, longer, at + 1, run.length - at);
        longer[at] = segment;
        if (longer.length > MOST) {
            int half = longer.length / 2;
            runs.put(longer[half].address(), Arrays.copyOfRange(longer, half, longer.length));
            longer = Arrays.copyOf(longer, half);
        }
        runs.put(entry.getKey(), longer);
    }

    /** False if it was not there. */
    boolean remove(Segment segment) {
        Map.Entry<Long, Segment[]> entry = runs.floorEntry(segment.address());
        Segment[] run = entry.getValue();
        int at = above(run, segment.address()) - 1;
        if (at < 0 || run[at] != segment) {
            return false;
        }
        Segment[] shorter = Arrays.copyOf(run, run.length - 1);
        System.arraycopy(run, at + 1, shorter, at, shorter.length - at);
        if (shorter.length == 0 && entry.getKey() != BOTTOM) {
            runs.remove(entry.getKey());
        } else {
            runs.put(entry.getKey(), shorter);
            join(entry.getKey(), shorter);
        }
        return true;
    }

    /** Many short runs would cost more than their segments. */
    private void join(long key, Segment[] run) {
        Map.Entry<Long, Segment[]> next = runs.higherEntry(key);
        if (next != null && run.length + next.getValue().length <= MOST / 2) {
            Segment[] both = Arrays.copyOf(run, run.length + next.getValue().length);
            System.arraycopy(next.getValue(), 0, both, run.length, next.getValue().length);
            runs.put(key, both);
            runs.remove(next.getKey());
        }
    }

    /** The last segment that begins at an address or below; null if there is none. */
    Segment floor(long address) {
        for (Map.Entry<Long, Segment[]> entry = runs.floorEntry(address); entry != null; entry = runs.lowerEntry(entry.getKey())) {
            int at = above(entry.getValue(), address) - 1;
            if (at >= 0) {
                return entry.getValue()[at];
            }
        }
        return null;
    }

    /** The first segment that begins above an address; null if there is none. */
    Segment higher(long address) {
        for (Map.Entry<Long, Segment[]> entry = runs.floorEntry(address); entry != null; entry = runs.higherEntry(entry.getKey())) {
            int at = above(entry.getValue(), address);
            if (at < entry.getValue().length) {
                return entry.getValue()[at];
            }
        }
        return null;
    }

    /** The segments that begin in a range, ascending. */
    List<Segment> between(long from, long to) {
        List<Segment> found = new ArrayList<>();
        for (Segment[] run : runs.subMap(runs.floorKey(from), true, to, false).values()) {
            for (int i = above(run, from - 1); i < run.length && run[i].address() < to; i++) {
                found.add(run[i]);
            }
        }
        return found;
    }

    /** All of them, ascending. */
    List<Segment> all() {
        List<Segment> all = new ArrayList<>();
        for (Segment[] run : runs.values()) {
            all.addAll(Arrays.asList(run));
        }
        return all;
    }

    /** Where the segments begin that lie above an address. */
    private static int above(Segment[] run, long address) {
        int low = 0;
        int high = run.length;
        while (low < high) {
            int middle = low + high >>> 1;
            if (run[middle].address() > address) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
