package org.devmap.runtime.space;

import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.runtime.handle.Segment;

/** How segments come into a space: one after the other, where there is room, and within the limit. Range lock, then as lock. */
public final class Creation {

    private final SegmentTable table;
    private final long limit;
    private final String space;
    private final RangeLock range = new RangeLock();
    /** Guarded by the exclusive as lock. */
    private boolean ended;

    /**
     * Creation in a space.
     *
     * @param table its segments
     * @param limit most bytes that may be mapped
     * @param space the space in words
     */
    Creation(SegmentTable table, long limit, String space) {
        this.table = table;
        this.limit = limit;
        this.space = space;
    }

    /**
     * Keeps other creations out while an address is chosen and its segment made.
     *
     * @return to be closed when the segment is there
     * @throws DdiException EDEADLK if this thread holds the as lock already
     */
    public RangeLock.Held lockRange() throws DdiException {
        table.requireNoHold();
        return range.lock();
    }

    /**
     * Chooses where a mapping goes. The range lock is held.
     *
     * @param length bytes, whole pages
     * @param alignment a power of two, at least a page
     * @return the address
     * @throws DdiException ENOMEM if there is no hole, or the limit is reached
     */
    public long choose(long length, long alignment) throws DdiException {
        table.exclusive().lock();
        try {
            requireRoom(length);
            long address = table.segments().choose(length, alignment);
            if (address < 0) {
                throw new DdiException(Errno.ENOMEM, "no hole of 0x%x bytes is left in the address space".formatted(length));
            }
            return address;
        } finally {
            table.exclusive().unlock();
        }
    }

    private void requireRoom(long length) throws DdiException {
        if (ended || table.isFrozen()) {
            throw new DdiException(Errno.ENOMEM, space + " has ended");
        }
        if (length < 0 || length > limit - table.segments().mapped()) {
            throw new DdiException(Errno.ENOMEM, "mapping %s bytes more would exceed the limit of %d: %d are mapped"
                    .formatted(Long.toUnsignedString(length), limit, table.segments().mapped()));
        }
    }

    /**
     * Adds a segment. The range lock is held.
     *
     * @param segment the segment; not ready yet
     * @throws DdiException ENOMEM if the limit is reached
     */
    public void add(Segment segment) throws DdiException {
        table.exclusive().lock();
        try {
            requireRoom(segment.length());
            table.add(segment);
        } finally {
            table.exclusive().unlock();
        }
    }

    /**
     * Takes back a segment whose map callbacks failed: no callback runs, its handles are retired by the caller. Whoever waits for
     * it, perhaps holding the as lock shared, is let go first.
     *
     * @param segment the segment
     * @return false if somebody has unmapped it or taken its driver away meanwhile, and its reference to the device
     */
    public boolean discard(Segment segment) {
        segment.fail();
        table.exclusive().lock();
        try {
            return table.discard(segment);
        } finally {
            table.exclusive().unlock();
        }
    }

    /** Nothing is mapped any more. The caller holds the exclusive as lock. */
    void end() {
        ended = true;
    }

    /** Threads that wait for others to be done. */
    int waiting() {
        return range.waiting();
    }
}
