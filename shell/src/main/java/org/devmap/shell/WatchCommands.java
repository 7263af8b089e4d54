package org.devmap.shell;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.devmap.dto.NodeSnapshot;
import org.devmap.embed.DevmapAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Registers under observation. */
@Component(service = WatchCommands.class, property = {"osgi.command.scope=devmap", "osgi.command.function=watch"})
public final class WatchCommands {

    private static final String USAGE = "watch NODE " + Place.GRAMMAR + "...";
    private static final String SIDE_EFFECTS = "--side-effects";
    private static final String WITHOUT_END = "until interrupted";
    private static final long LONGEST_INTERVAL = Duration.ofDays(1).toMillis();

    private final DevmapAdmin admin;
    private final Pace pace;
    private final Supplier<PrintStream> out;

    /**
     * As a component.
     *
     * @param admin the system
     */
    @Activate
    public WatchCommands(@Reference DevmapAdmin admin) {
        // Gogo gives each session a System.out of its own while a command runs.
        this(admin, Pace.REAL, () -> System.out);
    }

    WatchCommands(DevmapAdmin admin, Pace pace, Supplier<PrintStream> out) {
        this.admin = admin;
        this.pace = pace;
        this.out = out;
    }

    /**
     * {@code watch NODE PLACE...}.
     *
     * @param sideEffects whether it may be read although that changes something
     * @param interval milliseconds between two looks
     * @param changes how many changes end it
     * @param typed the node and the places
     * @return how many changes there were
     */
    @Descriptor("""
            shows registers and fields, and each change of them, until Ctrl-C; it sees what lasts from one look to the next
               REGISTER[.FIELD] and SET:OFFSET[/WIDTH] as in 'help devmap:read'
               examples: watch framebuffer0 CONTROL
                         watch --changes 5 --interval 20 context0 SELECT STATUS.BANK
                         watch --side-effects context0 SWITCHES""")
    public String watch(
            @Descriptor("watch also what a read changes")
            @Parameter(names = SIDE_EFFECTS, presentValue = "true", absentValue = "false") boolean sideEffects,
            @Descriptor("milliseconds from one look to the next, 100 unless given")
            @Parameter(names = "--interval", absentValue = "100") String interval,
            @Descriptor("ends after so many changes")
            @Parameter(names = "--changes", absentValue = WITHOUT_END) String changes,
            @Descriptor("NODE " + Place.GRAMMAR + "...: a device, what to watch in it") String... typed) {
        String[] words = Arguments.joined(typed);
        Arguments.of(USAGE, 2, Arrays.copyOf(words, Math.min(words.length, 2)));
        Duration pause = Duration.ofMillis(positive("--interval", interval, LONGEST_INTERVAL));
        long most = changes.equals(WITHOUT_END) ? Long.MAX_VALUE : positive("--changes", changes, Long.MAX_VALUE);
        NodeSnapshot node = Devices.node(admin.snapshot(), words[0]);
        List<Place> places = Arrays.stream(words).skip(1).map(word -> Place.parse(node, word)).toList();
        places.forEach(place -> place.requireReadable(node, sideEffects,
                "watch " + SIDE_EFFECTS + " " + String.join(" ", words)));
        Observation observation = new Observation(node, places, out.get(), pace.nanoTime());
        return Devices.counted(watch(observation, pause, most), "change") + " of " + node.name();
    }

    private long watch(Observation observation, Duration pause, long most) {
        long seen = 0;
        look(observation);
        try {
            while (seen < most) {
                pace.pause(pause);
                seen += look(observation);
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
        return seen;
    }

    private int look(Observation observation) {
        return observation.look(pace.nanoTime(), (place, node) -> RegisterAccess.with(admin,
                "watch " + place + " of " + node.name(), node, place.set(), place::read));
    }

    private static long positive(String option, String word, long most) {
        long number = Figures.number(option, word);
        if (number < 1 || number > most) {
            throw new CommandFailure(option + " " + word + " must be from 1 to " + most);
        }
        return number;
    }
}
