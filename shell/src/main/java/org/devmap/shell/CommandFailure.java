package org.devmap.shell;

/** A command could not do what it was asked for. The message is all that the user sees: one line. */
public final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CommandFailure(String message) {
        super(Table.oneLine(message));
    }

    /** Tells the whole chain of reasons, since nobody looks at the causes of what a command throws. */
    CommandFailure(String what, Exception reason) {
        super(Table.oneLine(what + ": " + chain(reason)), reason);
    }

    /** The interactive shell shows this: the name of a class would tell the user nothing. */
    @Override
    public String toString() {
        return getMessage();
    }

    private static String chain(Throwable reason) {
        StringBuilder chain = new StringBuilder(said(reason));
        for (Throwable cause = reason.getCause(); cause != null; cause = cause.getCause()) {
            if (chain.indexOf(said(cause)) < 0) {
                chain.append("; because of ").append(said(cause));
            }
        }
        return chain.toString();
    }

    private static String said(Throwable reason) {
        return reason.getMessage() == null ? reason.getClass().getSimpleName() : reason.getMessage();
    }
}
