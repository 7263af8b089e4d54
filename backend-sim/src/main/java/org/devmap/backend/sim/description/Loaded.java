package org.devmap.backend.sim.description;

import java.util.List;
import java.util.Optional;

/**
 * What came of reading a file.
 *
 * @param file its name
 * @param device what it describes; empty if there are errors
 * @param problems everything that is wrong with it, in the order of lines
 */
public record Loaded(String file, Optional<DeviceDescription> device, List<Problem> problems) {

    /** Copies what it is given. */
    public Loaded {
        problems = List.copyOf(problems);
    }

    /**
     * The result of a loader.
     *
     * @param file its name
     * @param device what was read, of no use if there are errors; may be null then
     * @param problems what is wrong with it
     * @return the result
     */
    public static Loaded of(String file, DeviceDescription device, Problems problems) {
        return new Loaded(file, problems.hasErrors() ? Optional.empty() : Optional.of(device), problems.all());
    }
}
