package org.devmap.backend.sim.command;

/** A command could not do what it was asked for. The message is all that the user sees. */
public final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CommandFailure(String message) {
        super(message);
    }

    CommandFailure(String message, Exception cause) {
        super(message, cause);
    }

    /** The interactive shell shows this: the name of a class would tell the user nothing. */
    @Override
    public String toString() {
        return getMessage();
    }
}
