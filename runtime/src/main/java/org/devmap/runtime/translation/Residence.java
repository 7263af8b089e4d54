package org.devmap.runtime.translation;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.devmap.backend.RegisterModel;

/**
 * Where some memory lives now, or who answers for it: a register set may be memory of a device today and a model tomorrow. Frames
 * to it instead of the memory itself, so that all of it, or one chunk after the other, can move while translations stay as they
 * are. An access that finds its bytes on the move waits, outside the guard, until they have
 * settled again, and then happens once, there.
 *
 * <p>Thread-safe for those who access. Moves are made by one thread at a time, in this order (see the package description): send the
 * bytes away ({@link #leave()}), {@link Hat#quiesce} every table that shows them, copy, {@link #settle(MemorySegment)}; the memory
 * they left may be given back then.
 */
public final class Residence {

    /** Bytes that a migration moves at a time. No access and no run of a bulk operation crosses a multiple of it. */
    public static final long CHUNK = 256 * 1024;

    private static final Place AWAY = new Place.Away();

    private volatile Place place;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private int waiting;

    /**
     * Settled in some memory.
     *
     * @param memory native memory, aligned to a page
     */
    public Residence(MemorySegment memory) {
        place = new Place.Whole(memory);
    }

    /**
     * Answered by a model.
     *
     * @param model the behaviour
     */
    public Residence(RegisterModel model) {
        place = new Place.Modelled(model);
    }

    /** Who answers for the bytes; null if they are memory, or on the move. */
    RegisterModel model() {
        return place instanceof Place.Modelled modelled ? modelled.model() : null;
    }

    /** Inside the guard: the memory of a byte, good up to the end of its chunk; null if it is on the move, or a model answers. */
    MemorySegment at(long offset) {
        Place now = place;
        return now instanceof Place.Whole whole ? whole.memory() : now.at(offset);
    }

    /**
     * The memory, if all of it lies in one piece.
     *
     * @return empty while it is on the move or mixed; under a lock that {@link Hat#quiesce} takes, it stays what it is until the
     *         lock is given back
     */
    public Optional<MemorySegment> settled() {
        return place instanceof Place.Whole whole ? Optional.of(whole.memory()) : Optional.empty();
    }

    /** Everything is on the move from now on, for accesses that have not yet begun. */
    public void leave() {
        place = AWAY;
    }

    /**
     * Everything lies in one memory from now on, and whoever waits goes on.
     *
     * @param memory as large as the one before
     */
    public void settle(MemorySegment memory) {
        place = new Place.Whole(memory);
        wake();
    }

    /**
     * A model answers from now on, and whoever waits goes on.
     *
     * @param model the behaviour
     */
    public void settle(RegisterModel model) {
        place = new Place.Modelled(model);
        wake();
    }

    /**
     * Chunks may move from now on. Nothing is on the move yet.
     *
     * @param memory where everything is settled
     */
    public void divide(MemorySegment memory) {
        place = Place.Mixed.of(memory);
    }

    /**
     * Some chunks are on the move from now on, for accesses that have not yet begun. Only while divided.
     *
     * @param first number of the first one
     * @param behind number of the first one that is not
     */
    public void leave(int first, int behind) {
        put(first, behind, null);
    }

    /**
     * Some chunks lie in a memory from now on, and whoever waits for one of them goes on. Only while divided.
     *
     * @param first number of the first one
     * @param behind number of the first one that does not
     * @param memory the whole memory that they lie in
     */
    public void settle(int first, int behind, MemorySegment memory) {
        put(first, behind, memory);
        wake();
    }

    private void put(int first, int behind, MemorySegment memory) {
        AtomicReferenceArray<MemorySegment> chunks = mixed().chunks();
        for (int chunk = first; chunk < behind; chunk++) {
            chunks.set(chunk, memory);
        }
    }

    private Place.Mixed mixed() {
        if (place instanceof Place.Mixed mixed) {
            return mixed;
        }
        throw new IllegalStateException("chunks move only while the memory is divided");
    }

    private void wake() {
        lock.lock();
        try {
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Outside the guard: returns when a byte had settled a moment ago.
     *
     * @param offset the byte
     * @throws InterruptedException if a signal came first; the interrupt flag is cleared, as everywhere in Java
     */
    public void awaitSettled(long offset) throws InterruptedException {
        lock.lock();
        try {
            waiting++;
            while (isAway(offset)) {
                arrived.await();
            }
        } finally {
            waiting--;
            lock.unlock();
        }
    }

    private boolean isAway(long offset) {
        return at(offset) == null && model() == null;
    }

    /**
     * The same for those whom no signal reaches.
     *
     * @param offset the byte
     */
    public void awaitSettledUninterruptibly(long offset) {
        lock.lock();
        try {
            waiting++;
            while (isAway(offset)) {
                arrived.awaitUninterruptibly();
            }
        } finally {
            waiting--;
            lock.unlock();
        }
    }

    /**
     * Threads that wait for bytes on the move.
     *
     * @return how many
     */
    public int waiting() {
        lock.lock();
        try {
            return waiting;
        } finally {
            lock.unlock();
        }
    }
}
