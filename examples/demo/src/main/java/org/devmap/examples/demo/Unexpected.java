package org.devmap.examples.demo;

/** An example saw something else than it must. */
public final class Unexpected extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * Something else came.
     *
     * @param message what was expected and what came, in one line
     */
    public Unexpected(String message) {
        super(message);
    }

    /**
     * A failure came.
     *
     * @param message what was expected and what came, in one line
     * @param cause the failure
     */
    public Unexpected(String message, Throwable cause) {
        super(message, cause);
    }
}
