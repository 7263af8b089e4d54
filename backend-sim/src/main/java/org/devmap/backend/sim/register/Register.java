package org.devmap.backend.sim.register;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.devmap.RegisterDescription;
import org.devmap.RegisterDescription.Effect;

/**
 * What a register is like. With fields, their access and effects hold, and bits outside them keep their reset value;
 * without, the register's own hold for all its bits.
 *
 * @param name unique in its register file
 * @param description one line for people, may be empty
 * @param offset bytes from the start, a multiple of width
 * @param width bytes: 1, 2, 4 or 8
 * @param access what may be done with it
 * @param reset the value after reset
 * @param widths which widths of access it allows; narrower ones reach a part of it
 * @param readEffect what a read does besides
 * @param writeEffect what a write does
 * @param alternate whether it may lie where another register lies that is accessed in the same direction
 * @param fields its parts, lowest bit first
 */
public record Register(String name, String description, long offset, int width, BitAccess access, long reset,
                       Set<Integer> widths, ReadEffect readEffect, WriteEffect writeEffect, boolean alternate,
                       List<Field> fields) {

    /** Copies what it is given; refuses null, a width that is none, a misaligned offset, and fields that do not fit. */
    public Register {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(access, "access");
        Objects.requireNonNull(readEffect, "readEffect");
        Objects.requireNonNull(writeEffect, "writeEffect");
        widths = Set.copyOf(widths);
        fields = List.copyOf(fields);
        requireWidth(name, width);
        widths.forEach(allowed -> requireWidth(name, allowed));
        if (offset < 0 || offset % width != 0) {
            throw new IllegalArgumentException("register " + name + ": offset " + offset
                    + " must be a multiple of its width " + width);
        }
        for (Field field : fields) {
            if (field.lsb() + field.bits() > width * 8) {
                throw new IllegalArgumentException("register " + name + ": field " + field.name() + " ends at bit "
                        + (field.lsb() + field.bits() - 1) + ", the register at bit " + (width * 8 - 1));
            }
        }
    }

    private static void requireWidth(String name, int width) {
        if (width != 1 && width != 2 && width != 4 && width != 8) {
            throw new IllegalArgumentException("register " + name + ": width " + width + " must be 1, 2, 4 or 8 bytes");
        }
    }

    /**
     * Starts a register of 4 bytes that can be read and written, with accesses of exactly its width.
     *
     * @param offset bytes
     * @param name its name
     * @return a builder
     */
    public static Builder at(long offset, String name) {
        return new Builder(offset, name);
    }

    /**
     * The first byte behind it.
     *
     * @return an offset
     */
    public long end() {
        return offset + width;
    }

    /**
     * A field by its name.
     *
     * @param field the name
     * @return the field
     * @throws IllegalArgumentException if there is none
     */
    public Field field(String field) {
        return fields.stream().filter(f -> f.name().equals(field)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("register " + name + " has no field " + field));
    }

    /**
     * The same register in another place.
     *
     * @param newOffset bytes, a multiple of width
     * @param newName its name there
     * @param newDescription its description there
     * @return the other one
     */
    public Register at(long newOffset, String newName, String newDescription) {
        return new Register(newName, newDescription, newOffset, width, access, reset, widths, readEffect, writeEffect, alternate,
                fields);
    }

    /**
     * The same, allowed to lie where another register lies.
     *
     * @return the alternate
     */
    public Register asAlternate() {
        return new Register(name, description, offset, width, access, reset, widths, readEffect, writeEffect, true, fields);
    }

    /**
     * Whether it lies where the other one lies, is accessed in the same direction, and neither is an alternate.
     *
     * @param other another register of the same file
     * @return true if they cannot both be meant
     */
    public boolean conflictsWith(Register other) {
        boolean overlap = offset < other.end() && other.offset < end();
        boolean sameDirection = access.isReadable() && other.access.isReadable()
                || access.isWritable() && other.access.isWritable();
        return overlap && sameDirection && !alternate && !other.alternate;
    }

    /**
     * Whether an access does more than transfer the value.
     *
     * @return true if a read or a write has an effect
     */
    public boolean hasEffects() {
        return !effects().isEmpty();
    }

    /** The same for tools, with what a port adds. */
    RegisterDescription toDescription(Set<Effect> added) {
        Set<Effect> effects = effects();
        effects.addAll(added);
        return new RegisterDescription(name, description, offset, width, access.described(), effects, reset,
                fields.stream().map(Field::toDescription).toList());
    }

    private Set<Effect> effects() {
        Set<Effect> effects = EnumSet.noneOf(Effect.class);
        if (readEffect != ReadEffect.NONE || fields.stream().anyMatch(f -> f.readEffect() != ReadEffect.NONE)) {
            effects.add(Effect.READ);
        }
        boolean fieldEffect = fields.stream().anyMatch(f -> f.access().isWritable()
                && (f.writeEffect() != WriteEffect.STORE || f.selfClearing() || f.access().isOnce()));
        if (access.isWritable() && (writeEffect != WriteEffect.STORE || access.isOnce() || fieldEffect)) {
            effects.add(Effect.WRITE);
        }
        return effects;
    }

    @Override
    public String toString() {
        return name + " (0x" + Long.toHexString(offset) + ", " + width + (width == 1 ? " byte)" : " bytes)");
    }

    /** Collects a register. Not thread-safe. */
    public static final class Builder {

        private final String name;
        private final long offset;
        private final List<Field> fields = new ArrayList<>();
        private final Set<Integer> widths = new TreeSet<>();
        private String description = "";
        private int width = 4;
        private BitAccess access = BitAccess.READ_WRITE;
        private long reset;
        private ReadEffect readEffect = ReadEffect.NONE;
        private WriteEffect writeEffect = WriteEffect.STORE;
        private boolean alternate;

        private Builder(long offset, String name) {
            this.offset = offset;
            this.name = name;
        }

        /**
         * Says what it is for.
         *
         * @param text one line
         * @return this
         */
        public Builder described(String text) {
            description = text;
            return this;
        }

        /**
         * Sets the width.
         *
         * @param bytes 1, 2, 4 or 8
         * @return this
         */
        public Builder width(int bytes) {
            width = bytes;
            return this;
        }

        /**
         * Sets the widths of access it allows, instead of its own width only.
         *
         * @param bytes each 1, 2, 4 or 8
         * @return this
         */
        public Builder widths(int... bytes) {
            for (int each : bytes) {
                widths.add(each);
            }
            return this;
        }

        /**
         * Sets what may be done with it.
         *
         * @param what the access
         * @return this
         */
        public Builder with(BitAccess what) {
            access = what;
            return this;
        }

        /**
         * Sets what a read does besides.
         *
         * @param effect the effect
         * @return this
         */
        public Builder with(ReadEffect effect) {
            readEffect = effect;
            return this;
        }

        /**
         * Sets what a write does.
         *
         * @param effect the effect
         * @return this
         */
        public Builder with(WriteEffect effect) {
            writeEffect = effect;
            return this;
        }

        /**
         * Sets the value after reset.
         *
         * @param value the value
         * @return this
         */
        public Builder reset(long value) {
            reset = value;
            return this;
        }

        /**
         * Lets it lie where another register lies that is accessed in the same direction.
         *
         * @return this
         */
        public Builder alternate() {
            alternate = true;
            return this;
        }

        /**
         * Adds a field.
         *
         * @param field the field
         * @return this
         */
        public Builder field(Field field) {
            fields.add(field);
            return this;
        }

        /**
         * The register.
         *
         * @return what was collected
         */
        public Register build() {
            Set<Integer> allowed = widths.isEmpty() ? Set.of(width) : widths;
            return new Register(name, description, offset, width, access, reset, allowed, readEffect, writeEffect, alternate,
                    fields);
        }
    }
}
