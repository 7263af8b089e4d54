package org.devmap.runtime.bench;

import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Something a test does in another thread. */
public final class Background<T> {

    /** No test waits longer for what is bound to happen. It bounds a failure and times nothing. */
    private static final long PATIENCE_SECONDS = 20;
    /** What counts at most of the time between two looks: a machine that stood still moved nobody else either. */
    private static final long LOOK_MILLIS = 100;
    private static final Set<Thread.State> PARKED = Set.of(Thread.State.WAITING, Thread.State.TIMED_WAITING);

    private final Thread thread;
    private volatile T result;
    private volatile Throwable failure;

    private Background(Callable<T> action) {
        thread = Thread.ofPlatform().daemon().start(() -> {
            try {
                result = action.call();
            } catch (Throwable thrown) {
                failure = thrown;
            }
        });
    }

    /** An action without result. */
    @FunctionalInterface
    public interface Step {
        void run() throws Exception;
    }

    public static Background<Void> run(Step step) {
        return new Background<>(() -> {
            step.run();
            return null;
        });
    }

    public static <T> Background<T> call(Callable<T> action) {
        return new Background<>(action);
    }

    /** Waits until a condition holds. */
    public static void until(String what, BooleanSupplier condition) {
        long waited = 0;
        long last = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (waited > TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
                throw new AssertionError("waited " + PATIENCE_SECONDS + " s in vain for: " + what);
            }
            Thread.onSpinWait();
            Thread.yield();
            long now = System.nanoTime();
            waited += Math.min(now - last, TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
            last = now;
        }
    }

    /** Waits inside a callback that may throw nothing; a signal ends it and is kept. */
    public static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until the thread is parked; it must not have ended. */
    public Background<T> untilParked() {
        return until(PARKED);
    }

    /** Waits until the thread waits for a monitor; it must not have ended. */
    public Background<T> untilBlocked() {
        return until(Set.of(Thread.State.BLOCKED));
    }

    private Background<T> until(Set<Thread.State> states) {
        until("the thread to wait", () -> !thread.isAlive() || states.contains(thread.getState()));
        if (!thread.isAlive()) {
            throw new AssertionError("the thread should wait but ended with " + (failure == null ? result : failure), failure);
        }
        return this;
    }

    public boolean isDone() {
        return !thread.isAlive();
    }

    public void interrupt() {
        thread.interrupt();
    }

    /** What came of it; its failure is thrown as it was. */
    public T join() throws Exception {
        Throwable thrown = ended();
        switch (thrown) {
            case null -> {
                return result;
            }
            case Exception exception -> throw exception;
            case Error error -> throw error;
            default -> throw new AssertionError(thrown);
        }
    }

    /** What it failed with; it must have failed. */
    public Throwable failure() throws Exception {
        Throwable thrown = ended();
        if (thrown == null) {
            throw new AssertionError("the thread should have failed but answered " + result);
        }
        return thrown;
    }

    private Throwable ended() throws Exception {
        long looks = TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS) / LOOK_MILLIS;
        for (; looks > 0 && thread.isAlive(); looks--) {
            thread.join(LOOK_MILLIS);
        }
        if (thread.isAlive()) {
            AssertionError stuck = new AssertionError("the thread did not end within " + PATIENCE_SECONDS + " s");
            stuck.setStackTrace(thread.getStackTrace());
            throw stuck;
        }
        return failure;
    }
}
