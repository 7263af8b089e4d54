package org.devmap.benchmarks.row;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.devmap.benchmarks.device.BenchSystem;
import org.devmap.benchmarks.device.Export;
import org.devmap.benchmarks.measure.Side;
import org.devmap.embed.SwapReport;

/**
 * Swaps memory to and fro and sees how long the longest access of each swap took; if all of it moves at once, besides
 * the copy. Between two swaps it looks on for as long as one takes: what an access waits for then is the machine's doing.
 * All of its figures are of one run.
 */
record LongestWaits(int swaps, long bytes, int threads, boolean chunks) {

    private static final double QUANTILE = 0.999;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double LEAST = 1 / NANOS_PER_MILLI;
    /** One in so many swaps comes before, for the compiler. */
    private static final int WARM = 50;

    /** What has been measured in this process: rows beside each other are figures of the same run. */
    private static final Map<LongestWaits, Waits> MEASURED = new ConcurrentHashMap<>();

    /** What is answered, in milliseconds. */
    enum Figure {
        /** The longest wait in all swaps, less the longest without a swap. */
        MOST_BESIDES_REST,
        /** What the longest wait of one swap in a thousand exceeds. */
        QUANTILE,
        /** The longest wait without a swap. */
        REST
    }

    /**
     * A run, in milliseconds.
     *
     * @param longest of each swap, in order of size
     * @param rest the longest one between them
     */
    private record Waits(double[] longest, double rest) {

        private double figure(Figure figure) {
            return switch (figure) {
                case MOST_BESIDES_REST -> Math.max(LEAST, longest[longest.length - 1] - rest);
                case QUANTILE -> longest[(int) Math.ceil(QUANTILE * longest.length) - 1];
                case REST -> rest;
            };
        }
    }

    Side figure(Figure figure) {
        return _ -> {
            Waits measured = MEASURED.get(this);
            if (measured == null) {
                measured = measured();
                MEASURED.put(this, measured);
            }
            return measured.figure(figure);
        };
    }

    private Waits measured() throws Exception {
        try (BenchSystem system = BenchSystem.movable(bytes);
             CountingThreads counting = new CountingThreads(system.loaded(Export.PLAIN, bytes), threads)) {
            for (int i = 0; i <= swaps / WARM; i++) {
                system.swap(chunks).orThrow();
            }
            double[] waits = new double[swaps];
            double rest = LEAST;
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
            return new Waits(waits, rest);
        }
    }
}
