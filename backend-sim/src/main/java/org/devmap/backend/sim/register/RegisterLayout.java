package org.devmap.backend.sim.register;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Where the registers lie. A register is at most 8 bytes and naturally aligned, so each lies within one slot of 8 bytes;
 * looking up an access is looking through the few registers of its slot. Immutable.
 */
final class RegisterLayout {

    private static final int SLOT = 8;

    private final Map<Long, List<RegisterState>> slots = new HashMap<>();

    RegisterLayout(Collection<RegisterState> states) {
        for (RegisterState state : states) {
            List<RegisterState> slot = slots.computeIfAbsent(state.register().offset() / SLOT, any -> new ArrayList<>(2));
            for (RegisterState other : slot) {
                requireApart(state.register(), other.register());
            }
            slot.add(state);
        }
    }

    private static void requireApart(Register one, Register other) {
        if (one.conflictsWith(other)) {
            throw new IllegalArgumentException("registers " + other + " and " + one
                    + " overlap and are accessed in the same direction; declare one of them an alternate if that is meant");
        }
    }

    /** The register that takes an access: one of exactly that place and width before one that it reaches a part of. */
    Optional<RegisterState> find(long offset, int width, boolean read) {
        RegisterState part = null;
        for (RegisterState state : slots.getOrDefault(offset / SLOT, List.of())) {
            Register register = state.register();
            boolean direction = read ? register.access().isReadable() : register.access().isWritable();
            boolean inside = offset >= register.offset() && offset + width <= register.end();
            if (direction && inside && register.widths().contains(width)) {
                if (register.width() == width) {
                    return Optional.of(state);
                }
                part = part == null ? state : part;
            }
        }
        return Optional.ofNullable(part);
    }

    /** Says for an access that nobody takes what is there instead. */
    String whatIsThere(long offset, int width) {
        List<Register> touched = slots.getOrDefault(offset / SLOT, List.of()).stream().map(RegisterState::register)
                .filter(register -> offset < register.end() && register.offset() < offset + width).toList();
        if (touched.isEmpty()) {
            return "no register lies there" + nearest(offset);
        }
        List<String> reasons = new ArrayList<>();
        for (Register register : touched) {
            reasons.add(register + " is " + register.access().name().toLowerCase(Locale.ROOT).replace('_', '-')
                    + " with accesses of " + list(register.widths()) + " bytes");
        }
        return String.join("; ", reasons);
    }

    private String nearest(long offset) {
        return slots.values().stream().flatMap(List::stream).map(RegisterState::register)
                .min((a, b) -> Long.compare(distance(a, offset), distance(b, offset)))
                .map(register -> ", the nearest is " + register).orElse(", the set has no registers at all");
    }

    private static long distance(Register register, long offset) {
        return offset < register.offset() ? register.offset() - offset : offset - register.end() + 1;
    }

    private static String list(Collection<Integer> widths) {
        return String.join(" or ", new TreeSet<>(widths).stream().map(String::valueOf).toList());
    }
}
