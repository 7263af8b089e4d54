package org.devmap.conformance.bench;

import java.util.concurrent.CountDownLatch;

/**
 * A place where a thread stops until the test lets it go on, for scripts: {@code stop.pass()} in a callback,
 * {@code stop.awaitArrival()} and {@code stop.release()} in the test. Once released it is open for everybody.
 */
public final class Checkpoint {

    private final Threads threads;
    private final String name;
    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    Checkpoint(Threads threads, String name) {
        this.threads = threads;
        this.name = name;
    }

    /** Says that somebody is here, and waits until the test releases this. An interrupt neither ends the wait nor is lost. */
    public void pass() {
        arrived.countDown();
        boolean interrupted = false;
        while (released.getCount() > 0) {
            try {
                released.await();
            } catch (InterruptedException signal) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Whether somebody has come here.
     *
     * @return true from the first {@link #pass} on
     */
    public boolean isReached() {
        return arrived.getCount() == 0;
    }

    /** Waits until somebody has come here. */
    public void awaitArrival() {
        threads.await("somebody at the checkpoint '" + name + "'", this::isReached);
    }

    /** Lets everybody pass from now on. Twice is harmless. */
    public void release() {
        released.countDown();
    }
}
