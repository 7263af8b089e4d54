package org.devmap.backend.sim.command;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import org.apache.felix.service.command.Descriptor;
import org.devmap.DdiException;
import org.devmap.backend.sim.SimDevice;
import org.devmap.backend.sim.SimNexus;
import org.devmap.backend.sim.describe.DescriptionFiles;
import org.devmap.backend.sim.description.DeviceDescription;
import org.devmap.backend.sim.description.Loaded;
import org.devmap.backend.sim.description.Peripheral;
import org.devmap.backend.sim.description.Problem;
import org.devmap.backend.sim.device.BuiltInDevices;
import org.devmap.backend.sim.device.DeviceSettings;
import org.devmap.backend.sim.layout.Table;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Devices made of description files while the system runs. Thread-safe. It stays between two commands: it has state. */
@Component(service = SimulationCommands.class, immediate = true, property = {
    "osgi.command.scope=devmap",
    "osgi.command.function=simulate",
    "osgi.command.function=unsimulate"})
public final class SimulationCommands {

    private static final String SIMULATE = "simulate FILE [PERIPHERAL] [NAME]";
    private static final int PROBLEMS_SHOWN = 20;

    private final SimNexus nexus;
    private final Map<String, Simulated> simulated = new ConcurrentSkipListMap<>();

    private record Simulated(SimDevice device, String file, Peripheral peripheral) { }

    /**
     * As a component.
     *
     * @param nexus where devices are published
     */
    @Activate
    public SimulationCommands(@Reference SimNexus nexus) {
        this.nexus = nexus;
    }

    /**
     * {@code simulate [FILE [PERIPHERAL] [NAME]]}.
     *
     * @param words a file, a peripheral that it describes, a name for the device
     * @return what is simulated, what can be, or what is from now on
     */
    @Descriptor("""
            makes a device of a peripheral that a file describes; without a peripheral it lists them
               FILE: CMSIS-SVD, or devmap's own form; without a file it lists what is simulated so
               NAME: of the device; else that of the peripheral in small letters, with a 0 if it ends in no digit
               examples: simulate timer.device
                         simulate timer.device TIMER
                         simulate timer.device TIMER timer7
                         simulate""")
    public String simulate(@Descriptor("[FILE [PERIPHERAL] [NAME]]: a description, a part of it, a name for the device")
                           String... words) {
        List<String> arguments = Words.checked(SIMULATE, 0, 3, words);
        if (arguments.isEmpty()) {
            return listSimulated();
        }
        Loaded loaded = load(arguments.getFirst());
        DeviceDescription device = loaded.device().orElseThrow(() -> unusable(loaded));
        if (arguments.size() == 1) {
            return list(device);
        }
        Peripheral peripheral = find(device, arguments.get(1), loaded.file());
        return add(arguments.size() > 2 ? arguments.get(2) : nameOf(peripheral), loaded.file(), peripheral);
    }

    /**
     * {@code unsimulate NAME}.
     *
     * @param words the name of a device that {@code simulate} made
     * @return what came of it
     */
    @Descriptor("""
            removes a device that 'simulate' made: a surprise for its driver and for who has it mapped
               example: unsimulate timer0""")
    public String unsimulate(@Descriptor("NAME: a device that 'simulate' made") String... words) {
        String name = Words.checked("unsimulate NAME", 1, 1, words).getFirst();
        Simulated gone = simulated.remove(name);
        if (gone == null) {
            throw new CommandFailure("NAME '" + name + "': 'simulate' made no such device; it made "
                    + (simulated.isEmpty() ? "none" : Words.names(List.copyOf(simulated.keySet()))));
        }
        nexus.remove(gone.device());
        return name + ": removed";
    }

    private String listSimulated() {
        Table table = new Table().left("NAME", "PERIPHERAL", "FILE");
        simulated.forEach((name, device) -> table.row(name, device.peripheral().name(), device.file()));
        return table.isEmpty() ? "nothing is simulated from a file; usage: " + SIMULATE : table.toString();
    }

    private static Loaded load(String file) {
        try {
            return DescriptionFiles.load(Path.of(file));
        } catch (InvalidPathException noPath) {
            throw new CommandFailure("FILE '" + file + "' is no file name: " + noPath.getReason(), noPath);
        }
    }

    /** Everything that is wrong with the file, a line each. */
    private static CommandFailure unusable(Loaded loaded) {
        List<String> errors = loaded.problems().stream().filter(problem -> problem.severity() == Problem.Severity.ERROR)
                .map(Problem::toString).toList();
        if (errors.size() == 1) {
            return new CommandFailure(errors.getFirst());
        }
        int more = errors.size() - PROBLEMS_SHOWN;
        return new CommandFailure(loaded.file() + " has " + Words.counted(errors.size(), "error") + "\n"
                + errors.stream().limit(PROBLEMS_SHOWN).collect(Collectors.joining("\n"))
                + (more > 0 ? "\nand " + more + " more; './devmap describe " + loaded.file() + "' shows all" : ""));
    }

    private static String list(DeviceDescription device) {
        Table table = new Table().left("PERIPHERAL").right("AT", "BYTES", "REGISTERS", "INTERRUPTS").left("DESCRIPTION");
        device.peripherals().stream().sorted(Comparator.comparing(Peripheral::baseAddress, Long::compareUnsigned))
                .forEach(part -> table.row(part.name(), "0x" + Long.toHexString(part.baseAddress()),
                        "0x" + Long.toHexString(part.size()), part.registers().size(), part.interrupts().size(),
                        Words.brief(part.description())));
        return table.isEmpty() ? device.name() + " has no peripherals" : table.toString();
    }

    /** As it is written, or the only one that differs in capital letters only. */
    private static Peripheral find(DeviceDescription device, String name, String file) {
        List<Peripheral> alike = device.peripherals().stream().filter(part -> part.name().equalsIgnoreCase(name)).toList();
        return alike.stream().filter(part -> part.name().equals(name) || alike.size() == 1).findFirst()
                .orElseThrow(() -> new CommandFailure("PERIPHERAL '" + name + "': " + device.name() + " has "
                        + Words.names(device.peripherals().stream().map(Peripheral::name).toList()) + "; see 'simulate " + file
                        + "'"));
    }

    private static String nameOf(Peripheral peripheral) {
        String name = peripheral.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._,@-]+", "-").replaceFirst("-$", "");
        return Character.isDigit(name.charAt(name.length() - 1)) ? name : name + "0";
    }

    private String add(String name, String file, Peripheral peripheral) {
        SimDevice device = BuiltInDevices.of(DeviceSettings.described(name, file, peripheral.name()));
        try {
            nexus.add(device);
        } catch (DdiException refused) {
            throw new CommandFailure("simulate " + peripheral.name() + " as " + name + ": " + refused.getMessage()
                    + "; another name can be given: simulate " + file + " " + peripheral.name() + " NAME", refused);
        } catch (IllegalArgumentException wrong) {
            throw new CommandFailure("NAME '" + name + "': " + wrong.getMessage(), wrong);
        }
        simulated.put(name, new Simulated(device, file, peripheral));
        return name + ": " + peripheral.name() + " of " + file + ", " + Words.counted(peripheral.registers().size(), "register")
                + ", " + Words.counted(peripheral.interrupts().size(), "interrupt");
    }
}
