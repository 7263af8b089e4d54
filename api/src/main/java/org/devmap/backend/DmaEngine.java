package org.devmap.backend;

import org.devmap.DdiException;
import org.devmap.IoDirection;
import org.osgi.annotation.versioning.ConsumerType;

/** How a device reaches memory by itself. */
@ConsumerType
public interface DmaEngine {

    /**
     * Makes a range of memory reachable for the device.
     *
     * @param memory the memory
     * @param off bytes into it
     * @param len bytes
     * @param direction which way data will move
     * @return the binding
     * @throws DdiException ENOTSUP if this memory cannot be reached, saying why
     */
    Bound bind(BackendMemory memory, long off, long len, IoDirection direction) throws DdiException;

    /** A range that the device can reach. */
    @ConsumerType
    interface Bound {

        /**
         * Where the device finds it.
         *
         * @return a device address
         */
        long deviceAddress();

        /**
         * Makes data of one side visible to the other.
         *
         * @param off bytes into the range
         * @param len bytes
         * @param direction which way data move
         */
        void sync(long off, long len, IoDirection direction);

        /** Ends it. */
        void unbind();
    }
}
