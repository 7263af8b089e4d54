package org.devmap.examples.context.app;

import java.util.List;
import java.util.stream.IntStream;
import org.devmap.DdiException;
import org.devmap.MapFlags;
import org.devmap.OpenFlags;
import org.devmap.Protection;
import org.devmap.app.AddressSpace;
import org.devmap.app.AddressSpaces;
import org.devmap.app.DeviceFile;
import org.devmap.app.Mapping;
import org.devmap.examples.context.ContextDriver;
import org.devmap.examples.demo.DemoOptions;
import org.devmap.examples.demo.Narrator;
import org.devmap.examples.demo.Scenario;
import org.devmap.examples.demo.Unexpected;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Two applications use the same registers of one device by turns, and each believes that it owns them. */
@Component(property = "service.ranking:Integer=20")
public final class ContextApplication implements Scenario {

    private static final String NODE = "context0";
    private static final String PATH = "/devices/" + NODE + ":regs";
    private static final int REGISTERS = 64;

    private final AddressSpace own;
    private final AddressSpaces spaces;

    /**
     * As a component.
     *
     * @param own the address space of this bundle
     * @param spaces makes another
     */
    @Activate
    public ContextApplication(@Reference AddressSpace own, @Reference AddressSpaces spaces) {
        this.own = own;
        this.spaces = spaces;
    }

    @Override
    public String name() {
        return "context";
    }

    @Override
    public String summary() {
        return "one set of registers, and every application has it for itself";
    }

    @Override
    public List<String> devices() {
        return List.of(NODE);
    }

    @Override
    public void play(DemoOptions options, Narrator narrator) throws DdiException, Unexpected {
        try (AddressSpace other = spaces.create("second");
             DeviceFile file = own.open(PATH, OpenFlags.READ_WRITE);
             DeviceFile otherFile = other.open(PATH, OpenFlags.READ_WRITE);
             Mapping first = map(file);
             Mapping second = map(otherFile)) {
            byTurns(narrator, file, first, second);
            alone(narrator, file, first);
        }
    }

    private static void byTurns(Narrator narrator, DeviceFile file, Mapping first, Mapping second)
            throws DdiException, Unexpected {
        second.getInt(0);
        file.ioctl(ContextDriver.SWITCHES);
        for (int i = 0; i < REGISTERS; i++) {
            first.setInt(offset(i), i);
            second.setInt(offset(i), -i);
        }
        narrator.expect("two applications write " + REGISTERS + " registers by turns", switches(2 * REGISTERS),
                switches(file.ioctl(ContextDriver.SWITCHES)), "S-204 one for each touch by turns");
        narrator.expect("the first reads all of them back", "0 foreign", foreign(first, 1), "S-383 unload, switch, load");
        narrator.expect("the second too", "0 foreign", foreign(second, -1), "devmap_contextmgt(9E)");
        narrator.expect("reading took", switches(2), switches(file.ioctl(ContextDriver.SWITCHES)),
                "S-154 a loaded page needs no fault");
    }

    private static void alone(Narrator narrator, DeviceFile file, Mapping first) throws DdiException, Unexpected {
        for (int i = 0; i < 1000 * REGISTERS; i++) {
            first.setInt(offset(i % REGISTERS), i);
        }
        narrator.expect("one of them alone, " + 1000 * REGISTERS + " writes", switches(1),
                switches(file.ioctl(ContextDriver.SWITCHES)), "devmap_load(9F) until somebody unloads");
    }

    private static String foreign(Mapping registers, int sign) {
        long count = IntStream.range(0, REGISTERS).filter(i -> registers.getInt(offset(i)) != sign * i).count();
        return count + " foreign";
    }

    private static String switches(int count) {
        return count == 1 ? "1 switch" : count + " switches";
    }

    private static Mapping map(DeviceFile file) throws DdiException {
        return file.map(0, file.size().orElseThrow(), Protection.READ_WRITE, MapFlags.SHARED);
    }

    private static long offset(int register) {
        return (long) register * Integer.BYTES;
    }
}
