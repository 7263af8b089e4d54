package org.devmap.conformance.property;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a {@link PropertyRun} came to. */
public final class PropertyReport {

    private final String backend;
    private final int operations;
    private final long seed;
    private final Duration time;
    private final Optional<CounterExample> counterExample;

    PropertyReport(String backend, int operations, long seed, Duration time, Optional<CounterExample> counterExample) {
        this.backend = backend;
        this.operations = operations;
        this.seed = seed;
        this.time = time;
        this.counterExample = counterExample;
    }

    /**
     * Whether every property held.
     *
     * @return true if so
     */
    public boolean holds() {
        return counterExample.isEmpty();
    }

    /**
     * The report as people read it: one line, and if a property broke, the shortened sequence.
     *
     * @return the lines
     */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("properties  %s  %d operations on %s, seed %d, %.1f s".formatted(holds() ? "6 hold" : "BROKEN", operations,
                backend, seed, time.toMillis() / 1000.0));
        counterExample.ifPresent(found -> lines.addAll(found.lines()));
        return lines;
    }

    Optional<CounterExample> counterExample() {
        return counterExample;
    }
}
