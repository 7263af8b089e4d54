package org.devmap.shell;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.felix.service.command.Descriptor;
import org.devmap.DdiException;
import org.devmap.dto.DriverSnapshot;
import org.devmap.dto.NodeSnapshot;
import org.devmap.embed.DevmapAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What devices and drivers there are, and who serves whom. */
@Component(service = DeviceCommands.class, property = {
    "osgi.command.scope=devmap",
    "osgi.command.function=devices",
    "osgi.command.function=device",
    "osgi.command.function=drivers",
    "osgi.command.function=attach",
    "osgi.command.function=detach"})
public final class DeviceCommands {

    private static final String NODE = "NODE: the name of a device, as 'devices' shows it";

    private final DevmapAdmin admin;

    /**
     * As a component.
     *
     * @param admin the system
     */
    @Activate
    public DeviceCommands(@Reference DevmapAdmin admin) {
        this.admin = admin;
    }

    /**
     * {@code devices}.
     *
     * @param words none
     * @return a line for each node
     */
    @Descriptor("""
            the device nodes: who serves them, who holds their bytes, how they are used; below a node its problem
               example: devices""")
    public String devices(@Descriptor("no arguments") String... words) {
        Arguments.of("devices", 0, words);
        Table table = new Table().left("NODE").left("DRIVER").left("BACKEND").left("REGISTERS").right("OPEN").right("MAPPED")
                .left("STATE");
        for (NodeSnapshot node : admin.snapshot().nodes()) {
            table.row(node.name(), node.driver().orElse("-"), Devices.backend(node), Devices.registers(node), node.opens(),
                    Figures.size(node.mappedBytes()), Devices.state(node));
            node.problem().ifPresent(table::note);
        }
        return table.orIfEmpty("no devices: no backend publishes any");
    }

    /**
     * {@code device NODE}.
     *
     * @param words the node
     * @return all about it
     */
    @Descriptor("""
            a device node: its register sets, minor nodes and interrupts
               example: device framebuffer0""")
    public String device(@Descriptor(NODE) String... words) {
        NodeSnapshot node = Devices.node(admin.snapshot(), Arguments.of("device NODE", 1, words).word(0));
        Table sets = new Table().right("SET").left("NAME").right("SIZE").left("KIND").left("BACKEND").right("DESCRIBED");
        node.registerSets().forEach(set -> sets.row(set.number(), set.name(), Figures.size(set.size()), Devices.kind(set),
                set.host(), set.registers().isEmpty() ? "-" : Devices.counted(set.registers().size(), "register")));
        Table minors = new Table().left("MINOR").right("NUMBER").right("SIZE").left("PATH");
        node.minors().forEach(minor -> minors.row(minor.name(), minor.number(),
                minor.size() < 0 ? "unknown" : Figures.size(minor.size()), "/devices/" + node.name() + ":" + minor.name()));
        return String.join("\n", summary(node), "", sets.orIfEmpty("no register sets"), "",
                minors.orIfEmpty("no minor nodes: "
                        + (node.driver().isEmpty() ? "a driver creates them" : "its driver has created none")));
    }

    private static String summary(NodeSnapshot node) {
        String driver = node.driver().map(name -> "%s (instance %d, major %d)".formatted(name, node.instance(), node.major()))
                .orElse("-");
        String first = """
                %s: %s
                  driver      %s
                  nexus       %s
                  compatible  %s
                  interrupts  %d
                  use         %s, %s mapped""".formatted(node.name(), Devices.state(node), driver, node.nexus().orElse("-"),
                words(node.compatible()), node.interrupts(), Devices.counted(node.opens(), "open file"),
                Figures.size(node.mappedBytes()));
        return node.problem().map(problem -> first + "\n  problem     " + Table.oneLine(problem)).orElse(first);
    }

    private static String words(List<String> names) {
        return names.isEmpty() ? "-" : String.join(", ", names);
    }

    /**
     * {@code drivers}.
     *
     * @param words none
     * @return a line for each driver
     */
    @Descriptor("""
            the drivers: what they serve and what they are attached to
               example: drivers""")
    public String drivers(@Descriptor("no arguments") String... words) {
        Arguments.of("drivers", 0, words);
        Table table = new Table().left("DRIVER").right("MAJOR").left("COMPATIBLE").left("NODES");
        for (DriverSnapshot driver : admin.snapshot().drivers()) {
            table.row(driver.type(), driver.major(), words(driver.compatible()), words(driver.nodes()));
        }
        return table.orIfEmpty("no drivers: no bundle registers one");
    }

    /**
     * {@code attach NODE}.
     *
     * @param words the node
     * @return who serves it now
     */
    @Descriptor("""
            attaches a driver to a device that has none, or that is faulted
               example: attach framebuffer0""")
    public String attach(@Descriptor(NODE) String... words) {
        String name = Devices.node(admin.snapshot(), Arguments.of("attach NODE", 1, words).word(0)).name();
        try {
            admin.attach(name);
        } catch (DdiException | RuntimeException e) {
            throw new CommandFailure("attach " + name, e);
        }
        return outcome(name);
    }

    /**
     * {@code detach NODE}.
     *
     * @param words the node
     * @return that it has no driver now
     */
    @Descriptor("""
            detaches the driver of a device, which is refused while the device is open or mapped
               example: detach framebuffer0""")
    public String detach(@Descriptor(NODE) String... words) {
        NodeSnapshot node = Devices.node(admin.snapshot(), Arguments.of("detach NODE", 1, words).word(0));
        try {
            admin.detach(node.name());
        } catch (DdiException | RuntimeException e) {
            String users = users(node).map(owners -> " (used by " + owners + ")").orElse("");
            throw new CommandFailure("detach " + node.name() + users, e);
        }
        return outcome(node.name());
    }

    /** Who has it open or mapped, which is what to end before a detach. */
    private Optional<String> users(NodeSnapshot node) {
        String path = "/devices/" + node.name() + ":";
        String owners = admin.snapshot().spaces().stream()
                .filter(space -> space.files().stream().anyMatch(file -> file.startsWith(path))
                        || space.segments().stream().anyMatch(segment -> segment.path().startsWith(path)))
                .map(space -> space.owner()).distinct().collect(Collectors.joining(", "));
        return owners.isEmpty() ? Optional.empty() : Optional.of(owners);
    }

    private String outcome(String name) {
        return admin.snapshot().node(name)
                .map(node -> name + ": " + Devices.state(node) + node.driver().map(driver -> ", driver " + driver).orElse(""))
                .orElse(name + ": gone");
    }
}
