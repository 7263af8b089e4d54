package org.devmap.runtime.handle;

import java.util.concurrent.TimeUnit;
import org.devmap.runtime.call.BoundedWait;

/** The time in which the map callbacks of a segment run, and who waits for its end. Thread-safe. */
final class Construction {

    private final Thread builder = Thread.currentThread();
    private boolean over;

    /** Whether it is the calling thread that runs the callbacks, and would wait for itself. */
    boolean isByThisThread() {
        return builder == Thread.currentThread();
    }

    synchronized void end() {
        over = true;
        notifyAll();
    }

    /** Whatever signals come. */
    synchronized void await() {
        boolean interrupted = false;
        while (!over) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whatever signals come, for so long; answers whether it has ended. */
    boolean await(long nanos) {
        return BoundedWait.uninterrupted(nanos, this::ends);
    }

    private synchronized boolean ends(long nanos) throws InterruptedException {
        long until = System.nanoTime() + nanos;
        for (long left = nanos; !over && left > 0; left = until - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return over;
    }
}
