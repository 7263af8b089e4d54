package org.devmap.runtime.space;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.runtime.handle.Segment;

/**
 * Waiting for the soft locks of a space: munmap, mprotect and MAP_FIXED wait until the pages they change are not locked any more
 * (S-089, S-213). A thread that holds a lock in the space itself is refused instead.
 */
public final class SoftLockWait {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition gone = lock.newCondition();
    private final Map<Thread, Integer> holders = new ConcurrentHashMap<>();

    private int waiting;

    SoftLockWait() {
    }

    int waiting() {
        lock.lock();
        try {
            return waiting;
        } finally {
            lock.unlock();
        }
    }

    /** Whoever waits for locks should look again. */
    public void softLocksGone() {
        lock.lock();
        try {
            gone.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * This thread holds a lock more.
     *
     * @return the thread, for {@link #released}
     */
    public Thread held() {
        holders.merge(Thread.currentThread(), 1, Integer::sum);
        return Thread.currentThread();
    }

    /** Whether this thread would wait for itself. */
    public boolean isHeldByThisThread() {
        return holders.containsKey(Thread.currentThread());
    }

    /**
     * A thread holds a lock less.
     *
     * @param holder what {@link #held} answered
     */
    public void released(Thread holder) {
        holders.computeIfPresent(holder, (thread, count) -> count == 1 ? null : count - 1);
    }

    /** Returns when the segment had no locked page a moment ago. */
    void awaitNone(Segment segment) throws DdiException {
        lock.lock();
        try {
            while (segment.softLocked() > 0) {
                if (holders.containsKey(Thread.currentThread())) {
                    throw new DdiException(Errno.EDEADLK, "this thread holds a locked range in the address space; close it first");
                }
                waiting++;
                gone.awaitUninterruptibly();
                waiting--;
            }
        } finally {
            lock.unlock();
        }
    }
}
