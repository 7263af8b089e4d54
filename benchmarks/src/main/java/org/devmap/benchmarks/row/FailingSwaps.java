package org.devmap.benchmarks.row;

import org.devmap.benchmarks.device.BenchSystem;
import org.devmap.benchmarks.device.Export;
import org.devmap.benchmarks.measure.Side;
import org.devmap.embed.DevmapSystem;
import org.devmap.embed.SwapReport;
import org.devmap.embed.SwapReport.Outcome;
import org.devmap.embed.SwapStep;

/**
 * Lets each step of a swap fail, both ways, while threads count. A sample is 1 more than what is wrong, as samples are
 * positive.
 */
record FailingSwaps(int faults, long bytes) implements Side {

    private static final int THREADS = 2;

    @Override
    public double measure(long nanos) throws Exception {
        long wrong = 0;
        try (BenchSystem system = BenchSystem.movable(bytes);
             CountingThreads counting = new CountingThreads(system.loaded(Export.PLAIN, bytes), THREADS)) {
            for (SwapStep step : SwapStep.values()) {
                for (int i = 0; i < 2 * faults; i++) {
                    wrong += fail(system, step, i % 2 == 0) ? 0 : 1;
                }
            }
            return 1 + wrong + counting.stop();
        }
    }

    /** Whether the memory is where it should be then. */
    private static boolean fail(BenchSystem system, SwapStep step, boolean chunks) throws Exception {
        boolean[] struck = new boolean[1];
        try (DevmapSystem.Registration _ = system.probe(reached -> {
            if (reached == step) {
                struck[0] = true;
                throw new IllegalStateException("injected");
            }
        })) {
            SwapReport.Move move = system.swap(chunks).moves().getFirst();
            boolean stays = struck[0] && step.compareTo(SwapStep.PUBLISH) <= 0;
            Outcome right = stays ? Outcome.STAYED : Outcome.MOVED;
            return move.outcome() == right && move.problem().isPresent() == struck[0];
        }
    }
}
