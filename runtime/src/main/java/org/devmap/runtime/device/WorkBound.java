package org.devmap.runtime.device;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.runtime.call.BoundedWait;

/** How long callers wait for the work of a device, in real time. What is late goes on. Stateless, thread-safe. */
public class WorkBound {

    private final long nanos;

    /**
     * A bound.
     *
     * @param nanos how long
     */
    public WorkBound(long nanos) {
        this.nanos = nanos;
    }

    /**
     * Waits until the work has come to an end, whatever that is.
     *
     * @param what in words, for the error
     * @param work the work
     * @throws DdiException ETIMEDOUT if it is still running
     * @throws InterruptedException if a signal came first
     */
    final void await(String what, CompletableFuture<?> work) throws DdiException, InterruptedException {
        requireEnd(what, hasEnded(what, work, nanos));
    }

    /** The same, whatever signals come; they are kept for the caller. */
    final void awaitUninterrupted(String what, CompletableFuture<?> work) throws DdiException {
        requireEnd(what, BoundedWait.uninterrupted(nanos, left -> hasEnded(what, work, left)));
    }

    private void requireEnd(String what, boolean ended) throws DdiException {
        if (!ended) {
            throw new DdiException(Errno.ETIMEDOUT, what + " is still running after "
                    + TimeUnit.NANOSECONDS.toSeconds(nanos) + " s");
        }
    }

    /**
     * Waits for a time.
     *
     * @param what in words
     * @param work the work
     * @param left nanoseconds
     * @return false if it is still running
     * @throws InterruptedException if a signal came first
     */
    protected boolean hasEnded(String what, CompletableFuture<?> work, long left) throws InterruptedException {
        try {
            work.get(left, TimeUnit.NANOSECONDS);
            return true;
        } catch (ExecutionException e) {
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }
}
