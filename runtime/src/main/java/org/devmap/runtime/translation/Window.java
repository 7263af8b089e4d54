package org.devmap.runtime.translation;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

/**
 * Direct access for one {@link DirectMemory}: a run of valid pages with the same permissions and frames, for as long as the memory holds
 * this in its field. Immutable.
 */
final class Window {

    /** Native addresses of processes lie below, and an access at a masked one needs no check of its bounds. */
    private static final long ADDRESSES = 1L << 62;
    private static final MemorySegment TOUCHED = Arena.global().allocate(1);

    private final DirectMemory memory;
    /** Offset of its first byte in the memory. */
    private final long first;
    private final long size;
    /** Native address of offset 0, even if the window begins later. */
    private final long origin;
    /** How it is accessed. */
    final AccessKind kind;
    private final boolean writable;
    private final long mark;
    /** The seat of the thread that made it, which mostly is the one that uses it. */
    private final Seat seat;
    /** All of an ordinary memory, if the window shows that; else null. Never taken away: used inside a mark only. */
    final MemorySegment whole;

    /**
     * A window.
     *
     * @param memory for whom
     * @param first offset of its first byte
     * @param size bytes, at least 8
     * @param origin native address of offset 0
     * @param kind how it is accessed, not MODELLED
     * @param writable whether its pages are
     * @param mark marks accesses through it
     * @param seat of the calling thread, or of none
     */
    Window(DirectMemory memory, long first, long size, long origin, AccessKind kind, boolean writable, long mark, Seat seat) {
        this.memory = memory;
        this.first = first;
        this.size = size;
        this.origin = origin;
        this.kind = kind;
        this.writable = writable;
        this.mark = mark;
        this.seat = seat;
        boolean all = first == 0 && size == memory.bytes();
        this.whole = all && kind == AccessKind.PLAIN ? RawViews.unbounded(origin, size) : null;
    }

    DirectMemory memory() {
        return memory;
    }

    /** Whether an access lies inside and is aligned. */
    boolean takes(long offset, int width) {
        return Long.compareUnsigned(offset - first, size - (width - 1)) < 0 && (origin + offset & width - 1) == 0;
    }

    /** The same for an access that may change something. */
    boolean takesStore(long offset, int width) {
        return writable && takes(offset, width);
    }

    /** Whether a plain load of {@link #whole} lies inside and is aligned. */
    boolean takesPlainLoad(long offset, int width) {
        MemorySegment all = whole;
        if (all == null) {
            return false;
        }
        try {
            // Not a comparison: compilers move this check out of loops, and find that the segment's own one is the same.
            Objects.checkIndex(offset, all.byteSize() - width + 1);
        } catch (IndexOutOfBoundsException e) {
            return false;
        }
        return (all.address() + offset & width - 1) == 0;
    }

    /** The same for a plain store. */
    boolean takesPlainStore(long offset, int width) {
        return writable && takesPlainLoad(offset, width);
    }

    /**
     * Marks an access of the calling thread; the field that holds this window is looked at after that. The mark of the answer is to be
     * cleared. Null if the thread has no seat where seats are looked for.
     */
    Seat enter() {
        Seat found = Seat.mine(seat);
        if (found != null) {
            found.mark = mark;
            // Code with an access in it is given up by the Java machine wherever it stands when an arena is closed, and looks at the field
            // again; this makes sure that there is one.
            TOUCHED.get(ValueLayout.JAVA_BYTE, 0);
        }
        return found;
    }

    /** Native address of an access that this {@linkplain #takes takes}. */
    long at(long offset, int width) {
        return origin + offset & ADDRESSES - width;
    }
}
