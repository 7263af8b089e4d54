package org.devmap.runtime.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongUnaryOperator;
import org.devmap.BusError;
import org.devmap.Pages;
import org.devmap.backend.RegisterModel;
import org.devmap.runtime.bench.Background;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Memory that moves under live translations: an access waits for the bytes it wants, and happens once, where they are.
 */
class ResidenceTest {

    private static final long START = 0x7000_0000L;
    private static final int CHUNKS = 3;
    private static final long SIZE = CHUNKS * Residence.CHUNK;

    private MemorySegment here = Arena.ofAuto().allocate(SIZE, Pages.SIZE);
    private MemorySegment there = Arena.ofAuto().allocate(SIZE, Pages.SIZE);
    private final Residence residence = new Residence(here);
    private final Translation table = new Translation(START, (int) Pages.btop(SIZE));
    private final TableMemory memory = TableMemory.of(START, SIZE, table);

    ResidenceTest() {
        load(table, AccessKind.PLAIN);
    }

    private void load(Translation into, AccessKind kind) {
        into.load(0, (int) Pages.btop(SIZE), Hat.READ | Hat.WRITE, FrameRun.memory(residence, kind, -START));
    }

    @ParameterizedTest
    @EnumSource
    void everyKindOfAccessWaitsAndHappensWhereTheMemoryIsThen(AccessKind kind) throws Exception {
        Translation other = new Translation(START, (int) Pages.btop(SIZE));
        load(other, kind);
        TableMemory shown = TableMemory.of(START, SIZE, other);
        residence.leave();
        Background<Void> store = Background.run(() -> shown.setInt(0, 1)).untilParked();
        Background<Long> load = Background.call(() -> shown.getLong(8)).untilParked();
        Background<Integer> update = Background.call(() -> shown.getAndAddInt(16, 5)).untilParked();
        Background<Void> fill = Background.run(() -> shown.fill(32, 64, (byte) 3)).untilParked();
        there.set(ValueLayout.JAVA_LONG, 8, 77);
        there.set(ValueLayout.JAVA_INT, 16, 10);
        residence.settle(there);
        store.join();
        fill.join();
        assertThat(load.join()).isEqualTo(77);
        assertThat(update.join()).isEqualTo(10);
        assertThat(there.get(ValueLayout.JAVA_INT, 0)).isEqualTo(1);
        assertThat(there.get(ValueLayout.JAVA_INT, 16)).isEqualTo(15);
        assertThat(there.asSlice(32, 64).toArray(ValueLayout.JAVA_BYTE)).containsOnly((byte) 3);
        assertThat(here.toArray(ValueLayout.JAVA_LONG)).as("the old memory").containsOnly(0);
    }

    /** Registers that are on the move as soon as an access has found them. */
    private final class LeftRegisters implements RegisterModel {

        private long value;

        @Override
        public long size() {
            residence.leave();
            return SIZE;
        }

        @Override
        public long read(long offset, int width) {
            return value;
        }

        @Override
        public void write(long offset, int width, long newValue) {
            value = newValue;
        }
    }

    @Test
    void anAccessThatHasFoundAModelEndsThereThoughTheModelIsLeft() {
        LeftRegisters model = new LeftRegisters();
        for (int i = 0; i < 3; i++) {
            residence.settle(model);
            assertThat(memory.getAndAddInt(0, 5)).isEqualTo(5 * i);
        }
        residence.settle(model);
        assertThat(memory.getInt(0)).isEqualTo(15);
        residence.settle(model);
        memory.setInt(0, 1);
        assertThat(model.value).isEqualTo(1);
    }

    @Test
    void onlyAccessesToTheChunkOnTheMoveWait() throws Exception {
        residence.divide(here);
        residence.leave(1, 2);
        memory.setInt(0, 1);
        memory.setInt(2 * Residence.CHUNK, 3);
        Background<Void> waits = Background.run(() -> memory.setInt(Residence.CHUNK, 2)).untilParked();
        residence.settle(1, 2, there);
        waits.join();
        assertThat(here.get(ValueLayout.JAVA_INT, 0)).isEqualTo(1);
        assertThat(there.get(ValueLayout.JAVA_INT, Residence.CHUNK)).isEqualTo(2);
        assertThat(here.get(ValueLayout.JAVA_INT, 2 * Residence.CHUNK)).isEqualTo(3);
    }

    @Test
    void aBulkOperationFindsEachChunkWhereItIs() {
        residence.divide(here);
        residence.leave(1, 2);
        residence.settle(1, 2, there);
        memory.fill(Residence.CHUNK - 10, Residence.CHUNK + 20, (byte) 9);
        assertThat(here.asSlice(Residence.CHUNK - 10, 10).toArray(ValueLayout.JAVA_BYTE)).containsOnly((byte) 9);
        assertThat(here.asSlice(Residence.CHUNK, Residence.CHUNK).toArray(ValueLayout.JAVA_BYTE))
                .containsOnly((byte) 0);
        assertThat(there.asSlice(Residence.CHUNK, Residence.CHUNK).toArray(ValueLayout.JAVA_BYTE))
                .containsOnly((byte) 9);
        assertThat(here.asSlice(2 * Residence.CHUNK, 10).toArray(ValueLayout.JAVA_BYTE)).containsOnly((byte) 9);
    }

    @Test
    void aSignalEndsTheWait() throws Exception {
        residence.leave();
        Background<Integer> waits = Background.call(() -> memory.getInt(0)).untilParked();
        assertThat(residence.waiting()).isOne();
        waits.interrupt();
        assertThat(waits.failure()).isInstanceOf(BusError.class).hasCauseInstanceOf(InterruptedException.class);
        assertThat(residence.waiting()).isZero();
    }

    @Test
    void whoHearsNoSignalWaitsOn() throws Exception {
        residence.leave();
        Background<Void> waits = Background.run(() -> residence.awaitSettledUninterruptibly(0)).untilParked();
        waits.interrupt();
        waits.untilParked();
        residence.settle(there);
        waits.join();
    }

    @Test
    void quiescenceWaitsForAccessesUnderWayAndTakesNothing() throws Exception {
        Seat seat = Guard.enter(table.id());
        Background<Void> quiescing = Background.run(table::quiesce);
        Background.until("it to wait for a slot", () -> Thread.getAllStackTraces().values().stream()
                .flatMap(Arrays::stream)
                .anyMatch(frame -> frame.getMethodName().equals("awaitChange")));
        assertThat(quiescing.isDone()).isFalse();
        Guard.exit(seat);
        quiescing.join();
        assertThat(table.permits(START, Hat.READ | Hat.WRITE)).isTrue();
    }

    @Test
    void itIsSettledOnlyInOnePiece() {
        assertThat(residence.settled()).contains(here);
        residence.leave();
        assertThat(residence.settled()).isEmpty();
        residence.settle(there);
        assertThat(residence.settled()).contains(there);
        residence.divide(there);
        assertThat(residence.settled()).isEmpty();
    }

    @Test
    void chunksMoveOnlyWhileItIsDivided() {
        assertThatIllegalStateException().isThrownBy(() -> residence.leave(0, 1));
        residence.leave();
        assertThatIllegalStateException().isThrownBy(() -> residence.settle(0, 1, here));
    }

    private static final int MOVES = 300;
    private static final int THREADS = 3;

    /**
     * Both ways of moving, in turns, under threads that count atomically and plainly; a move that tears or loses one
     * shows.
     */
    @Test
    void noUpdateIsLostWhileItMoves() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        AtomicLong atomics = new AtomicLong();
        CountDownLatch counting = new CountDownLatch(THREADS);
        List<Background<Long>> counters = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            long own = 64 + 8L * i;
            counters.add(Background.call(() -> {
                Random random = new Random(own);
                long count = 0;
                for (; !stop.get() || count == 0; count++) {
                    long chunk = random.nextInt(CHUNKS) * Residence.CHUNK;
                    memory.getAndAddLong(chunk, 1);
                    long seen = memory.getLong(own + Residence.CHUNK);
                    memory.setLong(own + Residence.CHUNK, seen + 1);
                    atomics.incrementAndGet();
                    counting.countDown();
                }
                return count;
            }));
        }
        counting.await();
        for (int move = 0; move < MOVES; move++) {
            if (move % 2 == 0) {
                moveAtOnce();
            } else {
                moveByChunks();
            }
        }
        stop.set(true);
        for (int i = 0; i < THREADS; i++) {
            long counted = counters.get(i).join();
            assertThat(memory.getLong(64 + 8L * i + Residence.CHUNK)).as("plain counter %d", i).isEqualTo(counted);
        }
        assertThat(sum(chunk -> memory.getLong(chunk * Residence.CHUNK))).as("atomic counters")
                .isEqualTo(atomics.get());
    }

    private static long sum(LongUnaryOperator of) {
        long sum = 0;
        for (int chunk = 0; chunk < CHUNKS; chunk++) {
            sum += of.applyAsLong(chunk);
        }
        return sum;
    }

    private void moveAtOnce() {
        residence.leave();
        table.quiesce();
        there.copyFrom(here);
        residence.settle(there);
        leaveNothing();
    }

    private void moveByChunks() {
        residence.divide(here);
        for (int chunk = 0; chunk < CHUNKS; chunk++) {
            residence.leave(chunk, chunk + 1);
            table.quiesce();
            MemorySegment.copy(here, chunk * Residence.CHUNK, there, chunk * Residence.CHUNK, Residence.CHUNK);
            residence.settle(chunk, chunk + 1, there);
        }
        residence.settle(there);
        leaveNothing();
    }

    /** What was left is overwritten: whoever is late reads or counts nonsense. */
    private void leaveNothing() {
        here.fill((byte) 0x55);
        MemorySegment left = here;
        here = there;
        there = left;
    }
}
