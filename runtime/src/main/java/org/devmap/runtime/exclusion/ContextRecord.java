package org.devmap.runtime.exclusion;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.devmap.backend.DevmapClock;

/**
 * devmap_ctx: runs context callbacks one at a time, and keeps the context for a hold-off after each (section 2.16).
 *
 * <p>Busy belongs to the call that set it, by a token: only that call, or the timer it armed, clears it.
 */
public final class ContextRecord {

    /** How many handles refer to this; guarded by {@link SharedRecords}. */
    int references;

    private final String device;
    private final DevmapClock clock;
    private final int onlineCpus;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition free = lock.newCondition();
    /** Who is busy: the token of a call, or null. */
    private Object owner;
    private DevmapClock.Alarm timer;
    private int waiting;

    ContextRecord(String device, DevmapClock clock, int onlineCpus) {
        this.device = device;
        this.clock = clock;
        this.onlineCpus = onlineCpus;
    }

    /** Reads the hold-off of a handle, which its driver may change while its callback runs. */
    public interface Timeout {

        /**
         * The hold-off now.
         *
         * @return ticks; 0 or less for none
         */
        long ticks();
    }

    /**
     * A switch of context.
     *
     * @param <X> what it fails with
     */
    public interface Switch<X extends Exception> {

        /**
         * Runs the driver's callback.
         *
         * @throws X if it failed
         */
        void run() throws X;
    }

    /**
     * Runs a context callback, serialised if the handle has a hold-off and there is more than one processor.
     *
     * @param timeout the handle's hold-off
     * @param callback the driver's callback; no lock is held while it runs
     * @param <X> what it fails with
     * @throws X what it failed with; then the context is free at once
     */
    public <X extends Exception> void run(Timeout timeout, Switch<X> callback) throws X {
        if (timeout.ticks() <= 0 || onlineCpus < 2) {
            callback.run();
            return;
        }
        Object token = new Object();
        acquire(token);
        boolean done = false;
        try {
            callback.run();
            done = true;
        } finally {
            long ticks = timeout.ticks();
            if (done && ticks > 0) {
                hold(token, ticks);
            } else {
                release(token);
            }
        }
    }

    /** Not interruptible: a signal leaves the waiter waiting (S-197). */
    private void acquire(Object token) {
        lock.lock();
        try {
            waiting++;
            while (owner != null) {
                free.awaitUninterruptibly();
            }
            waiting--;
            owner = token;
        } finally {
            lock.unlock();
        }
    }

    /** The clock is called without the lock; a context whose clock refuses is free at once. */
    private void hold(Object token, long ticks) {
        long nanos = ticks > Long.MAX_VALUE / DevmapClock.NANOS_PER_TICK ? Long.MAX_VALUE : ticks * DevmapClock.NANOS_PER_TICK;
        DevmapClock.Alarm alarm;
        try {
            alarm = clock.schedule(nanos, () -> release(token));
        } catch (RuntimeException | Error e) {
            release(token);
            throw e;
        }
        lock.lock();
        try {
            if (owner == token) {
                timer = alarm;
                return;
            }
        } finally {
            lock.unlock();
        }
        // Cancelled, or expired already, before anybody knew of the alarm.
        alarm.cancel();
    }

    /** One waiter proceeds; the others wait for its own hold-off (S-198). A stale token has no effect. */
    private void release(Object token) {
        lock.lock();
        try {
            if (owner == token) {
                owner = null;
                timer = null;
                free.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The last handle is gone: nothing is pending any more, and a driver's thread that still waits for its turn goes on. */
    void cancel() {
        DevmapClock.Alarm pending;
        lock.lock();
        try {
            owner = null;
            pending = timer;
            timer = null;
            free.signal();
        } finally {
            lock.unlock();
        }
        if (pending != null) {
            pending.cancel();
        }
    }

    /** The device. */
    public String device() {
        return device;
    }

    /** Whether a switch is under way or held off. */
    public boolean isBusy() {
        lock.lock();
        try {
            return owner != null;
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
