package org.devmap.shell;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.felix.service.command.Descriptor;
import org.devmap.dto.LimitSnapshot;
import org.devmap.dto.LimitSnapshot.Project;
import org.devmap.dto.MemorySnapshot;
import org.devmap.dto.ProviderSnapshot;
import org.devmap.dto.SystemSnapshot;
import org.devmap.embed.DevmapAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Where memory comes from, how much of it may be locked, and what has happened. */
@Component(service = AdministrationCommands.class, property = {
    "osgi.command.scope=devmap",
    "osgi.command.function=limits",
    "osgi.command.function=providers",
    "osgi.command.function=memory",
    "osgi.command.function=counters"})
public final class AdministrationCommands {

    private static final String ZONE = "zone";

    private final DevmapAdmin admin;

    /**
     * As a component.
     *
     * @param admin the system
     */
    @Activate
    public AdministrationCommands(@Reference DevmapAdmin admin) {
        this.admin = admin;
    }

    /**
     * {@code limits [PROJECT|zone BYTES|unlimited]}.
     *
     * @param words nothing, or whose limit and what it shall be
     * @return a line for each limit, or the one that was set
     */
    @Descriptor("""
            the limits of locked memory, or sets one; what is locked already stays locked
               examples: limits
                         limits org.example.ui 16MiB
                         limits zone unlimited""")
    public String limits(@Descriptor("[PROJECT|zone BYTES|unlimited]: a client, or 'zone' for all; 65536, 0x10000, 64KiB")
                         String... words) {
        Arguments arguments = Arguments.of("limits [PROJECT|zone BYTES|unlimited]", words.length == 0 ? 0 : 2, words);
        if (words.length == 0) {
            return table(admin.snapshot().limits());
        }
        return set(arguments.word(0), Figures.bytes("BYTES", arguments.word(1)));
    }

    private static String table(LimitSnapshot limits) {
        Table table = new Table().left("PROJECT").right("LIMIT").right("LOCKED");
        table.row(ZONE, Figures.limit(limits.zoneLimit()), Figures.size(limits.zoneUsed()));
        new TreeMap<>(limits.projects()).forEach(
                (name, project) -> table.row(name, Figures.limit(project.limit()), Figures.size(project.used())));
        return table.toString();
    }

    private String set(String whose, long bytes) {
        if (whose.equals(ZONE)) {
            admin.setZoneLockedLimit(bytes);
            LimitSnapshot limits = admin.snapshot().limits();
            return told(ZONE, limits.zoneLimit(), limits.zoneUsed());
        }
        boolean known = isKnown(whose, admin.snapshot());
        admin.setProjectLockedLimit(whose, bytes);
        Project project = admin.snapshot().limits().projects().getOrDefault(whose, new Project(bytes, 0));
        return told(whose, project.limit(), project.used()) + (known ? "" : "; there is no such client yet");
    }

    private static boolean isKnown(String project, SystemSnapshot system) {
        return system.limits().projects().containsKey(project)
                || system.spaces().stream().anyMatch(space -> space.owner().equals(project));
    }

    private static String told(String whose, long limit, long used) {
        return "%s: limit %s, locked %s".formatted(whose, Figures.limit(limit), Figures.size(used));
    }

    /**
     * {@code providers}.
     *
     * @param words none
     * @return a line for each memory provider
     */
    @Descriptor("""
            the memory providers: what they hold, and which of them holds new memory
               WAITING: allocations that wait for memory
               example: providers""")
    public String providers(@Descriptor("no arguments") String... words) {
        Arguments.of("providers", 0, words);
        Table table = new Table().left("PROVIDER").right("RANKING").right("PIECES").right("SIZE").right("WAITING")
                .left("NEW MEMORY");
        for (ProviderSnapshot provider : admin.snapshot().providers()) {
            table.row(provider.name(), provider.ranking(), provider.pieces(), Figures.size(provider.bytes()), provider.waiting(),
                    provider.hostsNewMemory() ? "here" : "-");
        }
        departed().forEach((name, pieces) -> table.row(name, "-", pieces.size(),
                Figures.size(pieces.stream().mapToLong(MemorySnapshot::bytes).sum()), "-", "has left"));
        return table.orIfEmpty("no memory providers: install a backend, for example org.devmap.backend.sim");
    }

    /** What has lost its provider, by the name of that. */
    private Map<String, List<MemorySnapshot>> departed() {
        return admin.snapshot().memory().stream().filter(piece -> piece.state() == MemorySnapshot.State.ORPHANED)
                .collect(Collectors.groupingBy(MemorySnapshot::provider, TreeMap::new, Collectors.toList()));
    }

    /**
     * {@code memory}.
     *
     * @param words none
     * @return a line for each piece of memory
     */
    @Descriptor("""
            the memory that providers host, piece by piece: where it is, where it is going, and who keeps it there
               STATE: orphaned is memory whose provider has left; it can be used, and moves when another provider comes
               example: memory""")
    public String memory(@Descriptor("no arguments") String... words) {
        Arguments.of("memory", 0, words);
        Table table = new Table().left("MEMORY").right("SIZE").left("PROVIDER").left("STATE").left("HELD BY");
        for (MemorySnapshot piece : admin.snapshot().memory()) {
            table.row(piece.purpose(), Figures.size(piece.bytes()), piece.provider(),
                    piece.state().toString().toLowerCase(Locale.ROOT) + piece.destination().map(to -> " to " + to).orElse(""),
                    piece.holders().isEmpty() ? "-" : String.join("; ", piece.holders()));
        }
        return table.orIfEmpty("no memory: no driver has asked for any");
    }

    /**
     * {@code counters}.
     *
     * @param words none
     * @return a line for each event
     */
    @Descriptor("""
            what has happened so far, and how often
               example: counters""")
    public String counters(@Descriptor("no arguments") String... words) {
        Arguments.of("counters", 0, words);
        Table table = new Table().left("EVENT").right("COUNT");
        for (Map.Entry<String, Long> counter : new TreeMap<>(admin.snapshot().counters()).entrySet()) {
            table.row(counter.getKey(), counter.getValue());
        }
        return table.orIfEmpty("no counters");
    }
}
