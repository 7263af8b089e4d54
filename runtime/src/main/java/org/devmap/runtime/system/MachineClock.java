package org.devmap.runtime.system;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.devmap.backend.DevmapClock;

/** The machine's time. */
final class MachineClock implements DevmapClock, AutoCloseable {

    private final ScheduledThreadPoolExecutor timers;

    MachineClock() {
        timers = new ScheduledThreadPoolExecutor(1, action -> Thread.ofPlatform().daemon().name("devmap-clock").unstarted(action));
        timers.setRemoveOnCancelPolicy(true);
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Alarm schedule(long delayNanos, Runnable action) {
        ScheduledFuture<?> pending = timers.schedule(action, Math.max(0, delayNanos), TimeUnit.NANOSECONDS);
        return () -> pending.cancel(false);
    }

    @Override
    public void close() {
        timers.shutdownNow();
    }
}
