package org.devmap.benchmarks.measure;

import java.io.Closeable;
import java.io.IOException;

/** One of the two things that a row compares. Used by one thread at a time. */
@FunctionalInterface
public interface Side extends Closeable {

    /**
     * Works for about this long.
     *
     * @param nanos nanoseconds to spend
     * @return the sample, in the unit of the row
     * @throws Exception if it could not be taken
     */
    double measure(long nanos) throws Exception;

    /** Ends what the side alone holds. Nothing, unless overridden. */
    @Override
    default void close() throws IOException {
    }
}
