package org.devmap;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What a device says of one of its registers, for tools and for access by name.
 *
 * @param name unique in its register set, for example {@code "CONTROL"}
 * @param description one line for people, may be empty
 * @param offset bytes from the start of the set
 * @param width bytes: 1, 2, 4 or 8
 * @param access who may do what
 * @param effects what an access does besides transferring the value
 * @param resetValue the value after reset
 * @param fields its parts, lowest bit first
 */
public record RegisterDescription(String name, String description, long offset, int width, Access access,
                                  Set<Effect> effects, long resetValue, List<Field> fields) {

    /** What may be done with a register. */
    public enum Access {
        /** Reads and writes. */
        READ_WRITE,
        /** Reads only. */
        READ_ONLY,
        /** Writes only. */
        WRITE_ONLY
    }

    /** What an access does besides transferring the value. */
    public enum Effect {
        /** A read changes it or something else: tools do not read it unless told to. */
        READ,
        /** A write does more than store. */
        WRITE
    }

    /**
     * A part of a register.
     *
     * @param name unique in the register
     * @param description one line for people, may be empty
     * @param lsb its lowest bit
     * @param bits how many bits
     */
    public record Field(String name, String description, int lsb, int bits) {

        /** Refuses a field without bits, or outside 64 bits. */
        public Field {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(description, "description");
            if (lsb < 0 || bits < 1 || lsb + bits > 64) {
                throw new IllegalArgumentException("field " + name + ": bits " + lsb + ".." + (lsb + bits - 1) + " must lie in 0..63");
            }
        }

        /**
         * Takes the field out of a register's value.
         *
         * @param registerValue the value of the register
         * @return the value of the field, shifted to bit 0
         */
        public long of(long registerValue) {
            long mask = bits == 64 ? -1L : (1L << bits) - 1;
            return registerValue >>> lsb & mask;
        }
    }

    /** Copies what it is given and refuses null, a width that is no access, and a misaligned offset. */
    public RegisterDescription {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(access, "access");
        effects = Set.copyOf(effects);
        fields = List.copyOf(fields);
        if (width != 1 && width != 2 && width != 4 && width != 8) {
            throw new IllegalArgumentException("register " + name + ": width " + width + " must be 1, 2, 4 or 8 bytes");
        }
        if (offset < 0 || offset % width != 0) {
            throw new IllegalArgumentException("register " + name + ": offset " + offset + " must be a multiple of its width " + width);
        }
    }

    /**
     * A register without effects and fields that can be read and written.
     *
     * @param name its name
     * @param offset bytes
     * @param width bytes
     * @return the description
     */
    public static RegisterDescription of(String name, long offset, int width) {
        return new RegisterDescription(name, "", offset, width, Access.READ_WRITE, Set.of(), 0, List.of());
    }

    /**
     * A field by its name.
     *
     * @param field the name
     * @return the field
     */
    public Optional<Field> field(String field) {
        return fields.stream().filter(f -> f.name().equals(field)).findFirst();
    }
}
