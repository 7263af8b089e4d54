package org.devmap.backend.sim.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.devmap.backend.sim.description.Behaviour;
import org.devmap.backend.sim.description.Overlaps;
import org.devmap.backend.sim.description.Peripheral;
import org.devmap.backend.sim.description.Problems;
import org.devmap.backend.sim.register.Register;

/** Builds a peripheral from its lines. */
final class PeripheralBuilder {

    private static final int MOST_MEMBERS = 65_536;

    private final String name;
    private final String description;
    private final long base;
    private final long size;
    private final Problems problems;
    private final List<Peripheral.InterruptLine> interrupts = new ArrayList<>();
    private final Map<String, Register> registers = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new HashMap<>();
    private final Map<String, Behaviour> behaviours = new HashMap<>();
    private RegisterBuilder open;

    PeripheralBuilder(String name, String description, long base, long size, Problems problems) {
        this.name = name;
        this.description = description;
        this.base = base;
        this.size = size;
        this.problems = problems;
    }

    void takeInterrupt(Words words) {
        OptionalLong number = words.expectNumber("number", 0, Integer.MAX_VALUE);
        Optional<String> interrupt = words.expect("name");
        words.next().ifPresent(word -> words.error("\"" + word + "\" is too much: interrupt NUMBER NAME is all"));
        if (number.isPresent() && interrupt.isPresent()) {
            interrupts.add(new Peripheral.InterruptLine(interrupt.get(), words.description(), number.getAsLong()));
        }
    }

    void takeRegister(Words words) {
        closeRegister();
        Optional<String> register = words.expect("name");
        Traits traits = new Traits();
        traits.takeRegister(words);
        if (register.isPresent() && traits.offset < 0) {
            words.error("a register needs at OFFSET");
        }
        open = new RegisterBuilder(register.orElse("?"), words, traits);
    }

    void takeField(Words words) {
        if (open == null) {
            words.error("a field line must follow a register line");
        } else {
            open.takeField(words);
        }
    }

    void takeValue(Words words) {
        if (open == null || !open.hasField()) {
            words.error("a value line must follow a field line");
        } else {
            open.takeValue(words);
        }
    }

    private void closeRegister() {
        if (open != null && !open.isWrong()) {
            open.members(MOST_MEMBERS).forEach(register -> add(register, open.line(), open.behaviour()));
        }
        open = null;
    }

    private void add(Register register, int line, Optional<Behaviour> behaviour) {
        String where = "peripheral " + name + ", register " + register.name();
        if (register.end() > size) {
            problems.error(line, where, "it ends at 0x" + Long.toHexString(register.end()) + ", behind the last of " + size
                    + " bytes");
        }
        Integer before = lines.putIfAbsent(register.name(), line);
        if (before != null) {
            problems.error(line, where, "there is another one of that name in line " + before);
            return;
        }
        registers.put(register.name(), register);
        behaviour.ifPresent(known -> behaviours.put(register.name(), known));
    }

    /** The peripheral, of use only if no error was reported. */
    Peripheral finish() {
        closeRegister();
        for (Overlaps.Pair pair : Overlaps.undeclared(List.copyOf(registers.values()))) {
            problems.error(lines.get(pair.second().name()), "peripheral " + name + ", register " + pair.second().name(),
                    "it overlaps " + pair.first() + " of line " + lines.get(pair.first().name())
                            + " in the same direction of access; write alternate if that is meant");
        }
        return new Peripheral(name, description, base, size, List.copyOf(registers.values()), behaviours, interrupts);
    }
}
