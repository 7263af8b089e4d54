package org.devmap.backend;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Time: of hold-offs, timeouts and simulated devices. The system's own one follows the machine; tests advance
 * {@link org.devmap.embed.ManualClock}. Thread-safe.
 */
@ConsumerType
public interface DevmapClock {

    /** Clock ticks of a second, the unit of devmap_set_ctx_timeout(9F) and timeout(9F). */
    int TICKS_PER_SECOND = 100;
    /** Nanoseconds of a tick. */
    long NANOS_PER_TICK = 1_000_000_000L / TICKS_PER_SECOND;

    /**
     * Nanoseconds since some moment.
     *
     * @return never less than before
     */
    long nanoTime();

    /**
     * Runs an action once, later. Actions are short and do not block.
     *
     * @param delayNanos nanoseconds from now; 0 or less for as soon as possible
     * @param action what to do
     * @return to cancel it with
     */
    Alarm schedule(long delayNanos, Runnable action);

    /** A pending action. */
    @ConsumerType
    interface Alarm {

        /**
         * Cancels the action.
         *
         * @return true if it had not started and will not
         */
        boolean cancel();
    }
}
