package org.devmap.conformance.suite;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.devmap.conformance.Backend;
import org.devmap.conformance.bench.Bench;
import org.devmap.conformance.bench.NotProvided;
import org.devmap.conformance.port.PortResult;
import org.devmap.conformance.port.PortedDriver;
import org.devmap.embed.DevmapSystemFactory;

/**
 * Runs tests and ported drivers against a backend: each with a bench of its own, on a thread of its own. A test that
 * hangs fails with the place where it hangs, and its thread is given up; the next one is not affected.
 */
public final class Runner {

    /** Longer than every wait of a bench, so that those report first. It bounds a failure and times nothing. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final DevmapSystemFactory factory;
    private final Backend backend;

    /**
     * A runner.
     *
     * @param factory makes the system of each test
     * @param backend what is tested
     */
    public Runner(DevmapSystemFactory factory, Backend backend) {
        this.factory = factory;
        this.backend = backend;
    }

    /**
     * Runs a test.
     *
     * @param test the test
     * @return what it came to
     */
    public Result run(StatementMethod test) {
        Throwable end = play(test.statement().id(), test::run);
        return end == null ? Result.passed(test)
                : end instanceof NotProvided ? Result.skipped(test, end.getMessage()) : Result.failed(test, end);
    }

    /**
     * Plays the scenario of a ported driver.
     *
     * @param driver the driver
     * @return what it came to
     */
    public PortResult run(PortedDriver driver) {
        Throwable end = play(driver.name(), driver::play);
        boolean skipped = end instanceof NotProvided;
        return new PortResult(driver, skipped ? Optional.of(end.getMessage()) : Optional.empty(),
                skipped ? Optional.empty() : Optional.ofNullable(end));
    }

    /** Answers null if all is well. */
    private Throwable play(String name, Scenario scenario) {
        Attempt attempt = new Attempt(scenario);
        Thread thread = Thread.ofPlatform().name("conformance " + name).daemon().start(attempt);
        try {
            if (!thread.join(PATIENCE)) {
                return hanging(thread);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            thread.interrupt();
            return stop;
        }
        return attempt.failure;
    }

    private static AssertionError hanging(Thread thread) {
        StackTraceElement[] frames = thread.getStackTrace();
        AssertionError hang = new AssertionError("does not end; after %d s its thread was %s at %s".formatted(
                PATIENCE.toSeconds(), thread.getState(),
                Arrays.stream(frames).findFirst().map(String::valueOf).orElse("its end")));
        hang.setStackTrace(frames);
        thread.interrupt();
        return hang;
    }

    /** What is played on a bench. */
    @FunctionalInterface
    private interface Scenario {

        void play(Bench bench) throws Throwable;
    }

    /** One run. The failure is published by the end of the thread. */
    private final class Attempt implements Runnable {

        private final Scenario scenario;
        private Throwable failure;

        private Attempt(Scenario scenario) {
            this.scenario = scenario;
        }

        @Override
        public void run() {
            Bench bench = new Bench(factory, backend);
            try {
                scenario.play(bench);
            } catch (Throwable end) {
                failure = end;
            }
            // A test may end interrupted on purpose; the bench still has to wait for its threads.
            Thread.interrupted();
            try {
                bench.close();
            } catch (Throwable leftover) {
                if (failure == null || failure instanceof NotProvided) {
                    failure = leftover;
                } else {
                    failure.addSuppressed(leftover);
                }
            }
        }
    }
}
