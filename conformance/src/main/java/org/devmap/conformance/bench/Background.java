package org.devmap.conformance.bench;

import java.util.Arrays;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Something a test does in another thread. */
public final class Background {

    private static final Set<Thread.State> WAITING =
            Set.of(Thread.State.WAITING, Thread.State.TIMED_WAITING, Thread.State.BLOCKED);

    private final Threads threads;
    private final Thread thread;
    private volatile Outcome outcome;
    private volatile Throwable failure;

    Background(Threads threads, String name, Supplier<Outcome> action) {
        this.threads = threads;
        this.thread = Thread.ofPlatform().name("conformance " + name).daemon().unstarted(() -> {
            try {
                outcome = action.get();
            } catch (Throwable unexpected) {
                failure = unexpected;
            }
        });
    }

    void start() {
        thread.start();
    }

    /**
     * Whether it has ended.
     *
     * @return true if it has
     */
    public boolean isDone() {
        return !thread.isAlive();
    }

    /**
     * Waits until it waits inside the framework: its thread is parked there, and not in a {@link Checkpoint}. Where the snapshot
     * counts the waiting threads, wait for that count instead: it also says what for.
     */
    public void awaitBlocked() {
        threads.await(thread.getName() + " blocked in the framework", () -> {
            if (isDone()) {
                throw new Unmet(thread.getName(), "blocked in the framework", "ended with " + describeEnd(), failure);
            }
            return isBlockedInFramework();
        });
    }

    /** Expects that it has not ended. */
    public void expectStillRunning() {
        if (isDone()) {
            throw new Unmet(thread.getName(), "still waiting", "ended with " + describeEnd(), failure);
        }
    }

    /** Sends a signal: interrupts the thread. */
    public void interrupt() {
        thread.interrupt();
    }

    /**
     * Waits until it has ended.
     *
     * @return what came of it
     */
    public Outcome join() {
        threads.await(thread.getName() + " to end", this::isDone);
        if (failure != null) {
            throw new AssertionError(thread.getName() + " ended with " + failure, failure);
        }
        return outcome;
    }

    /** Where the thread is, for reports. */
    String whereabouts() {
        return thread.getName() + " " + thread.getState() + " at "
                + Arrays.stream(thread.getStackTrace()).limit(12).map(String::valueOf).collect(Collectors.joining(" < "));
    }

    /** The innermost frame outside the JDK tells who waits: the framework, or a checkpoint of the test. */
    private boolean isBlockedInFramework() {
        if (!WAITING.contains(thread.getState())) {
            return false;
        }
        StackTraceElement[] frames = thread.getStackTrace();
        return WAITING.contains(thread.getState()) && Arrays.stream(frames).map(StackTraceElement::getClassName)
                .filter(name -> !name.startsWith("java.") && !name.startsWith("jdk.") && !name.startsWith("sun.")).findFirst()
                .filter(name -> !name.startsWith("org.devmap.conformance.")).isPresent();
    }

    private String describeEnd() {
        return failure != null ? failure.toString() : String.valueOf(outcome);
    }
}
