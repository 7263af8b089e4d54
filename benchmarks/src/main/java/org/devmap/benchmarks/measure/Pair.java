package org.devmap.benchmarks.measure;

import java.io.Closeable;
import java.io.IOException;

/**
 * The two sides of a row, and what they share.
 *
 * @param ours devmap
 * @param theirs what it is compared with
 * @param shared closed after both sides
 */
public record Pair(Side ours, Side theirs, Closeable shared) implements Closeable {

    /**
     * Two sides that share nothing.
     *
     * @param ours devmap
     * @param theirs what it is compared with
     * @return the pair
     */
    public static Pair of(Side ours, Side theirs) {
        return new Pair(ours, theirs, () -> { });
    }

    @Override
    public void close() throws IOException {
        try (shared; theirs; ours) {
            // Closed in the order ours, theirs, shared, whichever of them fails.
        }
    }
}
