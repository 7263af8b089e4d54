package org.devmap.shell;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.devmap.RegisterDescription;
import org.devmap.RegisterDescription.Access;
import org.devmap.RegisterDescription.Effect;
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
 */
record Place(Registers set, long offset, int width, Optional<RegisterDescription> register) {

    static final String GRAMMAR = "REGISTER|SET:OFFSET[/WIDTH]";

    private static final int DEFAULT_WIDTH = Integer.BYTES;
    private static final int NAMES_SHOWN = 16;

    /** A described register of a set. */
    static Place of(Registers set, RegisterDescription register) {
        return new Place(set, register.offset(), register.width(), Optional.of(register));
    }

    /**
     * Reads {@code REGISTER}, {@code SET:REGISTER} or {@code SET:OFFSET[/WIDTH]}. Without a width it is that of the register
     * described at the offset, else 4.
     */
    static Place parse(NodeSnapshot node, String word) {
        List<Place> named = node.registerSets().stream()
                .flatMap(set -> set.registers().stream().filter(register -> register.name().equals(word))
                        .map(register -> of(set, register)))
                .toList();
        if (named.size() == 1) {
            return named.getFirst();
        }
        if (named.size() > 1) {
            throw new CommandFailure("REGISTER '" + word + "': " + node.name() + " has several of this name; say "
                    + named.stream().map(place -> place.set().number() + ":" + word).collect(Collectors.joining(" or ")));
        }
        int colon = word.indexOf(':');
        if (colon < 0) {
            throw new CommandFailure("REGISTER '" + word + "': " + node.name() + " describes " + known(node, node.registerSets())
                    + "; what has no name is SET:OFFSET[/WIDTH], for example 2:0x10/4");
        }
        return inSet(node, Devices.set(node, word.substring(0, colon)), word.substring(colon + 1));
    }

    private static Place inSet(NodeSnapshot node, Registers set, String word) {
        for (RegisterDescription register : set.registers()) {
            if (register.name().equals(word)) {
                return of(set, register);
            }
        }
        if (word.isEmpty() || !Character.isDigit(word.charAt(0))) {
            throw new CommandFailure("REGISTER '" + word + "': set " + set.number() + " " + set.name() + " of " + node.name()
                    + " describes " + known(node, List.of(set)) + "; an offset is a number, for example "
                    + set.number() + ":0x10");
        }
        int slash = word.indexOf('/');
        long offset = Figures.number("OFFSET", slash < 0 ? word : word.substring(0, slash));
        int width = slash < 0 ? widthAt(set, offset) : width(word.substring(slash + 1));
        return new Place(set, checked(set, offset, width), width, Optional.empty());
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

    private static String known(NodeSnapshot node, List<Registers> sets) {
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

    /** Whether a value has no more bits than fit. */
    boolean holds(long value) {
        return width == Long.BYTES || value >>> Byte.SIZE * width == 0;
    }

    /** One read, unsigned. */
    long read(RegisterHandle registers) {
        return switch (width) {
            case 1 -> Byte.toUnsignedLong(registers.get8(offset));
            case 2 -> Short.toUnsignedLong(registers.get16(offset));
            case 4 -> Integer.toUnsignedLong(registers.get32(offset));
            default -> registers.get64(offset);
        };
    }

    /** One write. */
    void write(RegisterHandle registers, long value) {
        switch (width) {
            case 1 -> registers.put8(offset, (byte) value);
            case 2 -> registers.put16(offset, (short) value);
            case 4 -> registers.put32(offset, (int) value);
            default -> registers.put64(offset, value);
        }
    }

    @Override
    public String toString() {
        String address = set.number() + ":" + Figures.address(offset);
        return register.map(named -> named.name() + " (" + address + ")").orElse(address + "/" + width);
    }
}
