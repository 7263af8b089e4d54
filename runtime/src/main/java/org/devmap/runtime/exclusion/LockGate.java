package org.devmap.runtime.exclusion;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.devmap.Dev;

/**
 * devmap_softlock: one kernel lock at a time, or any number of accesses, never both, for one device number and access callback.
 * The counter is positive for accesses under way, negative while pages are locked, in pages.
 */
public final class LockGate {

    /** How many handles refer to this; guarded by {@link SharedRecords}. */
    int references;

    private final Dev dev;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long count;
    private int waiting;

    LockGate(Dev dev) {
        this.dev = dev;
    }

    /**
     * An access enters; waits while pages are locked.
     *
     * @param pages how many
     * @throws InterruptedException if a signal came first; the interrupt flag is cleared, as everywhere in Java
     */
    public void enterAccess(long pages) throws InterruptedException {
        await(pages, false);
    }

    /**
     * A kernel lock enters; waits until nobody is inside.
     *
     * @param pages how many
     * @throws InterruptedException if a signal came first
     */
    public void enterLock(long pages) throws InterruptedException {
        await(-pages, true);
    }

    /**
     * An access leaves.
     *
     * @param pages what it entered with
     */
    public void leaveAccess(long pages) {
        change(-pages);
    }

    /**
     * Locked pages leave: at the unlock, or because the lock failed.
     *
     * @param pages how many of those that entered
     */
    public void leaveLock(long pages) {
        change(pages);
    }

    /**
     * Pages are locked already, under another gate that this one replaces. Nobody is inside.
     *
     * @param pages how many
     */
    public void takeLock(long pages) {
        change(-pages);
    }

    private void await(long pages, boolean alone) throws InterruptedException {
        lock.lock();
        try {
            waiting++;
            try {
                while (alone ? count != 0 : count < 0) {
                    changed.await();
                }
            } finally {
                waiting--;
            }
            count += pages;
        } finally {
            lock.unlock();
        }
    }

    /** Wakes everybody: each waiter checks for itself. */
    private void change(long pages) {
        lock.lock();
        try {
            count += pages;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The device number. */
    public Dev dev() {
        return dev;
    }

    /** Pages inside: positive for accesses, negative for a lock. */
    public long count() {
        lock.lock();
        try {
            return count;
        } finally {
            lock.unlock();
        }
    }

    /** Threads that wait. */
    public int waiting() {
        lock.lock();
        try {
            return waiting;
        } finally {
            lock.unlock();
        }
    }

    /** Handles that refer to it, at some moment. */
    public int references() {
        return references;
    }
}
