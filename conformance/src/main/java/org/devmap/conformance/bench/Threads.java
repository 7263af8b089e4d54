package org.devmap.conformance.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The other threads of a test, and how it waits for them: on conditions, never for a time. */
public final class Threads {

    /**
     * No test waits longer for what is bound to happen. It bounds a failure and times nothing; a machine that is
     * emulated may need more.
     */
    private static final long PATIENCE_SECONDS = Long.getLong("devmap.conformance.patience", 10);
    /** What counts at most of the time between two looks: a machine that stood still moved nobody else either. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final List<Background> backgrounds = new ArrayList<>();
    private final List<Checkpoint> checkpoints = new ArrayList<>();

    Threads() {
    }

    /**
     * Does something in another thread.
     *
     * @param name of the thread, for people
     * @param step what to do
     * @return the thread, already started
     */
    public Background start(String name, Step step) {
        return touch(name, () -> Outcome.of(step));
    }

    /**
     * Touches memory in another thread: {@code touch("B", () -> read(mapping, 0))}.
     *
     * @param name of the thread, for people
     * @param touch the access
     * @return the thread, already started
     */
    public Background touch(String name, Supplier<Outcome> touch) {
        Background background = new Background(this, name, touch);
        backgrounds.add(background);
        background.start();
        return background;
    }

    /**
     * A place where a script stops until the test releases it.
     *
     * @param name for people
     * @return the checkpoint; released at the end of the test at the latest
     */
    public Checkpoint checkpoint(String name) {
        Checkpoint checkpoint = new Checkpoint(this, name);
        checkpoints.add(checkpoint);
        return checkpoint;
    }

    /**
     * Waits for something that is bound to happen, without sleeping; fails if it does not.
     *
     * @param what what is waited for, for people
     * @param condition whether it has happened
     */
    public void await(String what, BooleanSupplier condition) {
        long waited = 0;
        long last = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (waited > TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
                throw new Unmet("waiting", what, "not within " + PATIENCE_SECONDS + " s; " + whereabouts(), null);
            }
            Thread.yield();
            long now = System.nanoTime();
            waited += Math.min(now - last, LOOK_NANOS);
            last = now;
        }
    }

    /** Lets everybody go on and waits for the end of every thread. */
    void finish() {
        checkpoints.forEach(Checkpoint::release);
        backgrounds.forEach(background -> await("the end of every thread of the test", background::isDone));
    }

    private String whereabouts() {
        return backgrounds.isEmpty() ? "no other thread of the test runs"
                : String.join("; ", backgrounds.stream().map(Background::whereabouts).toList());
    }
}
