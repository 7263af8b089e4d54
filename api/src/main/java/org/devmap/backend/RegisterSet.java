package org.devmap.backend;

import java.util.List;
import java.util.Objects;
import org.devmap.RegisterDescription;

/**
 * A register set of a node: a range of bytes that a driver can map. Three kinds, by who holds the bytes and whether they
 * can move.
 */
public sealed interface RegisterSet {

    /** Which address space of the bus a set lies in. Only memory space can be mapped into applications (S-112). */
    enum Space {
        /** Memory space. */
        MEMORY,
        /** I/O space. */
        IO,
        /** Configuration space. */
        CONFIGURATION
    }

    /**
     * The name, unique in its node.
     *
     * @return for example {@code "control"}
     */
    String name();

    /**
     * The size.
     *
     * @return bytes, greater than 0
     */
    long size();

    /**
     * The address space of the bus.
     *
     * @return where it lies
     */
    Space space();

    /**
     * Whether accesses have effects and must be made exactly as written: registers; or not: memory.
     *
     * @return true for registers
     */
    boolean isRegisters();

    /**
     * The registers in it, as far as they are described.
     *
     * @return may be empty
     */
    List<RegisterDescription> registers();

    /**
     * Memory that any provider can hold: described by configuration, allocated by the framework, moved by a swap.
     *
     * @param name unique in its node
     * @param size bytes
     */
    record Hosted(String name, long size) implements RegisterSet {

        /** Refuses null and a size that is not positive. */
        public Hosted {
            requireNameAndSize(name, size);
        }

        @Override
        public Space space() {
            return Space.MEMORY;
        }

        @Override
        public boolean isRegisters() {
            return false;
        }

        @Override
        public List<RegisterDescription> registers() {
            return List.of();
        }
    }

    /**
     * Memory of the nexus itself: a mapped BAR, say. Registers unless configuration says that it is memory. Never copied by a
     * swap, but bound again by node name.
     *
     * @param name unique in its node
     * @param space where it lies
     * @param memory the memory, owned by the framework from publication on; accessed with exact widths if it is registers
     * @param isRegisters whether accesses have effects
     * @param registers what is known of the registers
     */
    record Fixed(String name, Space space, BackendMemory memory, boolean isRegisters, List<RegisterDescription> registers)
            implements RegisterSet {

        /** Copies what it is given and refuses null. */
        public Fixed {
            Objects.requireNonNull(space, "space");
            Objects.requireNonNull(memory, "memory");
            registers = List.copyOf(registers);
            requireNameAndSize(name, memory.segment().byteSize());
        }

        @Override
        public long size() {
            return memory.segment().byteSize();
        }
    }

    /**
     * Registers with behaviour: every access calls the model.
     *
     * @param name unique in its node
     * @param space where it lies
     * @param model the behaviour
     */
    record Modelled(String name, Space space, RegisterModel model) implements RegisterSet {

        /** Refuses null and a size that is not positive. */
        public Modelled {
            Objects.requireNonNull(space, "space");
            requireNameAndSize(name, model.size());
        }

        @Override
        public long size() {
            return model.size();
        }

        @Override
        public boolean isRegisters() {
            return true;
        }

        @Override
        public List<RegisterDescription> registers() {
            return model.registers();
        }
    }

    private static void requireNameAndSize(String name, long size) {
        Objects.requireNonNull(name, "name");
        if (size <= 0) {
            throw new IllegalArgumentException("register set " + name + ": size " + size + " must be greater than 0");
        }
    }
}
