package org.devmap.backend.sim.record;

import java.lang.ScopedValue.CallableOp;
import org.devmap.backend.DevmapClock;

/**
 * The time of one device. What is done {@link #at} a moment sees that moment and no other, so that an access can be written
 * down with the very time that the device has seen, and repeated. Thread-safe.
 */
public final class DeviceClock implements DevmapClock {

    private final ScopedValue<Long> moment = ScopedValue.newInstance();
    private final DevmapClock clock;
    private final long start;

    /**
     * The time of a device that is made now.
     *
     * @param clock the system's
     */
    public DeviceClock(DevmapClock clock) {
        this.clock = clock;
        start = clock.nanoTime();
    }

    /**
     * When the device was made.
     *
     * @return nanoseconds
     */
    public long start() {
        return start;
    }

    /**
     * Does something at a moment.
     *
     * @param nanoTime what this clock shows this thread meanwhile
     * @param action what to do
     * @param <T> its result
     * @param <X> how it may fail
     * @return its result
     * @throws X if it fails
     */
    public <T, X extends Throwable> T at(long nanoTime, CallableOp<? extends T, X> action) throws X {
        return ScopedValue.where(moment, nanoTime).call(action);
    }

    @Override
    public long nanoTime() {
        return moment.isBound() ? moment.get() : clock.nanoTime();
    }

    @Override
    public Alarm schedule(long delayNanos, Runnable action) {
        return clock.schedule(delayNanos, action);
    }
}
