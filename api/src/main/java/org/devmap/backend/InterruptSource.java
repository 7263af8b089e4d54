package org.devmap.backend;

import org.devmap.DdiException;
import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.annotation.versioning.ProviderType;

/**
 * An interrupt of a device. Starts disabled.
 *
 * <p>Whoever masks is the source. One that reports the level of a line masks it before it calls {@link Sink#raised}, so that it
 * is not told of the same event again and again, and unmasks it in {@link #handled}, when the driver's handler has had its turn.
 * A source of edges and messages needs neither.
 */
@ConsumerType
public interface InterruptSource {

    /**
     * Names who is told. Called before the first enable; null when the handler is removed.
     *
     * @param sink who is told, or null
     */
    void connect(Sink sink);

    /**
     * Lets the device interrupt.
     *
     * @throws DdiException ENOTSUP if it cannot, EIO if it is gone
     */
    void enable() throws DdiException;

    /**
     * Stops the device from interrupting.
     *
     * @throws DdiException ENOTSUP if it cannot, EIO if it is gone
     */
    void disable() throws DdiException;

    /**
     * The driver's handler has run, once for everything that was raised up to its start; what was raised since then will run it
     * again. Called on the interrupt thread of the device, after the handler has returned or failed, also when the interrupt has
     * been disabled meanwhile: do not unmask what is disabled. Does nothing by default.
     *
     * @param claimed whether the handler said that it was its device; false also if it failed. A line that several devices share
     *        is unmasked either way; one that nobody ever claims may stay masked
     */
    default void handled(boolean claimed) {
        // A source that masks nothing has nothing to unmask.
    }

    /** Who is told. Implemented by the framework; returns at once, the driver's handler runs on its own thread. */
    @ProviderType
    interface Sink {

        /**
         * The device interrupted.
         *
         * @param events how often since the last call, at least 1
         */
        void raised(long events);

        /** The device is gone: nobody will interrupt any more, and whoever waits is told. */
        void gone();
    }
}
