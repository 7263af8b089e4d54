package org.devmap.runtime.call;

/** A wait with a bound that no signal shortens: the interrupt is kept for whatever the thread does next. */
public final class BoundedWait {

    private BoundedWait() {
    }

    /** Waits for something. */
    @FunctionalInterface
    public interface Wait {

        /**
         * Waits once.
         *
         * @param nanos how long at most
         * @return whether it is there
         * @throws InterruptedException if a signal came first
         */
        boolean await(long nanos) throws InterruptedException;
    }

    /**
     * Waits, whatever signals come or have come already.
     *
     * @param nanos how long at most
     * @param wait for what
     * @return whether it is there
     */
    public static boolean uninterrupted(long nanos, Wait wait) {
        long until = System.nanoTime() + nanos;
        boolean interrupted = Thread.interrupted();
        try {
            for (;;) {
                try {
                    return wait.await(until - System.nanoTime());
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
