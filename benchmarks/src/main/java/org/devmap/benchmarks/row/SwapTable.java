package org.devmap.benchmarks.row;

import java.util.List;
import java.util.Optional;
import org.devmap.benchmarks.measure.Pair;
import org.devmap.benchmarks.measure.Side;
import org.devmap.benchmarks.row.LongestWaits.Figure;
import org.devmap.benchmarks.table.Group;
import org.devmap.benchmarks.table.Row;
import org.devmap.benchmarks.table.Table;
import org.devmap.benchmarks.table.Target;

/** The table of what it costs, and what is lost, when memory moves between backends under applications. */
final class SwapTable {

    private static final int THREADS = 8;
    private static final int SWAPS = 1000;
    private static final long BYTES = 64L << 20;
    private static final int QUICK_SWAPS = 20;
    private static final long QUICK_BYTES = 4L << 20;
    private static final int FAULTS = 100;
    private static final int QUICK_FAULTS = 4;
    private static final double MOST_BESIDES_COPY = 2;
    private static final double MOST_FOR_A_CHUNK = 5;
    private static final double LEAST_ELSEWHERE = 0.95;

    private SwapTable() {
    }

    static Table table() {
        return new Table("swap", "memory that moves between backends while threads use it", List.of(
                exact("swap-exact", "1,000 swaps of 64 MiB at once", false),
                exact("swap-exact-chunks", "1,000 swaps of 64 MiB by chunks", true),
                wait("swap-wait", "longest wait at once besides the copy, less that without swaps", false, MOST_BESIDES_COPY),
                beside("swap-wait-p999", "the same run: what one swap in a thousand exceeds", false, Figure.QUANTILE),
                beside("swap-wait-rest", "the same run: longest wait between the swaps", false, Figure.REST),
                wait("swap-wait-chunks", "longest wait by chunks, less that without swaps", true, MOST_FOR_A_CHUNK),
                beside("swap-wait-chunks-p999", "the same run: what one swap in a thousand exceeds", true, Figure.QUANTILE),
                beside("swap-wait-chunks-rest", "the same run: longest wait between the swaps", true, Figure.REST),
                new Row("swap-elsewhere", Group.SWAP, "getInt of memory that stays, while other memory moves",
                        "the same, nothing moves", Optional.of(Target.atLeast(LEAST_ELSEWHERE)), "per us", Row.How.SAMPLES,
                        quick -> Elsewhere.pair(quick ? QUICK_BYTES : BYTES)),
                row("swap-faults", "each step failing 100 times, both ways: 1 + what is wrong", "none wrong", "count",
                        quick -> new FailingSwaps(quick ? QUICK_FAULTS : FAULTS, QUICK_BYTES), 1)));
    }

    private interface Ours {
        Side of(boolean quick) throws Exception;
    }

    private static Row exact(String id, String what, boolean chunks) {
        return row(id, what + " under 8 threads: 1 + counts lost, doubled, torn", "none wrong", "count", quick ->
                new CountedSwaps(quick ? QUICK_SWAPS : SWAPS, quick ? QUICK_BYTES : BYTES, THREADS, chunks), 1);
    }

    private static Row wait(String id, String what, boolean chunks, double most) {
        return row(id, what, "%.0f ms".formatted(most), "ms", quick -> waits(quick, chunks, Figure.MOST_BESIDES_REST), most);
    }

    private static Row beside(String id, String what, boolean chunks, Figure figure) {
        return new Row(id, Group.SWAP, what, "1 ms", Optional.empty(), "ms", Row.How.BESIDE,
                quick -> Pair.of(waits(quick, chunks, figure), _ -> 1));
    }

    /** No more threads than there are processors besides that of whoever moves: nobody waits for a processor. */
    private static Side waits(boolean quick, boolean chunks, Figure figure) {
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
        return new LongestWaits(quick ? QUICK_SWAPS : SWAPS, quick ? QUICK_BYTES : BYTES, threads, chunks).figure(figure);
    }

    private static Row row(String id, String what, String against, String unit, Ours ours, double bound) {
        return new Row(id, Group.SWAP, what, against, Optional.of(Target.atMost(1)), unit, Row.How.FIGURE,
                quick -> Pair.of(ours.of(quick), _ -> bound));
    }
}
