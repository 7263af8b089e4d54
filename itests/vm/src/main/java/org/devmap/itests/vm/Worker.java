package org.devmap.itests.vm;

import java.time.Duration;

/** A part of an application that does the same again and again until it is stopped. */
final class Worker {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String what;
    private final Thread thread;
    /** How often it has been done; one thread writes. */
    private volatile int turns;
    private volatile boolean stopped;
    private volatile Throwable failure;

    /** What is done each time, by its number. */
    interface Turn {
        void run(int number) throws Exception;
    }

    Worker(String what, Turn turn) {
        this.what = what;
        this.thread = Thread.ofPlatform().daemon().name(what).unstarted(() -> run(turn));
    }

    void start() {
        thread.start();
    }

    private void run(Turn turn) {
        try {
            for (int number = 0; !stopped; number++) {
                turn.run(number);
                turns = number + 1;
            }
        } catch (Throwable thrown) {
            failure = thrown;
        }
    }

    /** How often it has been done; fails if it cannot be done any more. */
    int turns() {
        if (failure != null) {
            throw new AssertionError(what + " failed after " + turns + " times", failure);
        }
        return turns;
    }

    /** Ends it; fails if it had ended before. */
    void stop() throws InterruptedException {
        stopped = true;
        if (!thread.join(PATIENCE)) {
            throw new AssertionError(what + " does not end within " + PATIENCE.toSeconds() + " s");
        }
        turns();
    }

    @Override
    public String toString() {
        return turns + " x " + what;
    }
}
