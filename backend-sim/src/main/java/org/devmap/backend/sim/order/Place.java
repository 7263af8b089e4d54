package org.devmap.backend.sim.order;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.devmap.RegisterDescription;
import org.devmap.RegisterDescription.Field;
import org.devmap.backend.DeviceNode;
import org.devmap.backend.RegisterSet;
import org.devmap.backend.sim.fault.Fault;

/**
 * Where a fault is: a whole set, a register, a field or some bytes.
 *
 * @param where the bytes
 * @param field the field, if it is one
 */
record Place(Fault.Where where, Optional<Field> field) {

    static final String GRAMMAR = "REGISTER|REGISTER.FIELD|SET|SET:OFFSET[/BYTES]";

    private static final int DEFAULT_BYTES = Integer.BYTES;
    private static final int NAMES_SHOWN = 16;

    private record Candidate(RegisterSet.Modelled set, RegisterDescription register, Optional<Field> field) {

        Place toPlace() {
            return new Place(new Fault.Where(set.name(), register.offset(), register.width()), field);
        }
    }

    /** Finds it in a device; an IllegalArgumentException tells what there is instead. */
    static Place parse(DeviceNode device, String word) {
        List<Candidate> named = named(modelled(device), word);
        if (named.size() == 1) {
            return named.getFirst().toPlace();
        }
        if (named.size() > 1) {
            throw new IllegalArgumentException("PLACE '" + word + "': " + device.name() + " has several of this name; say "
                    + named.stream().map(candidate -> candidate.set().name() + ":" + word).collect(Collectors.joining(" or ")));
        }
        int colon = word.indexOf(':');
        RegisterSet.Modelled set = set(device, colon < 0 ? word : word.substring(0, colon));
        return colon < 0 ? new Place(Fault.Where.all(set.name()), Optional.empty()) : inSet(set, word.substring(colon + 1));
    }

    private static Place inSet(RegisterSet.Modelled set, String word) {
        List<Candidate> named = named(List.of(set), word);
        if (!named.isEmpty()) {
            return named.getFirst().toPlace();
        }
        if (word.isEmpty() || !Character.isDigit(word.charAt(0))) {
            throw new IllegalArgumentException("PLACE '" + word + "': the set " + set.name() + " describes "
                    + names(registers(List.of(set))) + "; an offset is a number, for example " + set.name() + ":0x10/4");
        }
        int slash = word.indexOf('/');
        long offset = Numbers.number("OFFSET", slash < 0 ? word : word.substring(0, slash));
        long bytes = slash < 0 ? DEFAULT_BYTES : Numbers.number("BYTES", word.substring(slash + 1));
        long size = set.model().size();
        if (offset < 0 || bytes < 1 || bytes > size || offset > size - bytes) {
            throw new IllegalArgumentException("PLACE '" + word + "' must lie inside the set " + set.name() + ", which has 0x"
                    + Long.toHexString(size) + " bytes, and have at least one byte");
        }
        return new Place(new Fault.Where(set.name(), offset, bytes), Optional.empty());
    }

    /** Registers of that name; else fields of that register and name, since a register may have a dot in its name. */
    private static List<Candidate> named(List<RegisterSet.Modelled> sets, String word) {
        List<Candidate> registers = candidates(sets)
                .filter(candidate -> candidate.register().name().equals(word)).toList();
        return !registers.isEmpty() ? registers : candidates(sets)
                .filter(candidate -> word.startsWith(candidate.register().name() + "."))
                .flatMap(candidate -> candidate.register().field(word.substring(candidate.register().name().length() + 1))
                        .map(field -> new Candidate(candidate.set(), candidate.register(), Optional.of(field))).stream())
                .toList();
    }

    private static Stream<Candidate> candidates(List<RegisterSet.Modelled> sets) {
        return sets.stream().flatMap(set -> set.model().registers().stream()
                .map(register -> new Candidate(set, register, Optional.empty())));
    }

    private static RegisterSet.Modelled set(DeviceNode device, String word) {
        List<RegisterSet> sets = device.registerSets();
        return IntStream.range(0, sets.size())
                .filter(number -> word.equals(sets.get(number).name()) || word.equals(String.valueOf(number)))
                .mapToObj(sets::get)
                .flatMap(set -> set instanceof RegisterSet.Modelled modelled ? Stream.of(modelled) : Stream.empty())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("PLACE '" + word + "': " + device.name() + " has the registers "
                        + names(registers(modelled(device))) + " and the sets "
                        + names(modelled(device).stream().map(RegisterSet::name).toList()) + "; a place is " + GRAMMAR));
    }

    private static List<RegisterSet.Modelled> modelled(DeviceNode device) {
        return device.registerSets().stream()
                .flatMap(set -> set instanceof RegisterSet.Modelled modelled ? Stream.of(modelled) : Stream.empty()).toList();
    }

    private static List<String> registers(List<RegisterSet.Modelled> sets) {
        return candidates(sets).map(candidate -> candidate.register().name()).toList();
    }

    private static String names(List<String> names) {
        int more = names.size() - NAMES_SHOWN;
        return names.isEmpty() ? "(none)" : names.stream().limit(NAMES_SHOWN).collect(Collectors.joining(", "))
                + (more > 0 ? " and " + more + " more" : "");
    }

    /** The bits of the field, or all of at most eight bytes. */
    long mask() {
        return field.map(bits -> ones(bits.bits()) << bits.lsb()).orElseGet(() -> ones((int) where.length() * Byte.SIZE));
    }

    private static long ones(int bits) {
        return bits >= Long.SIZE ? -1 : (1L << bits) - 1;
    }

    /** A range as one could have typed it: the register or field if it is just that, with its set if others have the name. */
    static String describe(Optional<DeviceNode> device, Fault.Where where, long mask) {
        List<RegisterSet.Modelled> sets = device.map(Place::modelled).orElse(List.of());
        Optional<RegisterDescription> known = candidates(sets).filter(candidate -> candidate.toPlace().where().equals(where))
                .map(Candidate::register).findFirst();
        if (known.isPresent()) {
            String name = known.get().name() + known.get().fields().stream()
                    .filter(field -> new Place(where, Optional.of(field)).mask() == mask).findFirst()
                    .map(field -> "." + field.name()).orElse("");
            return named(sets, name).size() == 1 ? name : where.set() + ":" + name;
        }
        return where.length() == Long.MAX_VALUE ? where.set()
                : where.set() + ":0x" + Long.toHexString(where.offset()) + "/" + where.length();
    }
}
