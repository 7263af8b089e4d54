package org.devmap.shell;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.felix.service.command.Descriptor;
import org.devmap.Pages;
import org.devmap.dto.ContextSnapshot;
import org.devmap.dto.CookieSnapshot;
import org.devmap.dto.GateSnapshot;
import org.devmap.dto.HandleSnapshot;
import org.devmap.dto.SegmentSnapshot;
import org.devmap.dto.SpaceSnapshot;
import org.devmap.dto.SystemSnapshot;
import org.devmap.embed.DevmapAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What is mapped where, what is behind it, and what keeps it in order. */
@Component(service = MemoryCommands.class, property = {
    "osgi.command.scope=devmap",
    "osgi.command.function=maps",
    "osgi.command.function=spaces",
    "osgi.command.function=handles",
    "osgi.command.function=umem",
    "osgi.command.function=contexts",
    "osgi.command.function=gates"})
public final class MemoryCommands {

    private static final String SHARED = "SHARED";
    private static final String NONE = "no arguments";

    private final DevmapAdmin admin;

    /**
     * As a component.
     *
     * @param admin the system
     */
    @Activate
    public MemoryCommands(@Reference DevmapAdmin admin) {
        this.admin = admin;
    }

    /**
     * {@code maps [SPACE]}.
     *
     * @param words the space, or nothing for all
     * @return a line for each segment
     */
    @Descriptor("""
            the mappings of all address spaces, or of one
               PROT: read, write, execute, then s for shared or p for private
               PAGES: how many have a translation, and where: # all, + some, . none of a tenth of the mapping
               examples: maps
                         maps org.example.ui""")
    public String maps(@Descriptor("[SPACE]: owner or id of an address space") String... words) {
        Arguments arguments = Arguments.of("maps [SPACE]", 0, words);
        SystemSnapshot system = admin.snapshot();
        Spaces names = new Spaces(system);
        List<SpaceSnapshot> spaces = arguments.optional(0).map(names::find).orElse(system.spaces());
        Table table = new Table().left("SPACE").left("ADDRESS").right("LENGTH").left("PROT").left("DEVICE").right("OFFSET")
                .right("PAGES").left("").right("FAULTS");
        for (SpaceSnapshot space : spaces) {
            for (SegmentSnapshot segment : space.segments()) {
                long pages = Pages.btopr(segment.length());
                table.row(names.name(space), Figures.address(segment.address()), Figures.size(segment.length()),
                        Figures.protection(segment.prot()) + (segment.type().equals(SHARED) ? "s" : "p"),
                        Devices.ofPath(segment.path()), Figures.address(segment.offset()), Figures.pages(segment.loaded(), pages),
                        Figures.bar(segment.loaded(), pages), segment.faults());
            }
        }
        return table.orIfEmpty("nothing is mapped" + arguments.optional(0).map(word -> " in " + word).orElse(""));
    }

    /**
     * {@code spaces}.
     *
     * @param words none
     * @return a line for each space
     */
    @Descriptor("""
            the address spaces: whose they are, what is mapped and open in them
               WAITING: threads that wait for a lock of the space
               example: spaces""")
    public String spaces(@Descriptor(NONE) String... words) {
        Arguments.of("spaces", 0, words);
        Table table = new Table().right("ID").left("OWNER").left("MODEL").right("MAPPINGS").right("MAPPED").right("WAITING")
                .left("FILES");
        for (SpaceSnapshot space : admin.snapshot().spaces()) {
            table.row(space.id(), space.owner(), space.model(), space.segments().size(),
                    Figures.size(space.segments().stream().mapToLong(SegmentSnapshot::length).sum()), space.waiting(),
                    files(space.files()));
        }
        return table.orIfEmpty("no address spaces: no application has one");
    }

    /** Each file once, with how often it is open if that is more than once. */
    private static String files(List<String> paths) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        paths.forEach(path -> counts.merge(Devices.ofPath(path), 1, Integer::sum));
        return counts.isEmpty() ? "-" : counts.entrySet().stream()
                .map(file -> file.getValue() == 1 ? file.getKey() : file.getKey() + " (" + file.getValue() + " times)")
                .collect(Collectors.joining(", "));
    }

    /**
     * {@code handles}.
     *
     * @param words none
     * @return two lines for each handle
     */
    @Descriptor("""
            the mapping handles: what is behind each piece of a mapping, and below it how it is accessed
               ROFF: offset inside the register set or umem; PAGES as in 'maps'
               example: handles""")
    public String handles(@Descriptor(NONE) String... words) {
        Arguments.of("handles", 0, words);
        SystemSnapshot system = admin.snapshot();
        Spaces names = new Spaces(system);
        Table table = new Table().right("ID").left("SPACE").left("DEVICE").left("ADDRESS").right("LENGTH").right("OFFSET")
                .left("BACKING").right("ROFF").right("PAGES").left("");
        for (SpaceSnapshot space : system.spaces()) {
            for (SegmentSnapshot segment : space.segments()) {
                for (HandleSnapshot handle : segment.handles()) {
                    long pages = Pages.btopr(handle.length());
                    table.row(handle.id(), names.name(space), Devices.ofPath(segment.path()), Figures.address(handle.address()),
                            Figures.size(handle.length()), Figures.address(handle.uoff()), handle.backing(),
                            Figures.address(handle.roff()), Figures.pages(handle.loaded(), pages),
                            Figures.bar(handle.loaded(), pages));
                    table.note(HandleText.of(handle));
                }
            }
        }
        return table.orIfEmpty("no mapping handles: nothing is mapped");
    }

    /**
     * {@code umem}.
     *
     * @param words none
     * @return a line for each cookie
     */
    @Descriptor("""
            the umem cookies: kernel memory of drivers, and user memory that drivers have locked
               PINNED: pages that cannot be moved or given away now
               example: umem""")
    public String umem(@Descriptor(NONE) String... words) {
        Arguments.of("umem", 0, words);
        Table table = new Table().right("ID").left("OWNER").left("TYPE").right("SIZE").left("ADDRESS").left("PROVIDER")
                .right("PINNED");
        for (CookieSnapshot cookie : admin.snapshot().cookies()) {
            table.row(cookie.id(), cookie.owner(), cookie.type(), Figures.size(cookie.size()),
                    cookie.kernelAddress() == 0 ? "-" : Figures.address(cookie.kernelAddress()),
                    cookie.provider().isEmpty() ? "-" : cookie.provider(), cookie.lockedPages());
        }
        return table.orIfEmpty("no umem: no driver has allocated or locked any");
    }

    /**
     * {@code contexts}.
     *
     * @param words none
     * @return a line for each context record
     */
    @Descriptor("""
            the context records: which devices switch contexts between their mappings
               BUSY: a switch that has a hold-off is under way, or held off
               example: contexts""")
    public String contexts(@Descriptor(NONE) String... words) {
        Arguments.of("contexts", 0, words);
        Table table = new Table().left("NODE").left("BUSY").right("HANDLES").right("WAITING");
        for (ContextSnapshot context : admin.snapshot().contexts()) {
            table.row(context.node(), context.busy() ? "yes" : "no", context.handles(), context.waiting());
        }
        return table.orIfEmpty("no contexts: no mapping has an access callback");
    }

    /**
     * {@code gates}.
     *
     * @param words none
     * @return a line for each lock gate
     */
    @Descriptor("""
            the lock gates, which keep locks of kernel I/O and accesses of applications apart
               INSIDE: pages that are being accessed or that are locked; never both
               example: gates""")
    public String gates(@Descriptor(NONE) String... words) {
        Arguments.of("gates", 0, words);
        Table table = new Table().left("DEVICE NUMBER").left("INSIDE").right("HANDLES").right("WAITING");
        for (GateSnapshot gate : admin.snapshot().gates()) {
            table.row(gate.dev(), inside(gate.count()), gate.handles(), gate.waiting());
        }
        return table.orIfEmpty("no gates: no mapping has an access callback");
    }

    private static String inside(long count) {
        return count == 0 ? "nothing" : Devices.counted(Math.abs(count), "page") + (count > 0 ? " accessed" : " locked");
    }
}
