package org.devmap.backend.sim.device;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.devmap.backend.DevmapClock;
import org.devmap.backend.InterruptSource;
import org.devmap.backend.RegisterSet;
import org.devmap.backend.sim.SimInterrupt;
import org.devmap.backend.sim.describe.DescriptionFiles;
import org.devmap.backend.sim.description.DeviceDescription;
import org.devmap.backend.sim.description.Loaded;
import org.devmap.backend.sim.description.Peripheral;
import org.devmap.backend.sim.description.Problem;

/**
 * A device that a file describes: a register set for each peripheral, in the order of the file, with its interrupts, which
 * nothing raises by itself. Compatible is the name of the device in small letters.
 */
final class DescribedDevice {

    static final String KIND = "described";

    private DescribedDevice() {
    }

    /** Fails with IllegalArgumentException if the file does not load or lacks a peripheral. */
    static SimpleNode create(DeviceSettings settings, DevmapClock clock) {
        Loaded loaded = DescriptionFiles.load(Path.of(settings.description()));
        DeviceDescription device = loaded.device().orElseThrow(() -> new IllegalArgumentException(settings.name() + ": "
                + loaded.problems().stream().filter(problem -> problem.severity() == Problem.Severity.ERROR)
                .map(Problem::toString).collect(Collectors.joining("; "))));
        List<RegisterSet> sets = new ArrayList<>();
        List<InterruptSource> interrupts = new ArrayList<>();
        for (Peripheral peripheral : chosen(settings, device)) {
            sets.add(new RegisterSet.Modelled(peripheral.name(), RegisterSet.Space.MEMORY, peripheral.toRegisterFile(clock)));
            peripheral.interrupts().forEach(line -> interrupts.add(new SimInterrupt()));
        }
        return new SimpleNode(settings.name(), List.of(device.name().toLowerCase(Locale.ROOT)), sets, Map.of(), interrupts,
                Optional.empty(),
                Optional.empty());
    }

    private static List<Peripheral> chosen(DeviceSettings settings, DeviceDescription device) {
        List<String> known = device.peripherals().stream().map(Peripheral::name).toList();
        for (String name : settings.peripherals()) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(settings.name() + ": " + settings.description() + " describes no peripheral "
                        + name
                        + ", only " + known);
            }
        }
        return device.peripherals().stream()
                .filter(peripheral -> settings.peripherals().isEmpty() || settings.peripherals().contains(peripheral.name()))
                .toList();
    }
}
