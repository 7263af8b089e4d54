package org.devmap.runtime.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.Pages;
import org.devmap.embed.SwapReport;
import org.devmap.embed.SwapReport.Outcome;
import org.devmap.embed.SwapRequest;
import org.devmap.embed.SwapStep;
import org.devmap.runtime.translation.Residence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever a provider does wrong, memory that is in use stays where it is, or in two places, and can be used. */
@Timeout(60)
class BadProviderTest {

    private static final long SIZE = 2 * Residence.CHUNK + Pages.SIZE;

    @Test
    void anOldMemoryThatCannotBeAskedForAnyMoreStopsNobody() throws Exception {
        for (SwapBench.Manner manner : SwapBench.Manner.values()) {
            Hosting dying = new Hosting("dying");
            try (SwapBench bench = with(dying)) {
                bench.addNew();
                bench.system.swap(SwapRequest.of("old", "dying")).orThrow();
                bench.mapping.setLong(SIZE, 42);
                bench.system.registerSwapProbe(step -> dying.dead = step == SwapStep.COPY);
                SwapReport report = bench.system.swap(manner.request("dying", "new"));
                dying.dead = false;
                assertThat(report.moves()).extracting(SwapReport.Move::outcome).containsOnly(Outcome.STAYED);
                assertThat(bench.mapping.getLong(SIZE)).isEqualTo(42);
                assertThat(bench.hosts()).containsOnly("dying");
            }
        }
    }

    /** A system whose memory lies with a provider that does what the test says. */
    private static SwapBench with(Hosting other) throws Exception {
        SwapBench bench = new SwapBench(SIZE);
        bench.system.registerProvider(other, -2);
        return bench;
    }

    @Test
    void whateverAProviderAnswersInsteadOfMemoryTheOldOneStaysInCharge() throws Exception {
        Hosting bad = new Hosting("bad");
        try (SwapBench bench = with(bad)) {
            bench.mapping.setLong(SIZE, 42);
            bad.allocate = memory -> {
                memory.release();
                throw new DdiException(Errno.ENOMEM, "nothing left");
            };
            assertStayed(bench, Errno.ENOMEM, "nothing left");
            bad.allocate = memory -> {
                memory.release();
                throw new OutOfMemoryError("of a bad kind");
            };
            assertStayed(bench, Errno.EIO, "of a bad kind");
            bad.allocate = memory -> {
                memory.release();
                return null;
            };
            assertStayed(bench, Errno.EIO, "bad");
            assertThat(bad.arenas.segments()).isEmpty();
            assertThat(bench.mapping.getLong(SIZE)).isEqualTo(42);
        }
    }

    private static void assertStayed(SwapBench bench, Errno errno, String words) throws Exception {
        SwapReport report = bench.system.swap(SwapRequest.of("old", "bad"));
        assertThat(report.moves()).hasSize(2).allMatch(move -> move.outcome() == Outcome.STAYED
                && move.problem().orElseThrow().errno().equals(errno)
                && move.problem().orElseThrow().getMessage().contains(words));
        assertThat(bench.hosts()).containsOnly("old");
    }

    @Test
    void aCopyThatFailsLeavesTheOldMemoryInCharge() throws Exception {
        Hosting bad = new Hosting("bad");
        try (SwapBench bench = with(bad)) {
            bench.mapping.setLong(SIZE, 42);
            bad.readOnly = true;
            for (SwapBench.Manner manner : SwapBench.Manner.values()) {
                assertThat(bench.system.swap(manner.request("old", "bad")).moves()).extracting(SwapReport.Move::outcome)
                        .containsOnly(Outcome.STAYED);
                assertThat(bench.mapping.getLong(SIZE)).isEqualTo(42);
            }
            assertThat(bad.arenas.segments()).isEmpty();
        }
    }

    @Test
    void aMigrationThatCannotEvenGoBackKeepsEverythingWhereItIs() throws Exception {
        Hosting stubborn = new Hosting("stubborn");
        try (SwapBench bench = with(stubborn)) {
            bench.addNew();
            bench.mapping.fill(0, 2 * SIZE, (byte) 7);
            bench.system.swap(SwapRequest.of("old", "stubborn")).orThrow();
            bench.system.registerSwapProbe(step -> {
                if (step == SwapStep.COPY_REST) {
                    stubborn.readOnly = true;
                    throw new IllegalStateException("injected");
                }
            });
            SwapReport report = bench.system.swap(SwapRequest.of("stubborn", "new").byChunks());
            assertThat(report.moves()).allMatch(move -> move.outcome() == Outcome.STAYED);
            assertThat(report.moves().getFirst().problem().orElseThrow())
                    .hasMessageContaining("some chunks stay with new");
            stubborn.readOnly = false;
            bench.mapping.getAndAddInt(SIZE, 1);
            bench.mapping.getAndAddInt(2 * SIZE - 4, 1);
            assertThat(bench.mapping.getInt(SIZE)).isEqualTo(0x07070708);
            assertThat(bench.mapping.getInt(2 * SIZE - 4)).isEqualTo(0x07070708);
            SwapReport.Move next = bench.system.swap(SwapRequest.of("stubborn", "old")).moves().getFirst();
            assertThat(next.problem().orElseThrow().errno()).isEqualTo(Errno.EBUSY);
            bench.system.close();
            assertThat(bench.newOne.segments()).isEmpty();
            assertThat(stubborn.arenas.segments()).isEmpty();
        }
    }

    @Test
    void aProviderThatCannotBeAskedWhenTheLastBytesHaveArrivedKeepsThem() throws Exception {
        for (SwapBench.Manner manner : SwapBench.Manner.values()) {
            Hosting dying = new Hosting("dying");
            try (SwapBench bench = with(dying)) {
                bench.mapping.setLong(SIZE, 42);
                AtomicInteger published = new AtomicInteger();
                int last = manner == SwapBench.Manner.AT_ONCE ? 1 : 3;
                bench.system.registerSwapProbe(step ->
                        dying.dead = step == SwapStep.PUBLISH && published.incrementAndGet() == last);
                SwapReport report = bench.system.swap(manner.request("old", "dying"));
                assertThat(report.moves()).extracting(SwapReport.Move::outcome)
                        .containsExactly(Outcome.STAYED, Outcome.MOVED);
                bench.mapping.fill(0, 2 * SIZE, (byte) 7);
                assertThat(bench.mapping.getLong(SIZE)).isEqualTo(0x0707070707070707L);
            }
        }
    }

    @Test
    void memoryThatOtherProcessesShareStaysAndItsPathIsNamed() throws Exception {
        Hosting shared = new Hosting("shared");
        try (SwapBench bench = with(shared)) {
            bench.system.swap(SwapRequest.of("old", "shared")).orThrow();
            shared.peerPath = Optional.of("/proc/1/fd/3");
            SwapReport report = bench.system.swap(SwapRequest.of("shared", "old"));
            assertThat(report.moves()).allMatch(move -> move.problem().orElseThrow().errno().equals(Errno.EBUSY)
                    && move.problem().orElseThrow().getMessage().contains("/proc/1/fd/3"));
            assertThat(bench.hosts()).containsOnly("shared");
        }
    }
}
