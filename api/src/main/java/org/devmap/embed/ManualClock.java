package org.devmap.embed;

import java.util.Comparator;
import java.util.PriorityQueue;
import org.devmap.backend.DevmapClock;

/**
 * A clock that moves only when told to, for tests and simulations. Actions run on the thread that advances it, in order of
 * their time, then of their scheduling. Thread-safe.
 */
public final class ManualClock implements DevmapClock {

    private final PriorityQueue<Pending> pending =
            new PriorityQueue<>(Comparator.comparingLong((Pending p) -> p.when).thenComparingLong(p -> p.sequence));
    private long now;
    private long scheduled;

    /** A clock that stands at 0. */
    public ManualClock() {
    }

    @Override
    public synchronized long nanoTime() {
        return now;
    }

    @Override
    public synchronized Alarm schedule(long delayNanos, Runnable action) {
        long delay = Math.max(0, delayNanos);
        long when = delay > Long.MAX_VALUE - now ? Long.MAX_VALUE : now + delay;
        Pending alarm = new Pending(when, scheduled++, action);
        pending.add(alarm);
        return alarm;
    }

    /**
     * Moves on, and runs what becomes due on the way. Actions see the time at which they are due.
     *
     * @param nanos nanoseconds, at least 0
     */
    public void advance(long nanos) {
        if (nanos < 0) {
            throw new IllegalArgumentException("nanos " + nanos + " must not be negative: time does not go back");
        }
        long until;
        synchronized (this) {
            until = now + nanos;
        }
        for (Pending due = nextDue(until); due != null; due = nextDue(until)) {
            due.action.run();
        }
    }

    /**
     * Moves on by clock ticks.
     *
     * @param ticks at least 0
     */
    public void advanceTicks(long ticks) {
        advance(Math.multiplyExact(ticks, NANOS_PER_TICK));
    }

    /**
     * How many actions are pending.
     *
     * @return the number
     */
    public synchronized int pending() {
        return pending.size();
    }

    /** The next action due by then, with the clock set to its time; with none left the clock is set to then. */
    private synchronized Pending nextDue(long until) {
        Pending first = pending.peek();
        if (first == null || first.when > until) {
            now = Math.max(now, until);
            return null;
        }
        pending.remove();
        now = Math.max(now, first.when);
        return first;
    }

    private final class Pending implements Alarm {

        private final long when;
        private final long sequence;
        private final Runnable action;

        private Pending(long when, long sequence, Runnable action) {
            this.when = when;
            this.sequence = sequence;
            this.action = action;
        }

        @Override
        public boolean cancel() {
            synchronized (ManualClock.this) {
                return pending.remove(this);
            }
        }
    }
}
