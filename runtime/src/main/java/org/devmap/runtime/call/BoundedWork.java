package org.devmap.runtime.call;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Work that may never end, each piece on a thread of its own, and one bound on the machine's clock for all of it.
 * What is late goes on. A piece for which there is no thread is left to whoever waits, without a bound. For one thread
 * that gives work and waits.
 */
public final class BoundedWork implements Executor {

    private final Executor threads;
    private final Semaphore ended = new Semaphore(0);
    private final List<Runnable> withoutThread = new ArrayList<>();
    private int begun;

    /**
     * Nothing to do yet.
     *
     * @param threads makes a thread for each piece
     */
    public BoundedWork(Executor threads) {
        this.threads = threads;
    }

    @Override
    public void execute(Runnable piece) {
        try {
            threads.execute(() -> {
                try {
                    piece.run();
                } finally {
                    ended.release();
                }
            });
            begun++;
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            withoutThread.add(piece);
        }
    }

    /**
     * Waits for all that was given; no signal shortens that.
     *
     * @param nanos how long at most
     * @return false if something is late
     */
    public boolean await(long nanos) {
        withoutThread.forEach(Runnable::run);
        return BoundedWait.uninterrupted(nanos, left -> ended.tryAcquire(begun, left, TimeUnit.NANOSECONDS));
    }
}
