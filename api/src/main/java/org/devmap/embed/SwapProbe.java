package org.devmap.embed;

import org.devmap.DdiException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Told before each step of each move of memory, and able to make it fail: for tests that want to know what becomes of
 * an application when a step fails, and for whoever wants to forbid moves for a while. A service in a framework.
 * Thread-safe.
 */
@ConsumerType
@FunctionalInterface
public interface SwapProbe {

    /**
     * A step is about to be taken. Applications may be waiting meanwhile: be brief.
     *
     * @param step the step
     * @throws DdiException to make it fail; runtime exceptions and errors make it fail as well
     */
    void before(SwapStep step) throws DdiException;
}
