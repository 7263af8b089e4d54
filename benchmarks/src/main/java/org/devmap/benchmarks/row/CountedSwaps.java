package org.devmap.benchmarks.row;

import org.devmap.benchmarks.device.BenchSystem;
import org.devmap.benchmarks.device.Export;
import org.devmap.benchmarks.measure.Side;

/**
 * Swaps memory to and fro while threads count in it. A sample is 1 more than the counts that are wrong, as samples are
 * positive.
 */
record CountedSwaps(int swaps, long bytes, int threads, boolean chunks) implements Side {

    @Override
    public double measure(long nanos) throws Exception {
        try (BenchSystem system = BenchSystem.movable(bytes);
             CountingThreads counting = new CountingThreads(system.loaded(Export.PLAIN, bytes), threads)) {
            for (int i = 0; i < swaps; i++) {
                system.swap(chunks).orThrow();
            }
            return 1 + counting.stop();
        }
    }
}
