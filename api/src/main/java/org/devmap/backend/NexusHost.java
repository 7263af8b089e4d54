package org.devmap.backend;

import java.util.concurrent.Executor;
import org.devmap.DdiException;
import org.osgi.annotation.versioning.ProviderType;

/** What a nexus may ask of the framework. Thread-safe. */
@ProviderType
public interface NexusHost {

    /**
     * Publishes a node. Drivers are bound on the framework's device threads.
     *
     * @param node the node
     * @return to withdraw it with
     * @throws DdiException EBUSY if there is a node of that name, EINVAL if a register set has no size
     */
    PublishedNode publish(DeviceNode node) throws DdiException;

    /**
     * The clock of the system, on which models run their timers and latencies.
     *
     * @return the clock
     */
    DevmapClock clock();

    /**
     * Threads for the work of a nexus: interrupt loops and the like. Ended with the nexus.
     *
     * @return the executor, one thread per task
     */
    Executor executor();

    /** A node that is published. */
    @ProviderType
    interface PublishedNode extends AutoCloseable {

        /** Withdraws the node: the device is gone. Its memory is revoked before this returns. */
        @Override
        void close();
    }
}
