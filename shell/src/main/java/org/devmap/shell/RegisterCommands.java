package org.devmap.shell;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.devmap.RegisterDescription;
import org.devmap.RegisterDescription.Access;
import org.devmap.driver.RegisterHandle;
import org.devmap.dto.NodeSnapshot;
import org.devmap.dto.NodeSnapshot.Registers;
import org.devmap.embed.DevmapAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The registers of devices: what they are, and what is in them. */
@Component(service = RegisterCommands.class, property = {
    "osgi.command.scope=devmap",
    "osgi.command.function=registers",
    "osgi.command.function=read",
    "osgi.command.function=write",
    "osgi.command.function=dump"})
public final class RegisterCommands {

    private static final String SIDE_EFFECTS = "--side-effects";
    private static final String HAS_EFFECTS = "(read has effects)";

    private final DevmapAdmin admin;

    /**
     * As a component.
     *
     * @param admin the system
     */
    @Activate
    public RegisterCommands(@Reference DevmapAdmin admin) {
        this.admin = admin;
    }

    /**
     * {@code registers NODE [SET]}.
     *
     * @param words the node, and a set or nothing for all
     * @return a table for each set
     */
    @Descriptor("""
            the registers a device describes, and their fields
               AT: offset of a register, bits of a field; EFFECTS: what reads and writes do besides; long texts are cut here,
                   'read' shows those of the fields in full
               examples: registers framebuffer0
                         registers framebuffer0 control""")
    public String registers(@Descriptor("NODE [SET]: a device; number or name of a register set") String... words) {
        return eachSet(Arguments.of("registers NODE [SET]", 1, words), RegisterTables::described);
    }

    /**
     * {@code read NODE REGISTER[.FIELD]|SET:OFFSET[/WIDTH]}.
     *
     * @param sideEffects whether it may be read although that changes something
     * @param words the node and the place
     * @return the value, and the fields of a register
     */
    @Descriptor("""
            reads a register: one access of its width
               REGISTER, FIELD: names that 'registers NODE' shows, with SET: before them if several sets have them
               SET:OFFSET[/WIDTH]: number or name of a set, bytes from its start, width of the access in bytes
               examples: read framebuffer0 CONTROL
                         read framebuffer0 CONTROL.ENABLE
                         read framebuffer0 2:0x10/4
                         read --side-effects context0 SWITCHES""")
    public String read(
            @Descriptor("read also what a read changes")
            @Parameter(names = SIDE_EFFECTS, presentValue = "true", absentValue = "false") boolean sideEffects,
            @Descriptor("NODE " + Place.GRAMMAR) String... words) {
        Arguments arguments = Arguments.of("read NODE " + Place.GRAMMAR, 2, words);
        NodeSnapshot node = Devices.node(admin.snapshot(), arguments.word(0));
        Place place = Place.parse(node, arguments.word(1));
        place.requireReadable(node, sideEffects, "read " + SIDE_EFFECTS + " " + String.join(" ", words));
        long value = RegisterAccess.with(admin, "read " + place + " of " + node.name(), node, place.set(), place::read);
        return RegisterTables.value(node, place, value);
    }

    /**
     * {@code write NODE REGISTER[.FIELD]|SET:OFFSET[/WIDTH] VALUE}.
     *
     * @param sideEffects whether a field may be written although that does something to the rest of its register
     * @param words the node, the place, the value
     * @return what was written
     */
    @Descriptor("""
            writes a register: one access of its width; for a field it is read before
               REGISTER[.FIELD] and SET:OFFSET[/WIDTH] as in 'help devmap:read'
               VALUE: decimal, or 0x and hexadecimal digits
               examples: write framebuffer0 CONTROL 1
                         write framebuffer0 CONTROL.BLANK 1
                         write framebuffer0 2:0x10/4 0x3""")
    public String write(
            @Descriptor("write a field although reading or writing its register does something besides")
            @Parameter(names = SIDE_EFFECTS, presentValue = "true", absentValue = "false") boolean sideEffects,
            @Descriptor("NODE " + Place.GRAMMAR + " VALUE") String... words) {
        Arguments arguments = Arguments.of("write NODE " + Place.GRAMMAR + " VALUE", 3, words);
        NodeSnapshot node = Devices.node(admin.snapshot(), arguments.word(0));
        Place place = Place.parse(node, arguments.word(1));
        long value = Figures.number("VALUE", arguments.word(2));
        if (!place.holds(value)) {
            throw new CommandFailure("VALUE %s must fit into the %s of %s".formatted(arguments.word(2),
                    place.field().isPresent() ? Devices.counted(place.bits(), "bit") : Devices.counted(place.width(), "byte"),
                    place));
        }
        if (place.register().filter(register -> register.access() == Access.READ_ONLY).isPresent()) {
            throw new CommandFailure(place + " of " + node.name() + " is read-only");
        }
        if (place.isPart()) {
            String command = "write " + SIDE_EFFECTS + " " + String.join(" ", words);
            place.requireReadable(node, sideEffects, command);
            place.requireHarmlessRewrite(node, sideEffects, command);
        }
        RegisterAccess.with(admin, "write " + place + " of " + node.name(), node, place.set(), registers -> {
            place.write(registers, value);
            return null;
        });
        return "%s %s <- %s".formatted(node.name(), place, place.text(value));
    }

    /**
     * {@code dump NODE [SET]}.
     *
     * @param sideEffects whether to read also what a read changes
     * @param words the node, and a set or nothing for all
     * @return a table for each set
     */
    @Descriptor("""
            reads the registers a device describes, field by field
               examples: dump framebuffer0
                         dump context0 control
                         dump --side-effects context0""")
    public String dump(
            @Descriptor("read also what a read changes")
            @Parameter(names = SIDE_EFFECTS, presentValue = "true", absentValue = "false") boolean sideEffects,
            @Descriptor("NODE [SET]: a device; number or name of a register set") String... words) {
        Arguments arguments = Arguments.of("dump NODE [SET]", 1, words);
        NodeSnapshot node = Devices.node(admin.snapshot(), arguments.word(0));
        return eachSet(arguments, set -> RegisterAccess.with(admin, "dump " + arguments.word(0), node, set,
                registers -> RegisterTables.values(set, register -> content(registers, Place.of(set, register), sideEffects))));
    }

    /** The value, or why there is none. */
    private static RegisterTables.Content content(RegisterHandle registers, Place place, boolean sideEffects) {
        if (place.register().orElseThrow().access() == Access.WRITE_ONLY) {
            return RegisterTables.Content.absent("(write-only)");
        }
        if (!sideEffects && place.changedByRead().isPresent()) {
            return RegisterTables.Content.absent(HAS_EFFECTS);
        }
        try {
            return RegisterTables.Content.of(place.read(registers));
        } catch (RuntimeException e) {
            return RegisterTables.Content.failed(e);
        }
    }

    /** What there is to say of each set under its heading; of all sets, or of the one that was named. */
    private String eachSet(Arguments arguments, Function<Registers, String> text) {
        NodeSnapshot node = Devices.node(admin.snapshot(), arguments.word(0));
        List<Registers> wanted = arguments.optional(1).map(word -> List.of(Devices.set(node, word))).orElse(node.registerSets());
        if (wanted.isEmpty()) {
            return node.name() + " has no register sets";
        }
        return wanted.stream()
                .map(set -> Devices.heading(node, set)
                        + (set.registers().isEmpty() ? ", no register is described" : "\n" + text.apply(set)))
                .collect(Collectors.joining("\n\n"));
    }
}
