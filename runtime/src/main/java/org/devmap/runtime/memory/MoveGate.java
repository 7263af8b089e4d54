package org.devmap.runtime.memory;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Who may keep a piece of memory where it is, and who waits while it moves. Two doors close one after the other: first
 * that of the holds, so that those there are can end (their holders may fault meanwhile), then that of the faults.
 * Whoever is inside finishes. The gate lies above every lock of spaces and handles: nobody waits here while holding
 * one, except for a soft lock, whose holder a move waits for with a bound only.
 */
public final class MoveGate {

    private enum Door {
        OPEN, DRAINING, CLOSED
    }

    /** Something that keeps the memory where it is until it is closed. */
    public final class Hold implements AutoCloseable {

        private final String who;
        private final boolean lasting;
        private final Thread thread = Thread.currentThread();

        private Hold(String who, boolean lasting) {
            this.who = who;
            this.lasting = lasting;
        }

        @Override
        public void close() {
            lock.lock();
            try {
                holds.remove(this);
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<Hold> holds = new LinkedHashSet<>();
    private volatile Door door = Door.OPEN;
    private boolean hasMemory = true;

    MoveGate() {
    }

    /**
     * Keeps the memory where it is for a while, which a move waits for. Waits until a move has ended, unless this
     * thread holds the memory already and the move waits for that.
     *
     * @param who in words
     * @return to be closed
     * @throws InterruptedException if a signal came first
     */
    public Hold hold(String who) throws InterruptedException {
        return enter(new Hold(who, false));
    }

    /**
     * Keeps the memory where it is until further notice: a move fails at once.
     *
     * @param who in words
     * @return to be closed
     * @throws InterruptedException if a signal came first
     */
    public Hold holdForGood(String who) throws InterruptedException {
        return enter(new Hold(who, true));
    }

    private Hold enter(Hold hold) throws InterruptedException {
        lock.lock();
        try {
            while (door == Door.CLOSED || door == Door.DRAINING && !isHeldBy(hold.thread)) {
                changed.await();
            }
            holds.add(hold);
            return hold;
        } finally {
            lock.unlock();
        }
    }

    private boolean isHeldBy(Thread thread) {
        return holds.stream().anyMatch(hold -> hold.thread == thread);
    }

    /**
     * The entry of a fault that is not nested in another: waits while the memory moves. The caller holds no lock.
     *
     * @throws InterruptedException if a signal came first
     */
    public void pass() throws InterruptedException {
        if (door != Door.CLOSED) {
            return;
        }
        lock.lock();
        try {
            while (door == Door.CLOSED) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Who keeps the memory where it is.
     *
     * @return in words, the oldest first
     */
    public List<String> holders() {
        lock.lock();
        try {
            return holds.stream().map(hold -> hold.who).toList();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Who keeps it until further notice.
     *
     * @return in words
     */
    public List<String> lastingHolders() {
        lock.lock();
        try {
            return holds.stream().filter(hold -> hold.lasting).map(hold -> hold.who).toList();
        } finally {
            lock.unlock();
        }
    }

    /** New holds wait from now on. */
    public void closeToHolds() {
        set(Door.DRAINING);
    }

    /**
     * Returns when nobody keeps the memory any more, or when it is no use to wait longer.
     *
     * @param nanos the bound
     * @return whether nobody does
     */
    public boolean awaitNoHolds(long nanos) {
        lock.lock();
        try {
            long left = nanos;
            while (!holds.isEmpty() && hasMemory && left > 0 && holds.stream().noneMatch(hold -> hold.lasting)) {
                try {
                    left = changed.awaitNanos(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return false;
                }
            }
            return holds.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** New faults wait from now on. */
    public void closeToFaults() {
        set(Door.CLOSED);
    }

    /** Everybody goes on. */
    public void open() {
        set(Door.OPEN);
    }

    /** The memory is being given back: a move need not wait for holds any more. */
    void memoryGone() {
        lock.lock();
        try {
            hasMemory = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void set(Door newDoor) {
        lock.lock();
        try {
            door = newDoor;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
