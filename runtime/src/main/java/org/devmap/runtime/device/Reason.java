package org.devmap.runtime.device;

import org.devmap.DdiException;

/** Why something failed, for people. */
public final class Reason {

    private Reason() {
    }

    /**
     * In words.
     *
     * @param failure what was thrown
     * @return the message of a refusal, else its kind as well
     */
    public static String of(Throwable failure) {
        return failure instanceof DdiException ? failure.getMessage() : failure.toString();
    }
}
