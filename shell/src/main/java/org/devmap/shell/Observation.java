package org.devmap.shell;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.ToLongBiFunction;
import java.util.stream.Collectors;
import org.devmap.RegisterDescription;
import org.devmap.dto.NodeSnapshot;

/** Compares what is in places with what was in them, and writes down what changed: a table that grows. */
final class Observation {

    private static final double NANOS_PER_SECOND = 1e9;
    private static final String NOTHING_BEFORE = "-";

    private final NodeSnapshot node;
    private final List<Place> places;
    private final OptionalLong[] before;
    private final PrintStream out;
    private final long start;
    private final String layout;

    /** Begins with the headers of the table. */
    Observation(NodeSnapshot node, List<Place> places, PrintStream out, long start) {
        this.node = node;
        this.places = places;
        this.out = out;
        this.start = start;
        before = new OptionalLong[places.size()];
        Arrays.fill(before, OptionalLong.empty());
        int name = places.stream().mapToInt(place -> place.name().length()).max().orElse(0);
        int value = places.stream().mapToInt(Observation::longest).max().orElse(0);
        layout = "%9s  %-" + Math.max(name, "REGISTER".length()) + "s  %-" + Math.max(value, "BEFORE".length()) + "s  %-"
                + Math.max(value, "NOW".length()) + "s  %s";
        line("SECONDS", "REGISTER", "BEFORE", "NOW", "CHANGED FIELDS");
    }

    /** How much room a value of the place may need. */
    private static int longest(Place place) {
        long allOnes = -1L >>> Long.SIZE - Byte.SIZE * place.width();
        return place.text(place.of(allOnes)).length();
    }

    /** Reads all places and shows those that changed; the first look shows all of them. */
    int look(long now, ToLongBiFunction<Place, NodeSnapshot> read) {
        int changes = 0;
        String seconds = String.format(Locale.ROOT, "%.3f", (now - start) / NANOS_PER_SECOND);
        for (int i = 0; i < before.length; i++) {
            Place place = places.get(i);
            long value = place.of(read.applyAsLong(place, node));
            if (before[i].isEmpty()) {
                line(seconds, place.name(), NOTHING_BEFORE, place.text(value), "");
            } else if (before[i].getAsLong() != value) {
                changes++;
                line(seconds, place.name(), place.text(before[i].getAsLong()), place.text(value),
                        fields(place, before[i].getAsLong(), value));
            }
            before[i] = OptionalLong.of(value);
        }
        return changes;
    }

    private void line(String seconds, String name, String old, String value, String fields) {
        out.println(layout.formatted(seconds, name, old, value, fields).stripTrailing());
        out.flush();
    }

    /** What has changed in a register, field by field; nothing if it is a field itself. */
    private static String fields(Place place, long old, long value) {
        return place.field().isPresent() ? "" : place.register().map(RegisterDescription::fields).orElse(List.of()).stream()
                .filter(field -> field.of(old) != field.of(value))
                .map(field -> field.name() + " " + Figures.address(field.of(old)) + " -> " + Figures.address(field.of(value)))
                .collect(Collectors.joining(", "));
    }
}
