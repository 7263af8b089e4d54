package org.devmap.runtime.device;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.devmap.DdiException;
import org.devmap.Errno;

/**
 * Runs what concerns one device one after the other: attach, detach, tasks, timeouts, interrupts. Whoever waits does so with a
 * bound; what runs beyond it goes on. Nothing that work throws ends the thread.
 */
public final class DeviceThread {

    /** How long callers wait for a driver's attach, detach or departure. */
    static final long BOUND_SECONDS = 30;

    private final Executor threads;
    private final Consumer<String> diagnostics;
    private final Queue<Runnable> queue = new ArrayDeque<>();
    private boolean running;
    private volatile Thread current;

    DeviceThread(Executor threads, Consumer<String> diagnostics) {
        this.threads = threads;
        this.diagnostics = diagnostics;
    }

    /** Adds work to the end of the queue; work that no thread can be had for, because the system has ended, is dropped. */
    void execute(Runnable work) {
        try {
            enqueue(work);
        } catch (DdiException e) {
            report(e.getMessage());
        }
    }

    private void enqueue(Runnable work) throws DdiException {
        synchronized (queue) {
            queue.add(work);
            if (running) {
                return;
            }
            running = true;
        }
        try {
            threads.execute(this::drain);
        } catch (RuntimeException | Error e) {
            // What others have added meanwhile stays: the next one who comes tries again.
            synchronized (queue) {
                queue.remove(work);
                running = false;
            }
            throw new DdiException(Errno.ENXIO, "there is no thread for the device's work: " + e, e);
        }
    }

    private void drain() {
        current = Thread.currentThread();
        for (;;) {
            Runnable next;
            synchronized (queue) {
                next = queue.poll();
                if (next == null) {
                    running = false;
                    current = null;
                    return;
                }
            }
            try {
                next.run();
            } catch (Throwable e) {
                report("work of a device failed: " + e);
            }
        }
    }

    /** The listener is somebody else's code, too. */
    private void report(String line) {
        try {
            diagnostics.accept(line);
        } catch (RuntimeException | Error e) {
            System.getLogger("org.devmap").log(System.Logger.Level.ERROR, line, e);
        }
    }

    /** Whether the calling thread is running this device's work: it must not wait for itself. */
    boolean isCurrent() {
        return current == Thread.currentThread();
    }

    /**
     * Runs work here and waits for it with a bound; on this very thread it runs at once.
     *
     * @param what in words, for the error
     * @param work the work
     * @param <T> its result
     * @return the result
     * @throws DdiException what it failed with; ETIMEDOUT if it is still running
     */
    <T> T call(String what, Callable<T> work) throws DdiException {
        CompletableFuture<T> result = new CompletableFuture<>();
        Runnable step = () -> {
            try {
                result.complete(work.call());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        };
        if (isCurrent()) {
            step.run();
        } else {
            enqueue(step);
        }
        return await(what, result);
    }

    private static <T> T await(String what, CompletableFuture<T> result) throws DdiException {
        try {
            return result.get(BOUND_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DdiException(Errno.EINTR, what + " goes on; waiting for it was interrupted", e);
        } catch (TimeoutException e) {
            throw new DdiException(Errno.ETIMEDOUT, what + " is still running after " + BOUND_SECONDS + " s", e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case DdiException ddi -> throw ddi;
                case RuntimeException unchecked -> throw unchecked;
                case Error error -> throw error;
                default -> throw new IllegalStateException(what + " failed", e.getCause());
            }
        }
    }
}
