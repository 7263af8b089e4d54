package org.devmap.examples.demo;

/** What the user gave cannot be used. The message says what is wrong and what would be right, in one line. */
public final class BadInput extends Exception {

    private static final long serialVersionUID = 1L;

    /**
     * Something is wrong.
     *
     * @param message what is wrong and what would be right
     */
    public BadInput(String message) {
        super(message);
    }
}
