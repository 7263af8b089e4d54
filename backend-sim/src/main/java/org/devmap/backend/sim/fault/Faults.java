package org.devmap.backend.sim.fault;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Lets simulated devices fail. A service in a framework. Thread-safe. */
@ProviderType
public interface Faults {

    /**
     * Lets a device fail from now on.
     *
     * @param node the name of its node, which may come later
     * @param fault what goes wrong
     * @param when how often
     * @return to end it with
     */
    Injection inject(String node, Fault fault, When when);

    /**
     * Lets the memory provider fail from now on.
     *
     * @param when how often
     * @return to end it with
     */
    Injection failAllocations(When when);

    /**
     * What is in effect.
     *
     * @return in the order of injection
     */
    List<Injection> active();

    /** A fault in effect, until it is closed or has hit as often as it may. */
    @ProviderType
    interface Injection extends AutoCloseable {

        /**
         * What tells it from the others.
         *
         * @return from 1 in the order of injection, never used again
         */
        long number();

        /**
         * Which device.
         *
         * @return the name of its node, empty for the memory provider
         */
        String node();

        /**
         * What goes wrong.
         *
         * @return the fault
         */
        Fault fault();

        /**
         * How often it is to hit.
         *
         * @return as it was ordered
         */
        When when();

        /**
         * How often it has hit.
         *
         * @return the count
         */
        long hits();

        /** Ends it. Twice is harmless. */
        @Override
        void close();
    }
}
