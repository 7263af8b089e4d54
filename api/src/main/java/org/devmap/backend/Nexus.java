package org.devmap.backend;

import org.devmap.DdiException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A parent of devices: publishes the nodes it finds for as long as it is started. A service with the property
 * {@value DevmapBackend#NAMESPACE} naming it.
 */
@ConsumerType
public interface Nexus {

    /**
     * The name, unique among nexuses.
     *
     * @return for example {@code "uio"}
     */
    String name();

    /**
     * Whether a memory provider of the same name belongs to it. Where configuration names a backend without one, new
     * memory comes from the provider with the highest ranking. Constant.
     *
     * @return true unless overridden
     */
    default boolean hasProvider() {
        return true;
    }

    /**
     * Begins to publish. Called once when the framework takes the nexus up; nodes may come and go from any thread until stop.
     *
     * @param host where nodes are published
     * @throws DdiException if the nexus cannot work here, saying what is missing
     */
    void start(NexusHost host) throws DdiException;

    /** Ends publishing: withdraws what is left. */
    void stop();
}
