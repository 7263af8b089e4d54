package org.devmap.runtime.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.devmap.AccessDirection;
import org.devmap.app.LockedRange;
import org.devmap.Pages;
import org.devmap.dto.MemorySnapshot.State;
import org.devmap.embed.DevmapSystem;
import org.devmap.embed.ManualClock;
import org.devmap.embed.SwapPolicy;
import org.devmap.embed.SwapReport;
import org.devmap.embed.SwapReport.Outcome;
import org.devmap.embed.SwapRequest;
import org.devmap.embed.SwapStep;
import org.devmap.embed.SystemConfiguration;
import org.devmap.embed.SystemConfigurationBuilder;
import org.devmap.runtime.bench.ArenaProvider;
import org.devmap.runtime.bench.Background;
import org.devmap.runtime.translation.Residence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Providers come and go; memory that is in use finds a place, or stays where it is and can be used. */
@Timeout(60)
class PlacementTest {

    private static final long SIZE = 2 * Residence.CHUNK + Pages.SIZE;

    private static void untilHostedBy(SwapBench bench, String host) {
        Background.until("everything to be with " + host, () -> bench.hosts().stream().allMatch(host::equals)
                && bench.states().stream().allMatch(State.SETTLED::equals));
    }

    @Test
    void whatHasLostItsProviderMovesToAnotherOne() throws Exception {
        try (SwapBench bench = new SwapBench(SIZE)) {
            bench.mapping.setLong(SIZE, 42);
            bench.addNew();
            bench.oldRegistration.close();
            untilHostedBy(bench, "new");
            assertThat(bench.mapping.getLong(SIZE)).isEqualTo(42);
            Background.until("the old memory to be given back", () -> bench.oldOne.segments().isEmpty());
            assertThat(bench.diagnostics).isEmpty();
        }
    }

    @Test
    void withoutAnotherOneItCanBeUsedOnAndMovesWhenOneComes() throws Exception {
        try (SwapBench bench = new SwapBench(SIZE)) {
            bench.mapping.setLong(SIZE, 42);
            bench.oldRegistration.close();
            Background.until("somebody to say so", () -> !bench.diagnostics.isEmpty());
            assertThat(bench.diagnostics).singleElement().asString().contains("'old'").contains("stays usable");
            assertThat(bench.states()).containsOnly(State.ORPHANED);
            bench.mapping.getAndAddLong(SIZE, 1);
            bench.addNew();
            untilHostedBy(bench, "new");
            assertThat(bench.mapping.getLong(SIZE)).isEqualTo(43);
        }
    }

    @Test
    void theNextVersionOfItsProviderTakesItOver() throws Exception {
        try (SwapBench bench = new SwapBench(SIZE)) {
            bench.mapping.setLong(SIZE, 42);
            bench.oldRegistration.close();
            Background.until("somebody to say so", () -> !bench.diagnostics.isEmpty());
            ArenaProvider next = new ArenaProvider("old");
            bench.system.registerProvider(next, 0);
            untilHostedBy(bench, "old");
            Background.until("the first version's memory to be given back", () -> bench.oldOne.segments().isEmpty());
            assertThat(next.segments()).hasSize(2);
            assertThat(bench.mapping.getLong(SIZE)).isEqualTo(42);
        }
    }

    @Test
    void liveMemoryFollowsTheRankingIfConfiguredSo() throws Exception {
        SystemConfigurationBuilder following = SystemConfiguration.builder().swapPolicy(SwapPolicy.FOLLOW_RANKING);
        try (SwapBench bench = new SwapBench(SIZE, null, following)) {
            bench.mapping.setLong(SIZE, 42);
            bench.addNew();
            ArenaProvider best = new ArenaProvider("best");
            DevmapSystem.Registration registration = bench.system.registerProvider(best, 10);
            untilHostedBy(bench, "best");
            registration.close();
            untilHostedBy(bench, "old");
            assertThat(bench.mapping.getLong(SIZE)).isEqualTo(42);
            assertThat(bench.newOne.segments()).as("the worse provider was never used").isEmpty();
        }
    }

    @Test
    void otherwiseABetterProviderHostsNewMemoryOnly() throws Exception {
        try (SwapBench bench = new SwapBench(SIZE)) {
            ArenaProvider best = new ArenaProvider("best");
            bench.system.registerProvider(best, 10);
            bench.addNew();
            bench.oldRegistration.close();
            untilHostedBy(bench, "best");
            DevmapSystem.Registration better = bench.system.registerProvider(new ArenaProvider("better"), 20);
            assertThat(bench.hosts()).containsOnly("best");
            better.close();
        }
    }

    @Test
    void whatCannotMoveNowIsTriedAgain() throws Exception {
        ManualClock clock = new ManualClock();
        try (SwapBench bench = new SwapBench(SIZE, null, SystemConfiguration.builder().clock(clock))) {
            bench.addNew();
            LockedRange range = bench.mapping.lock(SIZE, Pages.SIZE, AccessDirection.WRITE);
            bench.oldRegistration.close();
            Background.until("it to be put off", () -> clock.pending() == 1);
            assertThat(bench.states()).containsExactly(State.ORPHANED, State.SETTLED);
            assertThat(bench.diagnostics).singleElement().asString().contains("umem of two0")
                    .contains("a locked range");
            range.close();
            clock.advance(Duration.ofSeconds(1).toNanos());
            untilHostedBy(bench, "new");
        }
    }

    @Test
    void aProviderThatDiesWhileMemoryMovesToItGetsNothing() throws Exception {
        for (SwapBench.Manner manner : SwapBench.Manner.values()) {
            try (SwapBench bench = new SwapBench(SIZE)) {
                bench.mapping.setLong(SIZE, 42);
                DevmapSystem.Registration dying = bench.addNew();
                bench.system.registerSwapProbe(step -> {
                    if (step == SwapStep.COPY) {
                        dying.close();
                    }
                });
                SwapReport report = bench.swap(manner);
                assertThat(report.moves()).extracting(SwapReport.Move::outcome).containsOnly(Outcome.STAYED);
                assertThat(report.moves().getFirst().problem().orElseThrow()).hasMessageContaining("new")
                        .hasMessageContaining("left");
                assertThat(bench.hosts()).containsOnly("old");
                assertThat(bench.mapping.getLong(SIZE)).isEqualTo(42);
                assertThat(bench.newOne.segments()).isEmpty();
            }
        }
    }

    @Test
    void aProviderThatDiesWhileItsMemoryLeavesDoesNoHarm() throws Exception {
        for (SwapBench.Manner manner : SwapBench.Manner.values()) {
            try (SwapBench bench = new SwapBench(SIZE)) {
                bench.mapping.setLong(SIZE, 42);
                bench.addNew();
                bench.system.registerSwapProbe(step -> {
                    if (step == SwapStep.COPY) {
                        bench.oldRegistration.close();
                    }
                });
                bench.swap(manner);
                untilHostedBy(bench, "new");
                assertThat(bench.mapping.getLong(SIZE)).isEqualTo(42);
            }
        }
    }

    @Test
    void whatCannotBeAskedWhetherItHasLostItsContentsIsAskedAgain() throws Exception {
        Hosting dying = new Hosting("dying");
        ManualClock clock = new ManualClock();
        SwapBench bench = new SwapBench(SIZE, null, SystemConfiguration.builder().clock(clock));
        DevmapSystem.Registration registration = bench.system.registerProvider(dying, -2);
        try (bench) {
            bench.system.swap(SwapRequest.of("old", "dying")).orThrow();
            bench.mapping.setLong(SIZE, 42);
            dying.dead = true;
            registration.close();
            Background.until("it to be put off", () -> clock.pending() == 1);
            assertThat(bench.diagnostics).hasSize(2).allMatch(line -> line.contains("the provider is dead"));
            dying.dead = false;
            clock.advance(Duration.ofSeconds(1).toNanos());
            untilHostedBy(bench, "old");
            assertThat(bench.mapping.getLong(SIZE)).isEqualTo(42);
        }
    }

    @Test
    void contentsThatWereLostWithTheirProviderAreZeroAndThatIsSaid() throws Exception {
        Hosting forgetful = new Hosting("forgetful");
        SwapBench bench = new SwapBench(SIZE);
        DevmapSystem.Registration registration = bench.system.registerProvider(forgetful, -2);
        try (bench) {
            bench.system.swap(SwapRequest.of("old", "forgetful")).orThrow();
            bench.mapping.setLong(SIZE, 42);
            forgetful.losesContents = true;
            registration.close();
            untilHostedBy(bench, "old");
            assertThat(bench.mapping.getLong(SIZE)).isZero();
            Background.until("both losses to be said", () -> bench.diagnostics.size() == 2);
            assertThat(bench.diagnostics).allMatch(line -> line.contains("'forgetful'") && line.contains("all zero"));
        }
    }
}
