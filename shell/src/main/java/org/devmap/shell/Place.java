package org.devmap.shell;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.devmap.RegisterDescription;
import org.devmap.RegisterDescription.Access;
import org.devmap.RegisterDescription.Effect;
import org.devmap.RegisterDescription.Field;
import org.devmap.driver.RegisterHandle;
import org.devmap.dto.NodeSnapshot;
import org.devmap.dto.NodeSnapshot.Registers;

/**
 * What one access touches.
 *
 * @param set the register set
 * @param offset bytes from its start, a multiple of width
 * @param width bytes: 1, 2, 4 or 8
 * @param register the register, if it was called by its name
 * @param field the field of it, if it was called by its name
 */
record Place(Registers set, long offset, int width, Optional<RegisterDescription> register, Optional<Field> field) {

    static final String GRAMMAR = "REGISTER[.FIELD]|SET:OFFSET[/WIDTH]";

    private static final int DEFAULT_WIDTH = Integer.BYTES;
    private static final int NAMES_SHOWN = 16;

    /** A described register of a set. */
    static Place of(Registers set, RegisterDescription register) {
        return new Place(set, register.offset(), register.width(), Optional.of(register), Optional.empty());
    }

    /**
     * Reads {@code REGISTER}, {@code REGISTER.FIELD}, both with {@code SET:} before them, or {@code SET:OFFSET[/WIDTH]}. Without
     * a width it is that of the register described at the offset, else 4.
     */
    static Place parse(NodeSnapshot node, String word) {
        List<Place> named = named(node.registerSets(), word);
        if (named.size() == 1) {
            return named.getFirst();
        }
        if (named.size() > 1) {
            throw new CommandFailure("REGISTER '" + word + "': " + node.name() + " has several of this name; say "
                    + named.stream().map(place -> place.set().number() + ":" + word).collect(Collectors.joining(" or ")));
        }
        int colon = word.indexOf(':');
        if (colon < 0) {
            throw new CommandFailure("REGISTER '" + word + "': " + node.name() + " describes " + known(node, node.registerSets(), word)
                    + "; what has no name is SET:OFFSET[/WIDTH], for example 2:0x10/4");
        }
        return inSet(node, Devices.set(node, word.substring(0, colon)), word.substring(colon + 1));
    }

    /** Registers of that name; else fields of that register and name, since a register may have a dot in its name. */
    private static List<Place> named(List<Registers> sets, String word) {
        List<Place> all = sets.stream()
                .flatMap(set -> set.registers().stream().map(register -> of(set, register))).toList();
        List<Place> registers = all.stream().filter(place -> place.registerName().equals(word)).toList();
        return !registers.isEmpty() ? registers : all.stream().filter(place -> word.startsWith(place.registerName() + "."))
                .flatMap(place -> place.register().orElseThrow().field(word.substring(place.registerName().length() + 1)).stream()
                        .map(place::narrowed))
                .toList();
    }

    private Place narrowed(Field to) {
        return new Place(set, offset, width, register, Optional.of(to));
    }

    private static Place inSet(NodeSnapshot node, Registers set, String word) {
        List<Place> named = named(List.of(set), word);
        if (!named.isEmpty()) {
            return named.getFirst();
        }
        if (word.isEmpty() || !Character.isDigit(word.charAt(0))) {
            throw new CommandFailure("REGISTER '" + word + "': set " + set.number() + " " + set.name() + " of " + node.name()
                    + " describes " + known(node, List.of(set), word) + "; an offset is a number, for example "
                    + set.number() + ":0x10");
        }
        int slash = word.indexOf('/');
        long offset = Figures.number("OFFSET", slash < 0 ? word : word.substring(0, slash));
        int width = slash < 0 ? widthAt(set, offset) : width(word.substring(slash + 1));
        return new Place(set, checked(set, offset, width), width, Optional.empty(), Optional.empty());
    }

    private static int widthAt(Registers set, long offset) {
        return set.registers().stream().filter(register -> register.offset() == offset).mapToInt(RegisterDescription::width)
                .findFirst().orElse(DEFAULT_WIDTH);
    }

    private static int width(String word) {
        return switch (word) {
            case "1", "2", "4", "8" -> Integer.parseInt(word);
            default -> throw new CommandFailure("WIDTH '" + word + "' must be 1, 2, 4 or 8 bytes");
        };
    }

    private static long checked(Registers set, long offset, int width) {
        if (offset < 0 || offset > set.size() - width) {
            throw new CommandFailure("OFFSET %s: %s at it must lie inside set %d %s, which ends at %s".formatted(
                    Figures.address(offset), Devices.counted(width, "byte"), set.number(), set.name(),
                    Figures.address(set.size())));
        }
        if (offset % width != 0) {
            throw new CommandFailure("OFFSET %s must be a multiple of the width, %d bytes: say %s or another width".formatted(
                    Figures.address(offset), width, Figures.address(offset - offset % width)));
        }
        return offset;
    }

    /** What there is instead: the fields, if only the field's name is wrong. */
    private static String known(NodeSnapshot node, List<Registers> sets, String word) {
        for (Registers set : sets) {
            for (RegisterDescription register : set.registers()) {
                if (word.startsWith(register.name() + ".")) {
                    return register.name() + (register.fields().isEmpty() ? " without fields" : " with the fields "
                            + register.fields().stream().map(Field::name).collect(Collectors.joining(", ")));
                }
            }
        }
        List<String> names = sets.stream().flatMap(set -> set.registers().stream()).map(RegisterDescription::name).toList();
        if (names.isEmpty()) {
            return "no registers";
        }
        String first = names.stream().limit(NAMES_SHOWN).collect(Collectors.joining(", "));
        int more = names.size() - NAMES_SHOWN;
        return more <= 0 ? first : first + " and " + more + " more (see 'registers " + node.name() + "')";
    }

    /** A register that changes if this place is read: itself, or another that shares bytes with it. */
    Optional<RegisterDescription> changedByRead() {
        return set.registers().stream()
                .filter(other -> other.effects().contains(Effect.READ) && other.access() != Access.WRITE_ONLY)
                .filter(other -> other.offset() < offset + width && offset < other.offset() + other.width())
                .findFirst();
    }

    /** Refuses what cannot be read, or what a read changes unless that is meant, with the command that would mean it. */
    void requireReadable(NodeSnapshot node, boolean sideEffects, String command) {
        if (register.filter(named -> named.access() == Access.WRITE_ONLY).isPresent()) {
            throw new CommandFailure(this + " of " + node.name() + " is write-only"
                    + (field.isPresent() ? ": what is around the field cannot be known" : ""));
        }
        Optional<RegisterDescription> changed = changedByRead();
        if (changed.isPresent() && !sideEffects) {
            throw new CommandFailure("reading " + this + " of " + node.name() + " has effects"
                    + (changed.equals(register) ? "" : " on " + changed.get().name()) + "; if you mean it: " + command);
        }
    }

    /** Refuses to write back what is around a field if a write does more than store, unless that is meant. */
    void requireHarmlessRewrite(NodeSnapshot node, boolean sideEffects, String command) {
        if (!sideEffects && register.filter(named -> named.effects().contains(Effect.WRITE)).isPresent()) {
            throw new CommandFailure("writing " + this + " of " + node.name() + " writes back the rest of " + registerName()
                    + ", which has effects; if you mean it: " + command);
        }
    }

    /** How many bits it has. */
    int bits() {
        return field.map(Field::bits).orElse(Byte.SIZE * width);
    }

    /** Whether a value has no more bits than fit. */
    boolean holds(long value) {
        return bits() == Long.SIZE || value >>> bits() == 0;
    }

    /** Whether a write needs a read before it, because there are bits around the field. */
    boolean isPart() {
        return bits() < Byte.SIZE * width;
    }

    /** One read of all of its bytes, unsigned; of a field also those around it. */
    long read(RegisterHandle registers) {
        return switch (width) {
            case 1 -> Byte.toUnsignedLong(registers.get8(offset));
            case 2 -> Short.toUnsignedLong(registers.get16(offset));
            case 4 -> Integer.toUnsignedLong(registers.get32(offset));
            default -> registers.get64(offset);
        };
    }

    /** One write; before it one read, if there are bits around the field. */
    void write(RegisterHandle registers, long value) {
        if (isPart()) {
            int lsb = field.orElseThrow().lsb();
            long mask = (1L << bits()) - 1 << lsb;
            writeAll(registers, read(registers) & ~mask | value << lsb);
        } else {
            writeAll(registers, value);
        }
    }

    private void writeAll(RegisterHandle registers, long value) {
        switch (width) {
            case 1 -> registers.put8(offset, (byte) value);
            case 2 -> registers.put16(offset, (short) value);
            case 4 -> registers.put32(offset, (int) value);
            default -> registers.put64(offset, value);
        }
    }

    private String registerName() {
        return register.map(RegisterDescription::name).orElse("");
    }

    /** The bits of the field in a value of the register; the value itself without a field. */
    long of(long value) {
        return field.map(bits -> bits.of(value)).orElse(value);
    }

    /** A value of the register or the field, with all its digits. */
    String text(long value) {
        return field.isPresent() ? Figures.address(value) : Figures.value(value, width);
    }

    /** As one would type it. */
    String name() {
        return register.map(named -> named.name() + field.map(bits -> "." + bits.name()).orElse(""))
                .orElseGet(() -> set.number() + ":" + Figures.address(offset) + "/" + width);
    }

    @Override
    public String toString() {
        String address = set.number() + ":" + Figures.address(offset);
        return register.isEmpty() ? name() : name() + " (" + address + field.map(bits -> Figures.bits(bits)).orElse("") + ")";
    }
}
