package org.devmap;

/**
 * Framework-fatal misuse: what panics the kernel in the original. Thrown in the calling thread before any state is
 * changed and with every lock released; passes through every callback to the thread that caused it and is never turned
 * into an errno (S-382).
 */
public final class Panic extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * A panic.
     *
     * @param message who did what, and what is allowed
     */
    public Panic(String message) {
        super(message);
    }
}
