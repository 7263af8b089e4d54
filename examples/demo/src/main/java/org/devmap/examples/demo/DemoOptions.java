package org.devmap.examples.demo;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * What the user of the command gave to the scenarios.
 *
 * @param image the picture to show, a file that exists; empty for one that the scenario makes
 * @param out where to leave the picture that was seen, in a directory that exists
 */
public record DemoOptions(Optional<Path> image, Path out) {

    /** Refuses null. */
    public DemoOptions {
        Objects.requireNonNull(image, "image");
        Objects.requireNonNull(out, "out");
    }
}
