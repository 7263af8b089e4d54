package org.devmap.conformance.suite;

import java.time.Duration;
import java.util.Arrays;
import org.devmap.conformance.Backend;
import org.devmap.conformance.bench.Bench;
import org.devmap.conformance.bench.NotProvided;
import org.devmap.embed.DevmapSystemFactory;

/**
 * Runs tests against a backend: each with a bench of its own, on a thread of its own. A test that hangs fails with the place
 * where it hangs, and its thread is given up; the next one is not affected.
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
    public Result run(StatementTest test) {
        Attempt attempt = new Attempt(test);
        Thread thread = Thread.ofPlatform().name("conformance " + test.statement().id()).daemon().start(attempt);
        try {
            if (!thread.join(PATIENCE)) {
                return Result.failed(test, hanging(thread));
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            thread.interrupt();
            return Result.failed(test, stop);
        }
        return attempt.result;
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

    /** One run. The result is published by the end of the thread. */
    private final class Attempt implements Runnable {

        private final StatementTest test;
        private Result result;

        private Attempt(StatementTest test) {
            this.test = test;
        }

        @Override
        public void run() {
            Bench bench = new Bench(factory, backend);
            try {
                test.run(bench);
                result = Result.passed(test);
            } catch (NotProvided reason) {
                result = Result.skipped(test, reason.getMessage());
            } catch (Throwable failure) {
                result = Result.failed(test, failure);
            }
            // A test may end interrupted on purpose; the bench still has to wait for its threads.
            Thread.interrupted();
            try {
                bench.close();
            } catch (Throwable leftover) {
                result.failure().ifPresentOrElse(first -> first.addSuppressed(leftover),
                        () -> result = Result.failed(test, leftover));
            }
        }
    }
}
