package org.devmap.backend;

import org.devmap.DdiException;
import org.osgi.annotation.versioning.ConsumerType;

/** An interrupt of a device. Starts disabled. */
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

    /** Who is told. Implemented by the framework; returns at once, the driver's handler runs on its own thread. */
    @ConsumerType
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
