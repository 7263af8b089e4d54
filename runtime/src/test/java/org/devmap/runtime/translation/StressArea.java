package org.devmap.runtime.translation;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.BitSet;
import org.devmap.Pages;

/**
 * The memory of a revocation stress: two sets of frames for the same pages, as before and after a remap. The first pages hold counters,
 * slots and marks for everybody; behind them each accessor has a few pages of its own for bulk work. A cell is a page of one of
 * the two sets; it is looked at from here without any translation.
 */
final class StressArea {

    static final long START = 0x7000_0000L;
    static final int SHARED_PAGES = 3;
    static final int BULK_PAGES = 3;
    /** Bytes of a bulk operation that is made word by word. */
    static final long BULK_WORDS = 32;
    static final long INT_COUNTER = 256;
    static final long LONG_COUNTER = 264;
    static final long EXCHANGED = 272;
    static final long SLOTS = 512;
    static final long BYTES = 768;
    static final long MARKS = 1024;
    static final long MARKS_LENGTH = 256;
    static final long POISON = 0xBADBADBADBADBADBL;

    private static final int SETS = 2;

    private final int pages;
    private final MemorySegment[] sets = new MemorySegment[SETS];

    StressArea(int accessors) {
        pages = SHARED_PAGES + accessors * BULK_PAGES;
        for (int set = 0; set < SETS; set++) {
            sets[set] = Arena.ofAuto().allocate(Pages.ptob(pages), Pages.SIZE);
        }
    }

    int pages() {
        return pages;
    }

    static long bulkOffset(int accessor) {
        return Pages.ptob(SHARED_PAGES + accessor * BULK_PAGES);
    }

    /** Frames of a whole set. */
    FrameRun frames(int set, Behind kind) {
        return kind.frames(sets[set], SilentRegisters::new, -START);
    }

    int cell(int set, int page) {
        return set * pages + page;
    }

    MemorySegment bytes(int cell) {
        return sets[cell / pages].asSlice(Pages.ptob(cell % pages), Pages.SIZE);
    }

    /** Readers must not see the marks of these cells from now on. */
    void poison(BitSet cells) {
        cells.stream().filter(this::isShared).forEach(cell -> mark(cell, POISON));
    }

    void clean(BitSet cells) {
        cells.stream().filter(this::isShared).forEach(cell -> mark(cell, 0));
    }

    private boolean isShared(int cell) {
        return cell % pages < SHARED_PAGES;
    }

    private void mark(int cell, long value) {
        MemorySegment marks = bytes(cell).asSlice(MARKS, MARKS_LENGTH);
        for (long at = 0; at < MARKS_LENGTH; at += Long.BYTES) {
            marks.set(ValueLayout.JAVA_LONG, at, value);
        }
    }

    /** Whether a datum, or a byte of a bulk range, landed in one of the sets. */
    boolean holdsLong(long offset, long value) {
        return sets[0].get(ValueLayout.JAVA_LONG, offset) == value || sets[1].get(ValueLayout.JAVA_LONG, offset) == value;
    }

    /** The first byte, some in between (one of each word, if those are few), and the last. */
    boolean holdsBytes(long offset, long length, byte value) {
        int step = length <= BULK_WORDS ? Integer.BYTES - 1 : 61;
        for (long at = offset; at < offset + length; at += step) {
            if (!holdsByte(at, value)) {
                return false;
            }
        }
        return holdsByte(offset + length - 1, value);
    }

    private boolean holdsByte(long at, byte value) {
        return sets[0].get(ValueLayout.JAVA_BYTE, at) == value || sets[1].get(ValueLayout.JAVA_BYTE, at) == value;
    }

    /** All updates that landed. */
    long landed() {
        long sum = 0;
        for (MemorySegment set : sets) {
            for (long page = 0; page < Pages.ptob(SHARED_PAGES); page += Pages.SIZE) {
                sum += set.get(ValueLayout.JAVA_INT, page + INT_COUNTER) + set.get(ValueLayout.JAVA_LONG, page + LONG_COUNTER)
                        + set.get(ValueLayout.JAVA_LONG, page + EXCHANGED);
            }
        }
        return sum;
    }
}
