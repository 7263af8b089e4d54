package org.devmap.runtime.translation;

import java.lang.ref.WeakReference;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Tells whoever revokes a translation which accesses are under way. See the package description for the argument.
 *
 * <p>A slot is an {@link AtomicLongArray} (a JDK type: a thread that outlives this bundle keeps nothing of it alive) whose mark is
 * the translation's id in the upper bits and a sequence number in the lower ones. A revoker waits only for slots that hold its
 * translation, and only until the mark changes: a thread that keeps accessing valid pages of the same translation does not hold it up.
 *
 * <p>A platform thread owns a slot. Virtual threads claim one of a fixed pool for each access: they are not descheduled inside the
 * guard, because nothing in it blocks, so no more slots are taken than there are carriers. Nothing inside a guard may block, call
 * back, or enter another guard.
 */
final class Guard {

    private static final int SEQUENCE_BITS = 20;
    private static final long SEQUENCE_MASK = (1L << SEQUENCE_BITS) - 1;

    /** Mark and sequence sit in the middle of the array, away from other threads' cache lines. */
    private static final int MARK = 16;
    private static final int SEQUENCE = 17;
    private static final int SLOT_LENGTH = 32;

    private static final AtomicLong IDS = new AtomicLong();
    private static final CopyOnWriteArrayList<WeakReference<AtomicLongArray>> OWNED = new CopyOnWriteArrayList<>();
    private static final AtomicLongArray[] POOL = pool();
    private static final ThreadLocal<AtomicLongArray> MINE = ThreadLocal.withInitial(Guard::register);

    private Guard() {
    }

    /** A fresh translation id, greater than 0. */
    static long newId() {
        return IDS.incrementAndGet();
    }

    /** Marks the calling thread as accessing this translation; the answer goes to {@link #exit}. */
    static AtomicLongArray enter(long id) {
        if (Thread.currentThread().isVirtual()) {
            return claim(id);
        }
        AtomicLongArray slot = MINE.get();
        long sequence = slot.getPlain(SEQUENCE) + 1;
        slot.setPlain(SEQUENCE, sequence);
        slot.set(MARK, mark(id, sequence));
        return slot;
    }

    static void exit(AtomicLongArray slot) {
        slot.setRelease(MARK, 0);
    }

    /** Returns when no access of this translation that began before the call is under way any more. */
    static void awaitQuiescence(long id) {
        for (WeakReference<AtomicLongArray> owned : OWNED) {
            AtomicLongArray slot = owned.get();
            if (slot == null) {
                OWNED.remove(owned);
            } else {
                awaitChange(slot, id);
            }
        }
        for (AtomicLongArray slot : POOL) {
            awaitChange(slot, id);
        }
    }

    private static void awaitChange(AtomicLongArray slot, long id) {
        long seen = slot.get(MARK);
        if (seen >>> SEQUENCE_BITS != id) {
            return;
        }
        // The other thread may have been preempted inside the guard: give it the processor instead of burning it.
        for (int spins = 0; slot.get(MARK) == seen; spins++) {
            if (spins < 64) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
    }

    private static AtomicLongArray claim(long id) {
        int start = (int) Thread.currentThread().threadId();
        for (int i = 0;; i++) {
            AtomicLongArray slot = POOL[start + i & POOL.length - 1];
            long sequence = slot.getOpaque(SEQUENCE) + 1;
            if (slot.get(MARK) == 0 && slot.compareAndSet(MARK, 0, mark(id, sequence))) {
                slot.setOpaque(SEQUENCE, sequence);
                return slot;
            }
            if (i >= POOL.length) {
                Thread.onSpinWait();
            }
        }
    }

    private static long mark(long id, long sequence) {
        return id << SEQUENCE_BITS | sequence & SEQUENCE_MASK;
    }

    private static AtomicLongArray register() {
        AtomicLongArray slot = new AtomicLongArray(SLOT_LENGTH);
        OWNED.add(new WeakReference<>(slot));
        return slot;
    }

    private static AtomicLongArray[] pool() {
        AtomicLongArray[] pool = new AtomicLongArray[64];
        for (int i = 0; i < pool.length; i++) {
            pool[i] = new AtomicLongArray(SLOT_LENGTH);
        }
        return pool;
    }
}
