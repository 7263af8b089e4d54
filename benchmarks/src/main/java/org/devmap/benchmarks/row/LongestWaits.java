package org.devmap.benchmarks.row;

import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.devmap.benchmarks.device.BenchSystem;
import org.devmap.benchmarks.device.Export;
import org.devmap.benchmarks.measure.Side;
import org.devmap.embed.SwapReport;

/**
 * Swaps memory to and fro and sees how long the longest access of each swap took; if all of it moves at once, besides
 * the copy. Between two swaps it looks on for as long as one takes: what an access waits for then is the machine's doing.
 */
record LongestWaits(int swaps, long bytes, int threads, boolean chunks, Figure figure) implements Side {

    private static final double QUANTILE = 0.999;
    private static final double NANOS_PER_MILLI = 1e6;

    /** What is answered, in milliseconds. */
    enum Figure {
        /** The longest wait in all swaps, less the longest without a swap. */
        MOST_BESIDES_REST,
        /** What the longest wait of one swap in a thousand exceeds. */
        QUANTILE,
        /** The longest wait without a swap. */
        REST
    }

    @Override
    public double measure(long nanos) throws Exception {
        try (BenchSystem system = BenchSystem.movable(bytes);
             CountingThreads counting = new CountingThreads(system.loaded(Export.PLAIN, bytes), threads)) {
            system.swap(chunks).orThrow();
            double[] waits = new double[swaps];
            double rest = 0;
            for (int i = 0; i < swaps; i++) {
                counting.longestNanos();
                long since = System.nanoTime();
                SwapReport report = system.swap(chunks).orThrow();
                long took = System.nanoTime() - since;
                long copy = chunks ? 0 : report.moves().stream().mapToLong(SwapReport.Move::copyNanos).sum();
                waits[i] = Math.max(1, counting.longestNanos() - copy) / NANOS_PER_MILLI;
                LockSupport.parkNanos(took);
                rest = Math.max(rest, counting.longestNanos() / NANOS_PER_MILLI);
            }
            if (counting.stop() > 0) {
                throw new IllegalStateException("counts are wrong: what was measured was no swap");
            }
            Arrays.sort(waits);
            return switch (figure) {
                case MOST_BESIDES_REST -> Math.max(1 / NANOS_PER_MILLI, waits[swaps - 1] - rest);
                case QUANTILE -> waits[(int) Math.ceil(QUANTILE * swaps) - 1];
                case REST -> rest;
            };
        }
    }
}
