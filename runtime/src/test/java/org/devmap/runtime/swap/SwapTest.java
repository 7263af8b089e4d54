package org.devmap.runtime.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.devmap.AccessDirection;
import org.devmap.AccessInterrupted;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.IoDirection;
import org.devmap.Pages;
import org.devmap.app.LockedRange;
import org.devmap.app.Mapping;
import org.devmap.driver.DmaBinding;
import org.devmap.driver.UmemFlags;
import org.devmap.driver.UmemRequest;
import org.devmap.dto.MemorySnapshot;
import org.devmap.embed.SwapReport;
import org.devmap.embed.SwapReport.Outcome;
import org.devmap.embed.SwapRequest;
import org.devmap.embed.SwapStep;
import org.devmap.embed.SystemConfiguration;
import org.devmap.runtime.bench.Background;
import org.devmap.runtime.bench.IdleEngine;
import org.devmap.runtime.translation.Residence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Memory moves by command: with its contents, unnoticed, or not at all. */
@Timeout(60)
class SwapTest {

    private static final long SIZE = 2 * Residence.CHUNK + 3 * Pages.SIZE;
    private static final Duration AT_ONCE = Duration.ZERO;

    private static byte[] contents(SwapBench bench) {
        byte[] bytes = new byte[(int) (2 * bench.size)];
        bench.mapping.copyTo(0, MemorySegment.ofArray(bytes), 0, bytes.length);
        return bytes;
    }

    private static byte[] fill(SwapBench bench) {
        byte[] bytes = new byte[(int) (2 * bench.size)];
        new Random(8).nextBytes(bytes);
        bench.mapping.copyFrom(MemorySegment.ofArray(bytes), 0, 0, bytes.length);
        return bytes;
    }

    @ParameterizedTest
    @EnumSource
    void memoryMovesWithItsContentsAndNobodyNotices(SwapBench.Manner manner) throws DdiException {
        try (SwapBench bench = new SwapBench(SIZE)) {
            bench.addNew();
            byte[] bytes = fill(bench);
            int callbacks = bench.driver.accesses.get();
            SwapReport report = bench.swap(manner).orThrow();
            assertThat(report.moves()).extracting(SwapReport.Move::outcome)
                    .containsExactly(Outcome.MOVED, Outcome.MOVED);
            assertThat(report.moves()).extracting(SwapReport.Move::bytes).containsExactly(SIZE, SIZE);
            assertThat(report.moves()).allMatch(move -> move.problem().isEmpty() && move.pauseNanos() > 0
                    && move.copyNanos() > 0);
            assertThat(bench.hosts()).containsOnly("new");
            assertThat(contents(bench)).isEqualTo(bytes);
            assertThat(bench.driver.umem.memory().getByte(5)).isEqualTo(bytes[(int) SIZE + 5]);
            assertThat(bench.driver.accesses.get()).as("access callbacks").isEqualTo(callbacks);
            assertThat(bench.oldOne.segments()).as("what the old provider still holds").isEmpty();
            assertThat(bench.system.snapshot().counters()).containsEntry("swap", 2L);
            bench.mapping.setInt(0, 77);
            assertThat(bench.newOne.segments().get(1).get(ValueLayout.JAVA_INT, 0)).isEqualTo(77);
        }
    }

    @Test
    void namesAreChecked() throws DdiException {
        try (SwapBench bench = new SwapBench(SIZE)) {
            assertThatThrownBy(() -> bench.system.swap(SwapRequest.of("old", "new"))).hasMessageContaining("'new'")
                    .hasMessageContaining("there are: old")
                    .satisfies(e -> assertThat(((DdiException) e).errno()).isEqualTo(Errno.ENOENT));
            assertThatThrownBy(() -> bench.system.swap(SwapRequest.of("older", "old"))).hasMessageContaining("'older'");
            assertThatThrownBy(() -> bench.system.swap(SwapRequest.of("old", "old")))
                    .satisfies(e -> assertThat(((DdiException) e).errno()).isEqualTo(Errno.EINVAL));
            bench.addNew();
            assertThat(bench.system.swap(SwapRequest.of("new", "old")).moves()).isEmpty();
        }
    }

    /** Stops the first move at a step until the test lets it go on. */
    private static final class Stop implements AutoCloseable {

        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);
        private final Background<SwapReport> swap;

        private Stop(SwapBench bench, SwapBench.Manner manner, SwapStep at) throws Exception {
            bench.system.registerSwapProbe(step -> {
                if (step == at) {
                    reached.countDown();
                    try {
                        released.await();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                }
            });
            swap = Background.call(() -> bench.swap(manner).orThrow());
            reached.await();
        }

        @Override
        public void close() {
            released.countDown();
            try {
                swap.join();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void applicationAndDriverWaitForWhatIsOnTheMove(SwapBench.Manner manner) throws Exception {
        try (SwapBench bench = new SwapBench(SIZE)) {
            bench.addNew();
            bench.mapping.setInt(SIZE, 1);
            Background<Integer> driver;
            Background<Integer> application;
            try (Stop _ = new Stop(bench, manner, SwapStep.COPY)) {
                assertThat(bench.states()).containsExactly(MemorySnapshot.State.MOVING, MemorySnapshot.State.SETTLED);
                assertThat(bench.system.snapshot().memory().getFirst().destination()).contains("new");
                application = Background.call(() -> bench.mapping.getAndAddInt(SIZE, 1)).untilParked();
                driver = Background.call(() -> bench.driver.umem.memory().getInt(8)).untilParked();
                driver.interrupt();
                driver.untilParked();
            }
            assertThat(application.join()).isEqualTo(1);
            assertThat(bench.mapping.getInt(SIZE)).isEqualTo(2);
            assertThat(driver.join()).isZero();
        }
    }

    @Test
    void duringAMigrationOnlyTheChunkOnTheMoveIsWaitedFor() throws Exception {
        try (SwapBench bench = new SwapBench(SIZE)) {
            bench.addNew();
            try (Stop _ = new Stop(bench, SwapBench.Manner.BY_CHUNKS, SwapStep.COPY)) {
                bench.mapping.setInt(SIZE + Residence.CHUNK, 2);
                bench.mapping.setInt(SIZE + 2 * Residence.CHUNK, 3);
                Background<Void> waits = Background.run(() -> bench.mapping.setInt(SIZE, 1)).untilParked();
                assertThat(waits.isDone()).isFalse();
            }
        }
    }

    @Test
    void duringAMigrationWhatHasArrivedIsNotWaitedFor() throws Exception {
        try (SwapBench bench = new SwapBench(SIZE)) {
            bench.addNew();
            try (Stop _ = new Stop(bench, SwapBench.Manner.BY_CHUNKS, SwapStep.COPY_REST)) {
                bench.mapping.setInt(SIZE, 1);
                Background<Void> waits = Background.run(() -> bench.mapping.setInt(SIZE + Residence.CHUNK, 2))
                        .untilParked();
                assertThat(waits.isDone()).isFalse();
            }
        }
    }

    @Test
    void otherMemoryIsNotAffected() throws Exception {
        try (SwapBench bench = new SwapBench(SIZE)) {
            bench.addNew();
            try (Stop _ = new Stop(bench, SwapBench.Manner.AT_ONCE, SwapStep.COPY)) {
                bench.mapping.fill(0, SIZE, (byte) 1);
            }
        }
    }

    @Test
    void aSignalEndsAnApplicationsWaitAndItsFlagIsKept() throws Exception {
        try (SwapBench bench = new SwapBench(SIZE)) {
            bench.addNew();
            bench.mapping.setInt(SIZE, 1);
            try (Stop _ = new Stop(bench, SwapBench.Manner.AT_ONCE, SwapStep.COPY)) {
                Background<Boolean> waits = Background.call(() -> {
                    try {
                        bench.mapping.getInt(SIZE);
                        return false;
                    } catch (AccessInterrupted e) {
                        return Thread.currentThread().isInterrupted();
                    }
                }).untilParked();
                waits.interrupt();
                assertThat(waits.join()).isTrue();
            }
        }
    }

    @Test
    void aFaultWaitsBeforeItTakesAnyLock() throws Exception {
        try (SwapBench bench = new SwapBench(SIZE)) {
            bench.addNew();
            Background<Integer> fault;
            try (Stop _ = new Stop(bench, SwapBench.Manner.AT_ONCE, SwapStep.COPY)) {
                fault = Background.call(() -> bench.mapping.getInt(SIZE)).untilParked();
                assertThat(bench.driver.accesses.get()).as("access callbacks").isZero();
                bench.space.munmap(bench.mapping.address(), Pages.SIZE);
            }
            fault.join();
            assertThat(bench.driver.accesses.get()).isOne();
        }
    }

    @Test
    void aCallbackThatIsInsideMayFinishAndLoad() throws Exception {
        try (SwapBench bench = new SwapBench(SIZE)) {
            bench.addNew();
            CountDownLatch inside = new CountDownLatch(1);
            CountDownLatch goOn = new CountDownLatch(1);
            bench.driver.duringAccess = () -> {
                inside.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                bench.mapping.getInt(SIZE + Pages.SIZE);
            };
            Background<Integer> fault = Background.call(() -> bench.mapping.getInt(SIZE));
            inside.await();
            bench.driver.duringAccess = () -> { };
            try (Stop _ = new Stop(bench, SwapBench.Manner.AT_ONCE, SwapStep.COPY)) {
                goOn.countDown();
                Background.until("the nested fault, which does not wait at the gate",
                        () -> bench.driver.accesses.get() == 2);
                fault.untilParked();
            }
            fault.join();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLockedRangeThatDoesNotEndKeepsTheMemoryAndIsNamed(SwapBench.Manner manner) throws Exception {
        try (SwapBench bench = new SwapBench(SIZE)) {
            bench.addNew();
            byte[] bytes = fill(bench);
            try (LockedRange range = bench.mapping.lock(SIZE, Pages.SIZE, AccessDirection.WRITE)) {
                SwapReport report = bench.system.swap(manner.request("old", "new").within(AT_ONCE));
                assertThat(report.moves()).extracting(SwapReport.Move::outcome)
                        .containsExactly(Outcome.STAYED, Outcome.MOVED);
                assertThatThrownBy(report::orThrow).hasMessageContaining("umem of two0")
                        .satisfies(e -> assertThat(((DdiException) e).errno()).isEqualTo(Errno.EBUSY))
                        .cause().hasMessageContaining("a locked range").hasMessageContaining("application");
                assertThat(bench.system.snapshot().memory().getFirst().holders()).hasSize(1);
                range.segment().set(ValueLayout.JAVA_BYTE, 0, bytes[(int) SIZE]);
            }
            assertThat(contents(bench)).isEqualTo(bytes);
            assertThat(bench.swap(manner).isComplete()).isTrue();
            assertThat(contents(bench)).isEqualTo(bytes);
        }
    }

    /** Without an access callback, whose gate would let one lock in at a time anyway. */
    @Test
    void aLockedRangeIsWaitedForAndANewOneWaits() throws Exception {
        try (SwapBench bench = new SwapBench(SIZE)) {
            bench.addNew();
            bench.driver.withCallbacks = false;
            Mapping mapping = bench.map();
            LockedRange range = mapping.lock(SIZE, Pages.SIZE, AccessDirection.WRITE);
            Background<SwapReport> swap = Background.call(() -> bench.system.swap(
                    SwapRequest.of("old", "new").within(Duration.ofMinutes(1))));
            Background.until("the move to begin", () -> bench.states().contains(MemorySnapshot.State.MOVING));
            swap.untilParked();
            Background<Void> other = Background.run(() -> mapping.lock(SIZE, Pages.SIZE, AccessDirection.READ).close())
                    .untilParked();
            mapping.setInt(2 * SIZE - 8, 9);
            mapping.lock(SIZE + Pages.SIZE, Pages.SIZE, AccessDirection.READ).close();
            assertThat(other.isDone()).isFalse();
            range.close();
            assertThat(swap.join().isComplete()).isTrue();
            other.join();
        }
    }

    @Test
    void memoryThatADeviceReachesStaysAndTheDeviceIsNamed() throws Exception {
        try (SwapBench bench = new SwapBench(SIZE, new IdleEngine(), SystemConfiguration.builder())) {
            bench.addNew();
            bench.mapping.setInt(0, 1);
            DmaBinding binding = bench.driver.device.dmaBind(bench.driver.umem, 0, SIZE, IoDirection.TO_DEVICE);
            assertThatThrownBy(() -> bench.swap(SwapBench.Manner.AT_ONCE).orThrow()).cause().hasMessageContaining("DMA")
                    .hasMessageContaining("two0");
            assertThat(bench.hosts()).containsExactly("old", "new");
            binding.close();
            assertThat(bench.swap(SwapBench.Manner.AT_ONCE).isComplete()).isTrue();
            bench.driver.device.dmaBind(bench.driver.umem, 0, SIZE, IoDirection.TO_DEVICE).close();
        }
    }

    @Test
    void memoryFreedWhileItMovesIsGoneAfterwards() throws Exception {
        try (SwapBench bench = new SwapBench(SIZE)) {
            bench.addNew();
            Background<Void> free;
            try (Stop _ = new Stop(bench, SwapBench.Manner.AT_ONCE, SwapStep.COPY)) {
                free = Background.run(bench.driver.umem::free).untilParked();
            }
            free.join();
            assertThat(bench.hosts()).containsExactly("new");
            assertThat(bench.oldOne.segments()).isEmpty();
            assertThat(bench.newOne.segments()).hasSize(1);
            bench.driver.umem = bench.driver.device.umemAlloc(UmemRequest.of(SIZE, UmemFlags.SLEEP));
        }
    }

    @Test
    void memoryFreedBeforeItsTurnIsNoFailureOfTheSwap() throws Exception {
        try (SwapBench bench = new SwapBench(SIZE)) {
            bench.addNew();
            AtomicBoolean freed = new AtomicBoolean();
            bench.system.registerSwapProbe(step -> {
                if (step == SwapStep.ALLOCATE && !freed.getAndSet(true)) {
                    bench.driver.umem.free();
                }
            });
            SwapReport report = bench.swap(SwapBench.Manner.AT_ONCE);
            assertThat(report.isComplete()).as("moved: %s", report.moves()).isTrue();
            assertThat(report.moves()).noneMatch(move -> move.what().startsWith("umem"));
            assertThat(bench.hosts()).containsExactly("new");
            bench.driver.umem = bench.driver.device.umemAlloc(UmemRequest.of(SIZE, UmemFlags.SLEEP));
        }
    }
}
