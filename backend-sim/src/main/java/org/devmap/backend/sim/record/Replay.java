package org.devmap.backend.sim.record;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.devmap.DdiException;
import org.devmap.backend.RegisterModel;
import org.devmap.embed.ManualClock;

/** Plays a recording back against a model, at the times of the recording, and finds the first access that ends differently. */
public final class Replay {

    /** Begins the first line of a recording; the name of the node follows. */
    static final String HEADER = "# ";

    private static final int HISTORY = 10;

    /**
     * Where model and recording part.
     *
     * @param line of the recording, from 1
     * @param recorded what was recorded
     * @param replayed what the model did
     * @param history the accesses before, at most ten, oldest first
     */
    public record Difference(int line, Access recorded, Access replayed, List<Access> history) {

        /** Copies what it is given. */
        public Difference {
            history = List.copyOf(history);
        }

        /** The whole story, in lines. */
        @Override
        public String toString() {
            StringBuilder story = new StringBuilder("line " + line + " ends differently\n");
            history.forEach(access -> story.append("         ").append(access).append('\n'));
            return story.append("recorded ").append(recorded).append("\nreplayed ").append(replayed).toString();
        }
    }

    private Replay() {
    }

    /**
     * Whose accesses a recording holds.
     *
     * @param recording the file
     * @return the name of the node
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if it is no recording
     */
    public static String nodeOf(Path recording) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(recording)) {
            String first = reader.readLine();
            if (first == null || !first.startsWith(HEADER)) {
                throw new IllegalArgumentException("it is no recording: its first line must be \"" + HEADER
                        + "\" and the name of a device");
            }
            return first.substring(HEADER.length());
        }
    }

    /**
     * Plays a recording back.
     *
     * @param recording the file
     * @param models the models by the names of their sets, just made
     * @param clock the clock that the models were made with, at the time when they were made
     * @return the first difference; empty if there is none
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException for a line that is no access, or of a set without a model
     */
    public static Optional<Difference> run(Path recording, Map<String, RegisterModel> models,
            ManualClock clock) throws IOException {
        Deque<Access> history = new ArrayDeque<>();
        try (BufferedReader reader = Files.newBufferedReader(recording)) {
            int line = 0;
            long start = clock.nanoTime();
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                line++;
                if (text.startsWith(HEADER)) {
                    continue;
                }
                Access recorded = parse(line, text);
                RegisterModel model = models.get(recorded.set());
                if (model == null) {
                    throw new IllegalArgumentException("line " + line + ": there is no model for the set " + recorded.set()
                            + " among "
                            + models.keySet());
                }
                clock.advance(Math.max(0, start + recorded.nanos() - clock.nanoTime()));
                Access replayed = repeat(recorded, model);
                if (replayed.value() != recorded.value() || !replayed.error().equals(recorded.error())) {
                    return Optional.of(new Difference(line, recorded, replayed, List.copyOf(history)));
                }
                history.add(recorded);
                if (history.size() > HISTORY) {
                    history.remove();
                }
            }
        }
        return Optional.empty();
    }

    private static Access parse(int line, String text) {
        try {
            return Access.parse(text);
        } catch (IllegalArgumentException noAccess) {
            throw new IllegalArgumentException("line " + line + ": " + noAccess.getMessage(), noAccess);
        }
    }

    private static Access repeat(Access recorded, RegisterModel model) {
        try {
            if (recorded.write()) {
                model.write(recorded.offset(), recorded.width(), recorded.value());
                return ended(recorded, recorded.value(), "");
            }
            return ended(recorded, model.read(recorded.offset(), recorded.width()), "");
        } catch (DdiException failed) {
            return ended(recorded, recorded.write() ? recorded.value() : 0, failed.errno().name());
        }
    }

    private static Access ended(Access recorded, long value, String error) {
        return new Access(recorded.nanos(), recorded.thread(), recorded.set(), recorded.write(), recorded.offset(),
                recorded.width(),
                value, recorded.register(), error);
    }
}
