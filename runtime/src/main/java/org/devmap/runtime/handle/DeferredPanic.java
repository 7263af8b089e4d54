package org.devmap.runtime.handle;

import java.util.function.Supplier;
import org.devmap.Panic;

/**
 * Keeps a PANIC of one callback until the bookkeeping around it is finished: the first one is thrown then, and nothing is half done.
 */
public final class DeferredPanic {

    private Panic first;

    /** Nobody has panicked. */
    public DeferredPanic() {
    }

    /**
     * Runs a step that may panic.
     *
     * @param step calls a driver
     * @param otherwise what the step answers if it panics
     * @param <T> its result
     * @return its result
     */
    public <T> T call(Supplier<T> step, T otherwise) {
        try {
            return step.get();
        } catch (Panic e) {
            if (first == null) {
                first = e;
            }
            return otherwise;
        }
    }

    /**
     * Runs a step that may panic.
     *
     * @param step calls a driver
     */
    public void run(Runnable step) {
        call(() -> {
            step.run();
            return null;
        }, null);
    }

    /** Throws what was kept. */
    public void rethrow() {
        if (first != null) {
            throw first;
        }
    }
}
