package org.devmap.runtime.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.Pages;
import org.devmap.embed.DevmapSystem;
import org.devmap.embed.SwapProbe;
import org.devmap.embed.SwapReport;
import org.devmap.embed.SwapReport.Outcome;
import org.devmap.embed.SwapStep;
import org.devmap.runtime.translation.Residence;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A fault at every step of the protocol, again and again, while threads count: nothing is lost, and nobody is stuck.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class SwapFaultTest {

    private static final long SEED = Long.getLong("devmap.stress.seed", System.nanoTime());
    private static final int FAULTS = Integer.getInteger("devmap.swap.faults", 100);
    private static final int THREADS = Integer.getInteger("devmap.swap.threads", 1);
    private static final int CHUNKS = 3;
    private static final long SIZE = (CHUNKS - 1) * Residence.CHUNK + Pages.SIZE;

    /** Fails once, when a step is reached for the n-th time, with one of the things that code can throw. */
    private static final class Fault implements SwapProbe {

        private final SwapStep at;
        private final int kind;
        private final AtomicInteger left;

        private Fault(SwapStep at, int number) {
            this.at = at;
            this.kind = number % 3;
            this.left = new AtomicInteger(1 + number / 3 % 2);
        }

        private boolean hasStruck() {
            return left.get() <= 0;
        }

        @Override
        public void before(SwapStep step) throws DdiException {
            if (step == at && left.decrementAndGet() == 0) {
                switch (kind) {
                    case 0 -> throw new DdiException(Errno.EIO, "injected");
                    case 1 -> throw new IllegalStateException("injected");
                    default -> throw new InternalError("injected");
                }
            }
        }
    }

    static Stream<Arguments> everyStep() {
        return Arrays.stream(SwapBench.Manner.values())
                .flatMap(manner -> Arrays.stream(SwapStep.values()).map(step -> arguments(manner, step)));
    }

    @ParameterizedTest
    @MethodSource("everyStep")
    void aFaultLosesNothingAndStopsNobody(SwapBench.Manner manner, SwapStep step) throws Exception {
        try (SwapBench bench = new SwapBench(SIZE)) {
            bench.addNew();
            Counting counting = new Counting(bench.mapping, THREADS, SEED).started();
            int struck = 0;
            for (int number = 0; number < FAULTS; number++) {
                Fault fault = new Fault(step, number);
                try (DevmapSystem.Registration _ = bench.system.registerSwapProbe(fault)) {
                    check(bench, bench.swap(manner), step, fault);
                }
                struck += fault.hasStruck() ? 1 : 0;
                if (bench.hosts().contains("new")) {
                    bench.system.swap(manner.request("new", "old")).orThrow();
                }
                assertThat(bench.oldOne.segments()).hasSize(2);
                assertThat(bench.newOne.segments()).isEmpty();
            }
            Counting.Result result = counting.stop();
            System.out.printf("%s at %s: seed=%d struck=%d %s%n", manner, step, SEED, struck, result);
            assertThat(result).isEqualTo(new Counting.Result(result.counted(), 0, 0, 0));
            boolean reached = manner == SwapBench.Manner.AT_ONCE || step != SwapStep.CLOSE_GATE;
            assertThat(struck).isEqualTo(reached ? FAULTS : 0);
        }
    }

    /** There are two pieces: at most one of them meets the fault. */
    private static void check(SwapBench bench, SwapReport report, SwapStep step, Fault fault) {
        List<SwapReport.Move> hit = report.moves().stream().filter(move -> move.problem().isPresent()).toList();
        assertThat(hit).hasSize(fault.hasStruck() ? 1 : 0);
        assertThat(report.isComplete()).isEqualTo(!fault.hasStruck() || step.compareTo(SwapStep.PUBLISH) > 0);
        for (SwapReport.Move move : hit) {
            assertThat(move.outcome()).isEqualTo(step.compareTo(SwapStep.PUBLISH) > 0 ? Outcome.MOVED : Outcome.STAYED);
            assertThat(move.problem().orElseThrow()).hasMessageContaining("injected");
        }
        assertThat(bench.hosts()).containsExactlyElementsOf(report.moves().stream()
                .map(move -> move.outcome() == Outcome.STAYED ? "old" : "new").toList());
    }
}
