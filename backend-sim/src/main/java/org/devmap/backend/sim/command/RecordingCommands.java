package org.devmap.backend.sim.command;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.apache.felix.service.command.Descriptor;
import org.devmap.DdiException;
import org.devmap.backend.DeviceNode;
import org.devmap.backend.RegisterModel;
import org.devmap.backend.RegisterSet;
import org.devmap.backend.sim.SimNexus;
import org.devmap.backend.sim.layout.Table;
import org.devmap.backend.sim.record.Replay;
import org.devmap.backend.sim.record.Replay.Difference;
import org.devmap.embed.ManualClock;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Accesses to simulated devices, written down and played back. Thread-safe. It stays between two commands: it has state. */
@Component(service = RecordingCommands.class, immediate = true, property = {
    "osgi.command.scope=devmap",
    "osgi.command.function=record",
    "osgi.command.function=replay"})
public final class RecordingCommands {

    private static final String START = "record start DEVICE FILE";
    private static final String STOP = "record stop [DEVICE]";
    private static final String REPLAY = "replay FILE [DEVICE]";

    private final SimNexus nexus;
    private final Map<String, Recording> recordings = new ConcurrentSkipListMap<>();

    private record Recording(Path file, Closeable end) { }

    /**
     * As a component.
     *
     * @param nexus whose devices are recorded
     */
    @Activate
    public RecordingCommands(@Reference SimNexus nexus) {
        this.nexus = nexus;
    }

    /**
     * {@code record [start DEVICE FILE | stop [DEVICE]]}.
     *
     * @param words what to begin or end
     * @return what came of it
     */
    @Descriptor("""
            writes every access to the registers of a simulated device to a file, a line each; without words: what is recorded
               DEVICE: may come later; a replay begins at power-up, so should a recording
               examples: record start edu0 edu.recording
                         record
                         record stop edu0
                         record stop""")
    public String record(@Descriptor("[start DEVICE FILE | stop [DEVICE]]") String... words) {
        if (words.length == 0) {
            return list();
        }
        return switch (words[0]) {
            case "start" -> start(Words.checked(START, 3, 3, words));
            case "stop" -> stop(Words.checked(STOP, 1, 2, words));
            default -> throw new CommandFailure("'" + words[0] + "' must be start or stop; usage: " + START + ", " + STOP);
        };
    }

    private String list() {
        Table table = new Table().left("DEVICE", "FILE");
        recordings.forEach((device, recording) -> table.row(device, recording.file()));
        return table.isEmpty() ? "nothing is recorded; usage: " + START : table.toString();
    }

    private String start(List<String> words) {
        String device = words.get(1);
        Path file = path(words.get(2));
        if (Files.exists(file)) {
            throw new CommandFailure("FILE '" + file + "' exists already; name another");
        }
        try {
            recordings.put(device, new Recording(file, nexus.recordings().record(device, file)));
            return device + ": recorded to " + file + (nexus.devices().contains(device) ? ""
                    : "; there is no such simulated device yet");
        } catch (IOException failed) {
            throw new CommandFailure("record " + device + " to " + file + ": " + reason(failed), failed);
        }
    }

    private String stop(List<String> words) {
        List<String> devices = words.size() > 1 ? List.of(words.get(1)) : List.copyOf(recordings.keySet());
        if (devices.isEmpty()) {
            throw new CommandFailure("nothing is recorded; usage: " + START);
        }
        return String.join("\n", devices.stream().map(this::end).toList());
    }

    private String end(String device) {
        Recording recording = recordings.remove(device);
        if (recording == null) {
            throw new CommandFailure("DEVICE '" + device + "' is not recorded; "
                    + (recordings.isEmpty() ? "nothing is" : Words.names(List.copyOf(recordings.keySet())) + " is"));
        }
        try {
            recording.end().close();
            return device + ": " + Words.counted(accesses(recording.file()), "access") + " in " + recording.file();
        } catch (IOException failed) {
            throw new CommandFailure("recording of " + device + " in " + recording.file() + " is not complete: "
                    + reason(failed), failed);
        }
    }

    /**
     * {@code replay FILE [DEVICE]}.
     *
     * @param words a recording, and a device if it is not to be the recorded one
     * @return how many accesses ended as they were recorded
     */
    @Descriptor("""
            plays a recording back against a device of its own, fresh from power-up and without faults, on a clock of its own;
               the first access that ends differently is shown with those before it, and the command has failed
               DEVICE: as which simulated device it is made; else the one that was recorded
               examples: replay edu.recording
                         replay edu.recording edu1""")
    public String replay(@Descriptor("FILE [DEVICE]: a recording, a simulated device") String... words) {
        List<String> arguments = Words.checked(REPLAY, 1, 2, words);
        Path file = path(arguments.getFirst());
        try {
            String device = arguments.size() > 1 ? arguments.get(1) : Replay.nodeOf(file);
            ManualClock clock = new ManualClock();
            DeviceNode fresh = nexus.makeAnother(device, clock).orElseThrow(() -> new CommandFailure("replay " + file
                    + ": there is no simulated device " + device + "; there are " + Words.names(nexus.devices())
                    + "; usage: " + REPLAY));
            Optional<Difference> difference = Replay.run(file, models(fresh), clock);
            if (difference.isPresent()) {
                throw new CommandFailure(DifferenceText.of(file, device, difference.get()));
            }
            return "replayed " + Words.counted(accesses(file), "access") + " against " + device + ", no difference";
        } catch (IOException | IllegalArgumentException unreadable) {
            throw new CommandFailure("replay " + file + ": " + reason(unreadable), unreadable);
        } catch (DdiException unusable) {
            throw new CommandFailure("replay " + file + ": " + unusable.getMessage(), unusable);
        }
    }

    private static Map<String, RegisterModel> models(DeviceNode device) {
        Map<String, RegisterModel> models = new HashMap<>();
        device.configSpace().ifPresent(model -> models.put("config", model));
        device.registerSets().forEach(set -> {
            if (set instanceof RegisterSet.Modelled modelled) {
                models.put(modelled.name(), modelled.model());
            }
        });
        return models;
    }

    private static long accesses(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> !line.startsWith("#")).count();
        }
    }

    private static Path path(String word) {
        try {
            return Path.of(word);
        } catch (InvalidPathException noPath) {
            throw new CommandFailure("FILE '" + word + "' is no file name: " + noPath.getReason(), noPath);
        }
    }

    private static String reason(Exception failed) {
        return switch (failed) {
            case NoSuchFileException missing -> "there is no file " + missing.getFile();
            case CharacterCodingException noText -> "it is no recording: it holds no text";
            case Exception other -> other.getMessage() == null ? other.getClass().getSimpleName() : other.getMessage();
        };
    }
}
