package org.devmap.runtime.device;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Callers that wait until a driver says that something happened (pollwakeup(9F)). */
public final class PollWait {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition woken = lock.newCondition();
    private long wakeups;

    PollWait() {
    }

    /** How often there was a wake-up: to be read before asking the driver, so that none is lost. */
    public long wakeups() {
        lock.lock();
        try {
            return wakeups;
        } finally {
            lock.unlock();
        }
    }

    /** Something happened, or time is up: whoever waits looks again. */
    public void wake() {
        lock.lock();
        try {
            wakeups++;
            woken.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for a wake-up.
     *
     * @param seen what {@link #wakeups} answered
     * @throws InterruptedException if a signal came first
     */
    public void await(long seen) throws InterruptedException {
        lock.lock();
        try {
            while (wakeups == seen) {
                woken.await();
            }
        } finally {
            lock.unlock();
        }
    }
}
