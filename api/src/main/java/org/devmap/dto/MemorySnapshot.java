package org.devmap.dto;

import java.util.List;
import java.util.Optional;

/**
 * A piece of memory that a provider hosts, or hosted until it left.
 *
 * @param purpose what it is for, for people
 * @param bytes its size
 * @param provider who hosts it, or did
 * @param state where it stands
 * @param destination where it is moving to
 * @param holders who keeps it from moving now: locked ranges, DMA bindings
 */
public record MemorySnapshot(String purpose, long bytes, String provider, State state, Optional<String> destination,
                             List<String> holders) {

    /** Where memory stands. */
    public enum State {
        /** Its provider is there. */
        SETTLED,
        /** It is on its way to another provider. */
        MOVING,
        /** Its provider has left. It can be used as before, and moves when another provider can take it. */
        ORPHANED
    }
}
