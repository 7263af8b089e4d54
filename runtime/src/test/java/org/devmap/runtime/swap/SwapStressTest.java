package org.devmap.runtime.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.devmap.Pages;
import org.devmap.embed.SwapReport;
import org.devmap.embed.SwapReport.Move;
import org.devmap.runtime.translation.Residence;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Counters that are counted all the time while their memory moves to and fro. The seed is printed; {@code
 * -Ddevmap.stress.seed} repeats it, {@code -Ddevmap.swap.swaps=1000 -Ddevmap.swap.bytes=67108864
 * -Ddevmap.swap.threads=8} is the long form.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class SwapStressTest {

    private static final long SEED = Long.getLong("devmap.stress.seed", System.nanoTime());
    private static final int SWAPS = Integer.getInteger("devmap.swap.swaps", 1000);
    private static final int THREADS = Integer.getInteger("devmap.swap.threads", 3);
    private static final long BYTES = Long.getLong("devmap.swap.bytes", 2 * Residence.CHUNK + Pages.SIZE);

    @ParameterizedTest
    @EnumSource
    void noCountIsLostDoubledOrTorn(SwapBench.Manner manner) throws Exception {
        try (SwapBench bench = new SwapBench(BYTES)) {
            bench.addNew();
            Counting counting = new Counting(bench.mapping, THREADS, SEED).started();
            Longest longest = new Longest();
            for (int swap = 0; swap < SWAPS; swap++) {
                boolean forth = swap % 2 == 0;
                longest.add(bench.system.swap(manner.request(forth ? "old" : "new", forth ? "new" : "old")).orThrow());
            }
            Counting.Result result = counting.stop();
            System.out.printf("%s: seed=%d swaps=%d %s, %s%n", manner, SEED, SWAPS, result, longest);
            assertThat(result.counted()).isPositive();
            assertThat(result).isEqualTo(new Counting.Result(result.counted(), 0, 0, 0));
            assertThat(bench.system.snapshot().counters()).containsEntry("swap", 2L * SWAPS)
                    .containsEntry("refused", 0L);
        }
    }

    /** For people: how long the pauses were. */
    private static final class Longest {

        private long pause;
        private long copy;
        private int moves;

        private void add(SwapReport report) {
            pause = Math.max(pause, longest(report, Move::pauseNanos));
            copy = Math.max(copy, longest(report, Move::copyNanos));
            moves += report.moves().size();
        }

        private static long longest(SwapReport report, Function<Move, Long> time) {
            return report.moves().stream().map(time).max(Long::compare).orElse(0L);
        }

        @Override
        public String toString() {
            return "%d moves, longest pause %d us, longest copy %d us".formatted(moves, pause / 1000, copy / 1000);
        }
    }
}
