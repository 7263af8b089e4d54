package org.devmap.dto;

import java.util.List;
import java.util.Optional;
import org.devmap.RegisterDescription;

/**
 * A device node.
 *
 * @param name its name
 * @param compatible what it is compatible with
 * @param nexus who published it and is in charge; empty for configuration
 * @param standBy which other nexuses have published it, and take over when that one leaves
 * @param driver who serves it: the name under which the driver was bound; empty without one
 * @param state where it stands
 * @param problem why it is not attached, if that is a failure
 * @param instance its instance number, -1 without a driver
 * @param major the driver's major number, -1 without a driver
 * @param minors its minor nodes
 * @param registerSets its register sets, by number
 * @param interrupts how many interrupts it has
 * @param opens open files
 * @param mappedBytes bytes mapped in all spaces
 */
public record NodeSnapshot(String name, List<String> compatible, Optional<String> nexus, List<String> standBy,
                           Optional<String> driver, State state,
                           Optional<String> problem, int instance, int major, List<Minor> minors,
                           List<Registers> registerSets, int interrupts, int opens, long mappedBytes) {

    /** Where a node stands. */
    public enum State {
        /** No driver serves it. */
        UNBOUND,
        /** attach(9E) is running. */
        ATTACHING,
        /** In use. */
        ATTACHED,
        /** Its driver is suspended, or has left and waits for its next version; who accesses the device waits. */
        SUSPENDED,
        /** attach(9E) failed, or the driver broke. */
        FAULTED,
        /** detach(9E) is running. */
        DETACHING
    }

    /**
     * A minor node.
     *
     * @param name its name
     * @param number its minor number
     * @param size bytes that can be mapped, negative if unknown
     */
    public record Minor(String name, int number, long size) {
    }

    /**
     * A register set.
     *
     * @param number its number
     * @param name its name
     * @param size bytes
     * @param kind MEMORY or REGISTERS
     * @param host who holds the bytes: a provider's or nexus' name
     * @param registers the registers that are described
     */
    public record Registers(int number, String name, long size, Kind kind, String host, List<RegisterDescription> registers) {
    }

    /** How a register set is accessed. */
    public enum Kind {
        /** Like memory. */
        MEMORY,
        /** Exactly as written. */
        REGISTERS
    }
}
