package org.devmap.examples.edu.app;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.devmap.backend.DevmapClock;

/**
 * The machine's time, in which nobody loses patience: the driver waits some seconds for a device that takes less than a
 * millisecond, and on a machine that stood still for so long both were over at once. Thread-safe.
 */
final class PatientClock implements DevmapClock {

    private static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final ScheduledExecutorService TIMERS =
            Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Alarm schedule(long delayNanos, Runnable action) {
        if (delayNanos >= LONG_NANOS) {
            return () -> true;
        }
        ScheduledFuture<?> pending = TIMERS.schedule(action, delayNanos, TimeUnit.NANOSECONDS);
        return () -> pending.cancel(false);
    }
}
