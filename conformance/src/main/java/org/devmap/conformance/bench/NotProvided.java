package org.devmap.conformance.bench;

import org.devmap.conformance.Capability;

/** The fixture of a statement needs something that the backend declares to lack: the statement is skipped. */
public final class NotProvided extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * A reason to skip.
     *
     * @param backend the backend's name
     * @param capability what it lacks
     */
    public NotProvided(String backend, Capability capability) {
        super("%s declares to lack %s: %s".formatted(backend, capability, capability.meaning()));
    }
}
