package org.devmap;

import java.util.Objects;

/**
 * Who is calling (cred_t): the client for whom an address space was made. In a framework the symbolic name of the bundle.
 *
 * @param client the name of the client, not blank
 */
public record Credential(String client) {

    /** Refuses null. */
    public Credential {
        Objects.requireNonNull(client, "client");
    }
}
