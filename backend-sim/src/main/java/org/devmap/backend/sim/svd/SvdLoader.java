package org.devmap.backend.sim.svd;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.devmap.backend.sim.description.DeviceDescription;
import org.devmap.backend.sim.description.Loaded;
import org.devmap.backend.sim.description.Peripheral;
import org.devmap.backend.sim.description.Problems;

/**
 * Loads a CMSIS-SVD file (versions 1.0 to 1.3). Whatever is wrong with it comes in one report: an error where the meaning is
 * in doubt, a warning where it is not, although the standard has it otherwise.
 */
public final class SvdLoader {

    private static final int BITS_OF_A_BYTE = 8;

    private SvdLoader() {
    }

    /**
     * Loads a file.
     *
     * @param file its name, for messages
     * @param in its content; not closed
     * @return what it describes, and what is wrong with it
     * @throws IOException if it cannot be read
     */
    public static Loaded load(String file, InputStream in) throws IOException {
        Problems problems = new Problems(file);
        Optional<Element> root = XmlTree.read(in, problems);
        if (root.isEmpty()) {
            return Loaded.of(file, null, problems);
        }
        if (!root.get().kind().equals("device")) {
            problems.error(root.get().line(), "", "the outermost element is <" + root.get().kind() + ">, not <device>");
            return Loaded.of(file, null, problems);
        }
        Schema.check(root.get(), problems);
        DeviceDescription device = readDevice(root.get(), problems);
        return Loaded.of(file, device, problems);
    }

    private static DeviceDescription readDevice(Element device, Problems problems) {
        Numbers numbers = new Numbers(problems);
        Dimension dimension = new Dimension(problems, numbers);
        Derivation derivation = new Derivation(problems, dimension);
        PeripheralReader reader = new PeripheralReader(problems, numbers, dimension,
                new RegisterReader(problems, numbers, dimension, derivation));
        checkDevice(device, numbers, problems);
        Properties properties = Properties.NONE.within(device, numbers, problems);
        List<Peripheral> peripherals = new ArrayList<>();
        for (Element container : device.children("peripherals")) {
            for (Element peripheral : container.children("peripheral")) {
                peripherals.addAll(reader.read(derivation.resolve(peripheral), properties));
            }
        }
        reader.checkClaims();
        if (peripherals.isEmpty() && !problems.hasErrors()) {
            problems.error(device.line(), "", "a device needs at least one <peripheral> in <peripherals>");
        }
        return new DeviceDescription(device.name(), peripherals);
    }

    private static void checkDevice(Element device, Numbers numbers, Problems problems) {
        if (device.name().isEmpty()) {
            problems.error(device.line(), "", "a device needs a <name>");
        }
        for (String needed : List.of("version", "description", "addressUnitBits", "width")) {
            if (!device.has(needed)) {
                problems.warning(device.line(), "", "a device needs a <" + needed + ">");
            }
        }
        device.child("width").ifPresent(numbers::read);
        device.child("addressUnitBits").ifPresent(unit -> {
            Optional<Long> bits = numbers.read(unit);
            if (bits.isPresent() && bits.get() != BITS_OF_A_BYTE) {
                problems.warning(unit.line(), unit.path(), "units of " + bits.get()
                        + " bits; offsets are taken as bytes all the same");
            }
        });
    }
}
