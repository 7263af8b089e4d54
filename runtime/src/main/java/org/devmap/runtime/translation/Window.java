package org.devmap.runtime.translation;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * Direct access for one {@link DirectMemory}: a run of valid pages with the same permissions and frames, for as long as
 * the memory holds this in its field. Immutable.
 */
final class Window {

    /** Native addresses of processes lie below, and an access at a masked one needs no check of its bounds. */
    private static final long ADDRESSES = 1L << 62;
    /** Instead of a window that is not open. */
    static final Window NONE = new Window();

    private final DirectMemory owner;
    /** Offset of its first byte in the memory. */
    private final long first;
    private final long size;
    /** Native address of offset 0, even if the window begins later. */
    private final long origin;
    /** How it is accessed. */
    final AccessKind kind;
    final boolean writable;
    /** Marks accesses through it. */
    final long mark;
    private final long opened = System.nanoTime();
    /** All of an ordinary memory, if the window shows that; else null. Never taken away: used inside a mark only. */
    final MemorySegment memory;
    /** Whether it shows all of a device memory. */
    final boolean isOrdered;
    /** Of whoever opened it, or of nobody. */
    final Seat seat;
    /** The same if its pages are writable, else of nobody. */
    final Seat writer;

    /**
     * A window.
     *
     * @param owner for whom
     * @param first offset of its first byte
     * @param size bytes, at least 8
     * @param origin native address of offset 0
     * @param kind how it is accessed
     * @param writable whether its pages are
     * @param mark marks accesses through it
     * @param seat of whoever opens it; null if that has none
     */
    Window(DirectMemory owner, long first, long size, long origin, AccessKind kind, boolean writable, long mark,
           Seat seat) {
        this.owner = owner;
        this.first = first;
        this.size = size;
        this.origin = origin;
        this.kind = kind;
        this.writable = writable;
        this.mark = mark;
        this.seat = Objects.requireNonNullElse(seat, NONE.seat);
        this.writer = writable ? this.seat : NONE.seat;
        // Where the whole begins evenly, an access is aligned if its offset is.
        boolean isWhole = first == 0 && size == owner.bytes() && (origin & Long.BYTES - 1) == 0;
        this.memory = isWhole && kind == AccessKind.PLAIN ? RawViews.unbounded(origin, size) : null;
        this.isOrdered = isWhole && kind != AccessKind.PLAIN && (size & Long.BYTES - 1) == 0;
    }

    /** Takes nothing. */
    private Window() {
        owner = null;
        first = 0;
        size = 0;
        origin = 0;
        kind = AccessKind.PLAIN;
        writable = false;
        mark = 0;
        memory = null;
        isOrdered = false;
        seat = Seat.shared();
        writer = seat;
    }

    DirectMemory owner() {
        return owner;
    }

    /** Whether it was open for so long that accesses may well have spared what closing it costs. */
    boolean hasPaid() {
        return System.nanoTime() - opened >= Windows.worth();
    }

    /**
     * Whether an access lies inside and is aligned.
     */
    boolean takes(long offset, int width) {
        return this != NONE && Long.compareUnsigned(offset - first, size - width) <= 0
                && (origin + offset & width - 1) == 0;
    }

    /** The same for an access that may change something. */
    boolean takesStore(long offset, int width) {
        return writable && takes(offset, width);
    }

    /** The same for a window that {@linkplain #isOrdered is ordered}: an aligned access that begins inside ends there. */
    boolean takesInOrder(long offset, int width) {
        return (offset & width - 1) == 0 && Long.compareUnsigned(offset, size) < 0;
    }

    /** Native address of an access that this {@linkplain #takes takes}. */
    long at(long offset, int width) {
        return origin + offset & ADDRESSES - width;
    }
}
