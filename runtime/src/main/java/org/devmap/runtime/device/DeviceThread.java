package org.devmap.runtime.device;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.runtime.handle.Diagnostics;

/**
 * Runs what concerns one device one after the other: attach, detach, tasks, timeouts, interrupts. Whoever waits does so
 * with a bound; what runs beyond it goes on. Nothing that work throws ends the thread.
 */
public final class DeviceThread {

    private final Executor threads;
    private final WorkBound bound;
    private final Diagnostics diagnostics;
    private final Queue<Runnable> queue = new ArrayDeque<>();
    private boolean running;
    private volatile Thread current;

    /**
     * A thread without work.
     *
     * @param threads where it runs
     * @param bound how long callers wait
     * @param diagnostics hears of work that fails
     */
    DeviceThread(Executor threads, WorkBound bound, Diagnostics diagnostics) {
        this.threads = threads;
        this.bound = bound;
        this.diagnostics = diagnostics;
    }

    /**
     * Adds work to the end of the queue; work that no thread can be had for, because the system has ended, is dropped.
     */
    public void execute(Runnable work) {
        try {
            enqueue(work);
        } catch (DdiException e) {
            diagnostics.accept(e.getMessage());
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
                diagnostics.accept("work of a device failed: " + e);
            }
            // A signal that a driver sent to itself is not meant for what comes next.
            Thread.interrupted();
        }
    }

    /** Whether the calling thread is running this device's work: it must not wait for itself. */
    boolean isCurrent() {
        return current == Thread.currentThread();
    }

    /**
     * Runs work here and waits for it with a bound; on this very thread it runs at once. For whoever asks for the work
     * and can be told that the wait for it was interrupted.
     *
     * @param what in words, for the error
     * @param work the work
     * @param <T> its result
     * @return the result
     * @throws DdiException what it failed with; ETIMEDOUT if it is still running, EINTR if a signal came first
     */
    public <T> T call(String what, Callable<T> work) throws DdiException {
        CompletableFuture<T> result = begin(work);
        try {
            bound.await(what, result);
            return answer(what, result);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DdiException(Errno.EINTR, what + " goes on; waiting for it was interrupted", e);
        }
    }

    /**
     * The same for what happens anyhow, like the departure of a driver or a device: signals do not shorten the wait,
     * and are kept for the caller.
     */
    public <T> T callUninterrupted(String what, Callable<T> work) throws DdiException {
        CompletableFuture<T> result = begin(work);
        bound.awaitUninterrupted(what, result);
        return answer(what, result);
    }

    private <T> CompletableFuture<T> begin(Callable<T> work) throws DdiException {
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
        return result;
    }

    private static <T> T answer(String what, CompletableFuture<T> result) throws DdiException {
        if (result.state() == Future.State.SUCCESS) {
            return result.resultNow();
        }
        switch (result.exceptionNow()) {
            case DdiException ddi -> throw ddi;
            case RuntimeException unchecked -> throw unchecked;
            case Error error -> throw error;
            default -> throw new IllegalStateException(what + " failed", result.exceptionNow());
        }
    }
}
