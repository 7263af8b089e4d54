package org.devmap.backend;

import java.util.concurrent.Executor;
import org.devmap.DdiException;
import org.osgi.annotation.versioning.ProviderType;

/** What a nexus may ask of the framework. Thread-safe. */
@ProviderType
public interface NexusHost {

    /**
     * Publishes a node. Drivers are bound on the framework's device threads: a node that has been accepted need not have a
     * driver, nor be the one that applications reach under its name.
     *
     * @param node the node
     * @return to withdraw it with; close it also if the framework never came to use it
     * @throws DdiException EINVAL if a register set has no size; EBUSY if there is a node of that name. A framework may accept a
     *         second one as stand-by for the first instead; today's does not, so a nexus reports EBUSY and goes on with its
     *         others
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

        /**
         * Withdraws the node: this nexus has it no longer. When this returns, nobody accesses the memory and the register models
         * that it published any more. What happens to live mappings is the removal policy's; today they die with ENXIO.
         * Twice is harmless.
         */
        @Override
        void close();
    }
}
