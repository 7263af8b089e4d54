package org.devmap.runtime.translation;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.devmap.Pages;
import org.devmap.runtime.bench.Background;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whom a revocation waits for, step by step: permissions are cleared first, then marks of this translation are waited for. */
class GuardTest {

    private static final long START = 0x7000_0000L;
    private static final MemorySegment BYTES = Arena.ofAuto().allocate(2 * Pages.SIZE, Pages.SIZE);

    private final Translation table = new Translation(START, 2);
    private final AtomicReference<Thread> revoker = new AtomicReference<>();

    /** Everything that takes write permission of page 1 away. */
    enum Revocation {
        UNLOAD(table -> table.unload(1, 1)),
        UNLOAD_ALL(Translation::unloadAll),
        PROTECT(table -> table.protect(1, 1, Hat.READ)),
        LOAD_WITH_LESS(table -> table.load(1, 1, Hat.READ, table.permitted(START, Hat.READ))),
        LOAD_OF_OTHER_FRAMES(table -> table.load(0, 1, Hat.READ, frames())),
        LOAD_OF_A_PAGE(table -> table.loadPage(1, Hat.READ, frames())),
        SPLIT(table -> table.moveInto(table.upperPart(1)));

        private final Consumer<Translation> step;

        Revocation(Consumer<Translation> step) {
            this.step = step;
        }
    }

    private static FrameRun frames() {
        return FrameRun.memory(BYTES, AccessKind.PLAIN, -START);
    }

    private Background<Void> inBackground(Runnable step) {
        return Background.run(() -> {
            revoker.set(Thread.currentThread());
            step.run();
        });
    }

    private void untilItWaitsForASlot() {
        Background.until("the revoker to wait for a slot", () -> revoker.get() != null
                && Arrays.stream(revoker.get().getStackTrace()).anyMatch(frame -> frame.getMethodName().equals("awaitChange")));
    }

    @ParameterizedTest
    @EnumSource
    void aRevocationForbidsNewAccessesThenWaitsForThoseUnderWay(Revocation revocation) throws Exception {
        table.load(0, 2, Hat.READ | Hat.WRITE, frames());
        Seat seat = Guard.enter(table.id());
        assertThat(table.permitted(START + Pages.SIZE, Hat.WRITE)).isNotNull();
        Background<Void> revoking = inBackground(() -> revocation.step.accept(table));
        Background.until("the permission to be taken away", () -> !table.permits(START + Pages.SIZE, Hat.WRITE));
        untilItWaitsForASlot();
        assertThat(revoking.isDone()).as("an access is under way").isFalse();
        Guard.exit(seat);
        revoking.join();
    }

    @Test
    void aRevokerDoesNotWaitForAccessesThatBeganLater() throws Exception {
        Seat seat = Guard.enter(table.id());
        Background<Void> revoking = inBackground(() -> Guard.awaitQuiescence(table.id()));
        untilItWaitsForASlot();
        Guard.exit(seat);
        Seat again = Guard.enter(table.id());
        revoking.join();
        Guard.exit(again);
    }

    @Test
    void aRevokerDoesNotWaitForAccessesToOtherTranslations() throws Exception {
        Seat seat = Guard.enter(Guard.newId());
        Background.run(() -> Guard.awaitQuiescence(table.id())).join();
        Guard.exit(seat);
    }

    @Test
    void aVirtualThreadIsWaitedForToo() throws Exception {
        AtomicReference<Seat> seat = new AtomicReference<>();
        Thread.ofVirtual().start(() -> seat.set(Guard.enter(table.id()))).join();
        Background<Void> revoking = inBackground(() -> Guard.awaitQuiescence(table.id()));
        untilItWaitsForASlot();
        assertThat(revoking.isDone()).isFalse();
        Guard.exit(seat.get());
        revoking.join();
    }
}
