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
     * <p>If another nexus, or configuration, has published a node of that name, this one stands by: its registers and interrupts are
     * not touched until it takes charge, because the other one has left or by command.
     *
     * @param node the node
     * @return to withdraw it with; close it also if the framework never came to use it
     * @throws DdiException EINVAL if a register set has no size; EBUSY if this nexus has published a node of that name: it reports
     *         that and goes on with its others
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
         * Withdraws the node: this nexus has it no longer. When this returns, nobody accesses the memory and the
         * register models that it published any more. If another nexus stands by, its node takes charge and live
         * mappings go on there; otherwise they die with ENXIO.
         * Twice is harmless.
         */
        @Override
        void close();
    }
}
