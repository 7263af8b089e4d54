package org.devmap.runtime.translation;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Tells whoever revokes a translation which accesses are under way. See the package description for the argument.
 *
 * <p>An access marks a {@link Seat} with the translation's id in the upper bits and a sequence number in the lower
 * ones. A revoker waits only for seats that hold its translation, and only until the mark changes: a thread that keeps
 * accessing valid pages of the same translation does not hold it up.
 *
 * <p>A platform thread has a seat. Virtual threads claim one of a fixed pool for each access: they are not descheduled
 * inside the guard, because nothing in it blocks, so no more seats are taken than there are carriers. Nothing inside a
 * guard may block, call back, or enter another guard.
 */
final class Guard {

    private static final int SEQUENCE_BITS = 20;
    private static final long SEQUENCE_MASK = (1L << SEQUENCE_BITS) - 1;

    private static final AtomicLong IDS = new AtomicLong();
    private static final Seat[] POOL = pool();

    private Guard() {
    }

    /** A fresh id, greater than 0. */
    static long newId() {
        return IDS.incrementAndGet();
    }

    static long mark(long id, long sequence) {
        return id << SEQUENCE_BITS | sequence & SEQUENCE_MASK;
    }

    /** Marks the calling thread as accessing this translation; the answer goes to {@link #exit}. */
    static Seat enter(long id) {
        Seat seat = Seat.here();
        if (!seat.isMine()) {
            seat = Seat.find();
            if (seat == null) {
                return claim(id);
            }
        }
        seat.mark(id);
        return seat;
    }

    static void exit(Seat seat) {
        seat.unmark();
    }

    /**
     * Returns when no access with this id that began before the call is under way any more; answers whether there was
     * one.
     */
    static boolean awaitQuiescence(long id) {
        boolean any = false;
        for (Seat seat : Seat.taken()) {
            any |= awaitChange(seat, id);
        }
        for (Seat seat : POOL) {
            any |= awaitChange(seat, id);
        }
        return any;
    }

    private static boolean awaitChange(Seat seat, long id) {
        long seen = seat.marked();
        if (seen >>> SEQUENCE_BITS != id) {
            return false;
        }
        // The other thread may have been preempted inside the guard: give it the processor instead of burning it.
        for (int spins = 0; seat.marked() == seen; spins++) {
            if (spins < 64) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
        return true;
    }

    private static Seat claim(long id) {
        int start = (int) Thread.currentThread().threadId();
        for (int i = 0;; i++) {
            Seat seat = POOL[start + i & POOL.length - 1];
            if (seat.claim(id)) {
                return seat;
            }
            if (i >= POOL.length) {
                Thread.onSpinWait();
            }
        }
    }

    private static Seat[] pool() {
        Seat[] pool = new Seat[64];
        for (int i = 0; i < pool.length; i++) {
            pool[i] = Seat.shared();
        }
        return pool;
    }
}
