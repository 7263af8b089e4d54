package org.devmap.runtime.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.devmap.Pages;
import org.devmap.backend.MemoryRequest;
import org.devmap.embed.ManualClock;
import org.devmap.embed.SwapPolicy;
import org.devmap.runtime.bench.ArenaProvider;
import org.devmap.runtime.handle.Diagnostics;
import org.devmap.runtime.memory.HostedMemory;
import org.devmap.runtime.memory.MemoryProviders;
import org.junit.jupiter.api.Test;

/** Nobody but the keeper itself would notice that its work has ended by a failure. */
class PlacementKeeperTest {

    private final MemoryProviders providers = new MemoryProviders(Optional.empty());
    private final ManualClock clock = new ManualClock();
    private final List<String> said = new ArrayList<>();
    private final AtomicBoolean failing = new AtomicBoolean(true);
    private final Swapper swapper = new Swapper(providers, step -> { }, Runnable::run, 1, () -> {
        if (failing.get()) {
            throw new IllegalStateException("cannot count");
        }
    });
    private final AtomicBoolean threadless = new AtomicBoolean();
    private final PlacementKeeper keeper = new PlacementKeeper(providers, swapper, SwapPolicy.FOLLOW_RANKING, work -> {
        if (threadless.get()) {
            throw new OutOfMemoryError("unable to create native thread");
        }
        work.run();
    }, clock, new Diagnostics(said::add));

    @Test
    void workThatFailsIsSaidAndTriedAgain() throws Exception {
        providers.add(new ArenaProvider("old"), 0);
        HostedMemory first = providers.allocate(MemoryRequest.of(Pages.SIZE, "first"), false);
        HostedMemory second = providers.allocate(MemoryRequest.of(Pages.SIZE, "second"), false);
        providers.add(new ArenaProvider("new"), 1);

        keeper.look();
        assertThat(said).singleElement().asString().contains("cannot count").contains("tried again");
        assertThat(second.host()).isEqualTo("old");
        failing.set(false);
        clock.advance(Duration.ofSeconds(1).toNanos());
        assertThat(List.of(first.host(), second.host())).containsOnly("new");
        assertThat(clock.pending()).isZero();
    }

    @Test
    void workForWhichThereIsNoThreadIsSaidOnceAndTriedAgain() throws Exception {
        failing.set(false);
        providers.add(new ArenaProvider("old"), 0);
        HostedMemory memory = providers.allocate(MemoryRequest.of(Pages.SIZE, "memory"), false);
        providers.add(new ArenaProvider("new"), 1);
        threadless.set(true);

        keeper.look();
        clock.advance(Duration.ofSeconds(1).toNanos());
        assertThat(said).singleElement().asString().contains("unable to create native thread").contains("tried again");
        assertThat(memory.host()).isEqualTo("old");
        threadless.set(false);
        clock.advance(Duration.ofSeconds(1).toNanos());
        assertThat(memory.host()).isEqualTo("new");
        assertThat(clock.pending()).isZero();
    }
}
