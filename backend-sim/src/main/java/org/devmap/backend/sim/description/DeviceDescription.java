package org.devmap.backend.sim.description;

import java.util.List;

/**
 * A device as a file describes it.
 *
 * @param name its name
 * @param peripherals its parts
 */
public record DeviceDescription(String name, List<Peripheral> peripherals) {

    /** Copies what it is given. */
    public DeviceDescription {
        peripherals = List.copyOf(peripherals);
    }

    /**
     * Registers of all peripherals.
     *
     * @return how many
     */
    public int registerCount() {
        return peripherals.stream().mapToInt(peripheral -> peripheral.registers().size()).sum();
    }

    /**
     * Fields of all registers.
     *
     * @return how many
     */
    public int fieldCount() {
        return peripherals.stream().flatMap(peripheral -> peripheral.registers().stream())
                .mapToInt(register -> register.fields().size()).sum();
    }

    /**
     * Registers in which an access does more than transfer the value.
     *
     * @return how many
     */
    public int effectCount() {
        return peripherals.stream().mapToInt(Peripheral::effectCount).sum();
    }
}
