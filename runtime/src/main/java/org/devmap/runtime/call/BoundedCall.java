package org.devmap.runtime.call;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.devmap.backend.DevmapClock;

/**
 * Runs what may never return, like code of a driver or a nexus, on a thread of its own, and waits for it with a bound on the system's
 * clock. What is late goes on, and its failure is nobody's.
 */
public final class BoundedCall {

    private static final Object LATE = new Object();
    private static final Object DONE = new Object();

    private BoundedCall() {
    }

    /**
     * Runs it and waits.
     *
     * @param threads where it runs
     * @param clock the system's time
     * @param nanos how long it is waited for; signals do not shorten it
     * @param work what to do; what it throws in time is thrown here
     * @return false if it is late
     * @throws IllegalStateException if there is no thread to run it: nothing of it has begun
     */
    public static boolean run(Executor threads, DevmapClock clock, long nanos, Runnable work) {
        CompletableFuture<Object> result = new CompletableFuture<>();
        begin(threads, () -> {
            try {
                work.run();
                result.complete(DONE);
            } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
            }
        });
        DevmapClock.Alarm alarm = clock.schedule(nanos, () -> result.complete(LATE));
        try {
            return result.join() == DONE;
        } catch (CompletionException e) {
            switch (e.getCause()) {
                case Error error -> throw error;
                case RuntimeException unchecked -> throw unchecked;
                default -> throw e;
            }
        } finally {
            alarm.cancel();
        }
    }

    private static void begin(Executor threads, Runnable work) {
        try {
            threads.execute(work);
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            throw new IllegalStateException("there is no thread to run it: " + e, e);
        }
    }
}
