package org.devmap.backend.sim.description;

import java.util.List;
import java.util.Map;
import org.devmap.backend.DevmapClock;
import org.devmap.backend.sim.register.Register;
import org.devmap.backend.sim.register.RegisterFile;

/**
 * A part of a device: registers at one base address.
 *
 * @param name unique in the device
 * @param description one line for people, may be empty
 * @param baseAddress where it lies, unsigned
 * @param size bytes that it takes, at least 1
 * @param registers in the order of the file, names unique
 * @param behaviours of registers, by name, beyond what the table says
 * @param interrupts its interrupts
 */
public record Peripheral(String name, String description, long baseAddress, long size, List<Register> registers,
                         Map<String, Behaviour> behaviours, List<InterruptLine> interrupts) {

    /**
     * An interrupt.
     *
     * @param name its name
     * @param description one line for people, may be empty
     * @param number its number at the interrupt controller
     */
    public record InterruptLine(String name, String description, long number) { }

    /** Copies what it is given. */
    public Peripheral {
        registers = List.copyOf(registers);
        behaviours = Map.copyOf(behaviours);
        interrupts = List.copyOf(interrupts);
    }

    /**
     * Registers in which an access does more than transfer the value.
     *
     * @return how many
     */
    int effectCount() {
        return (int) registers.stream().filter(register -> register.hasEffects() || behaviours.containsKey(register.name()))
                .count();
    }

    /**
     * A model of it, all registers reset.
     *
     * @param clock the time its counters count
     * @return a new one each time
     */
    public RegisterFile toRegisterFile(DevmapClock clock) {
        RegisterFile.Builder builder = RegisterFile.ofSize(size);
        for (Register register : registers) {
            Behaviour behaviour = behaviours.get(register.name());
            if (behaviour == null) {
                builder.add(register);
            } else {
                builder.add(register, behaviour.toPort(clock));
            }
        }
        return builder.build();
    }
}
