package org.devmap.backend.sim.register;

import java.util.List;
import java.util.Objects;
import org.devmap.RegisterDescription;

/**
 * A part of a register.
 *
 * @param name unique in the register
 * @param description one line for people, may be empty
 * @param lsb its lowest bit
 * @param bits how many bits
 * @param access what may be done with it
 * @param readEffect what a read does besides
 * @param writeEffect what a write does
 * @param selfClearing whether it falls back to 0 as soon as a write has had its effect
 * @param values names of values, may be empty
 */
public record Field(String name, String description, int lsb, int bits, BitAccess access, ReadEffect readEffect,
                    WriteEffect writeEffect, boolean selfClearing, List<NamedValue> values) {

    /**
     * A value with a name.
     *
     * @param name the name
     * @param description one line for people, may be empty
     * @param value the value of the field, 0 in the bits that do not matter
     * @param ignored ones for bits that do not matter
     */
    public record NamedValue(String name, String description, long value, long ignored) {

        /** Refuses null. */
        public NamedValue {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(description, "description");
        }

        /**
         * Whether a value has this name.
         *
         * @param fieldValue a value of the field
         * @return true if it is this one in the bits that matter
         */
        public boolean matches(long fieldValue) {
            return (fieldValue & ~ignored) == value;
        }
    }

    /** Copies what it is given; refuses null and a field without bits, or outside 64 bits. */
    public Field {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(access, "access");
        Objects.requireNonNull(readEffect, "readEffect");
        Objects.requireNonNull(writeEffect, "writeEffect");
        values = List.copyOf(values);
        if (lsb < 0 || bits < 1 || lsb + bits > 64) {
            throw new IllegalArgumentException("field " + name + ": bits " + lsb + ".." + (lsb + bits - 1L)
                    + " must lie in 0..63");
        }
    }

    /**
     * A field that stores what is written.
     *
     * @param name its name
     * @param lsb its lowest bit
     * @param bits how many bits
     * @return the field
     */
    public static Field of(String name, int lsb, int bits) {
        return new Field(name, "", lsb, bits, BitAccess.READ_WRITE, ReadEffect.NONE, WriteEffect.STORE, false, List.of());
    }

    /**
     * The same with words for people.
     *
     * @param text one line
     * @return the field
     */
    public Field described(String text) {
        return new Field(name, text, lsb, bits, access, readEffect, writeEffect, selfClearing, values);
    }

    /**
     * The same with another access.
     *
     * @param what may be done with it
     * @return the field
     */
    public Field with(BitAccess what) {
        return new Field(name, description, lsb, bits, what, readEffect, writeEffect, selfClearing, values);
    }

    /**
     * The same with an effect of reads.
     *
     * @param effect what a read does besides
     * @return the field
     */
    public Field with(ReadEffect effect) {
        return new Field(name, description, lsb, bits, access, effect, writeEffect, selfClearing, values);
    }

    /**
     * The same with an effect of writes.
     *
     * @param effect what a write does
     * @return the field
     */
    public Field with(WriteEffect effect) {
        return new Field(name, description, lsb, bits, access, readEffect, effect, selfClearing, values);
    }

    /**
     * The same, falling back to 0 as soon as a write has had its effect.
     *
     * @return the field
     */
    public Field clearingItself() {
        return new Field(name, description, lsb, bits, access, readEffect, writeEffect, true, values);
    }

    /**
     * Its bits in the register.
     *
     * @return ones where it lies
     */
    public long mask() {
        return (bits == 64 ? -1L : (1L << bits) - 1) << lsb;
    }

    /**
     * Takes the field out of a register's value.
     *
     * @param registerValue the value of the register
     * @return the value of the field, shifted to bit 0
     */
    public long of(long registerValue) {
        return (registerValue & mask()) >>> lsb;
    }

    /** The same for tools. */
    RegisterDescription.Field toDescription() {
        return new RegisterDescription.Field(name, description, lsb, bits);
    }
}
