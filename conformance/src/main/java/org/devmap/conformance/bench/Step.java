package org.devmap.conformance.bench;

/** Something a test does that may fail. */
@FunctionalInterface
public interface Step {

    /**
     * Does it.
     *
     * @throws Exception if it fails
     */
    void run() throws Exception;
}
