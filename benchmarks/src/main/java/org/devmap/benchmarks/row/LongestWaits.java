package org.devmap.benchmarks.row;

import java.util.Arrays;
import org.devmap.benchmarks.device.BenchSystem;
import org.devmap.benchmarks.device.Export;
import org.devmap.benchmarks.measure.Side;
import org.devmap.embed.SwapReport;

/**
 * Swaps memory to and fro and sees how long the longest access of each swap took; if all of it moves at once, besides
 * the copy. A sample is what one swap in a thousand exceeds, in milliseconds.
 */
record LongestWaits(int swaps, long bytes, int threads, boolean chunks) implements Side {

    private static final double QUANTILE = 0.999;
    private static final double NANOS_PER_MILLI = 1e6;

    @Override
    public double measure(long nanos) throws Exception {
        try (BenchSystem system = BenchSystem.movable(bytes);
             CountingThreads counting = new CountingThreads(system.loaded(Export.PLAIN, bytes), threads)) {
            system.swap(chunks).orThrow();
            double[] waits = new double[swaps];
            for (int i = 0; i < swaps; i++) {
                counting.longestNanos();
                SwapReport report = system.swap(chunks).orThrow();
                long copy = chunks ? 0 : report.moves().stream().mapToLong(SwapReport.Move::copyNanos).sum();
                waits[i] = Math.max(1, counting.longestNanos() - copy) / NANOS_PER_MILLI;
            }
            if (counting.stop() > 0) {
                throw new IllegalStateException("counts are wrong: what was measured was no swap");
            }
            Arrays.sort(waits);
            return waits[(int) Math.ceil(QUANTILE * swaps) - 1];
        }
    }
}
