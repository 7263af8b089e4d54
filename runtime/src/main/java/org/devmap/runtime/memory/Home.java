package org.devmap.runtime.memory;

import java.util.function.BooleanSupplier;
import org.devmap.backend.BackendMemory;

/**
 * Where a piece of memory is hosted: the memory that a backend handed out, from then on the runtime's own.
 *
 * @param memory the memory
 * @param host the name of who handed it out
 * @param hostIsThere whether that one has not left
 * @param given told after it was given back
 */
public record Home(BackendMemory memory, String host, BooleanSupplier hostIsThere, Runnable given) {

    /** Gives the memory back. Once, and when nobody reaches it any more. */
    public void giveBack() {
        try {
            memory.release();
        } finally {
            given.run();
        }
    }
}
