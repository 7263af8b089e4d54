package org.devmap.runtime.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.devmap.BusError;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.FaultCode;
import org.devmap.MemoryAccess;
import org.devmap.Pages;
import org.devmap.backend.RegisterModel;
import org.devmap.runtime.bench.Background;
import org.junit.jupiter.api.Test;

/** Registers with behaviour see exactly the accesses that were made: none merged, split, repeated or left out. */
class ModelledAccessTest {

    private static final long START = 0x7000_0000L;
    private static final long BROKEN = 0x40;
    private static final ByteOrder OTHER =
            ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;

    private final CountingRegisters registers = new CountingRegisters(Arena.ofAuto().allocate(256), BROKEN);
    private final Translation table = new Translation(START, 1);
    private final TableMemory memory = TableMemory.of(START, Pages.SIZE, table);

    ModelledAccessTest() {
        table.load(0, 1, Hat.READ | Hat.WRITE, Behind.model(registers, -START));
    }

    @Test
    void eachAccessIsOneAccessOfItsWidth() {
        memory.getByte(3);
        memory.getShort(6);
        memory.getInt(12);
        memory.getLong(24);
        memory.getInt(12);
        memory.setByte(3, (byte) -1);
        memory.setShort(6, (short) -2);
        memory.setInt(12, -3);
        memory.setLong(24, -4);
        memory.getIntVolatile(12);
        memory.setLongVolatile(24, 5);
        assertThat(registers.taken()).containsExactly("read 3/1", "read 6/2", "read 12/4", "read 24/8", "read 12/4",
                "write 3/1 0xff", "write 6/2 0xfffe", "write 12/4 0xfffffffd", "write 24/8 0xfffffffffffffffc", "read 12/4",
                "write 24/8 0x5");
    }

    @Test
    void anAtomicUpdateIsOneReadAndAtMostOneWrite() {
        memory.getAndAddInt(4, -1);
        memory.getAndAddLong(8, 2);
        memory.compareAndExchangeInt(4, -1, 7);
        memory.compareAndExchangeInt(4, -1, 8);
        memory.compareAndExchangeLong(8, 2, 9);
        assertThat(registers.taken()).containsExactly("read 4/4", "write 4/4 0xffffffff", "read 8/8", "write 8/8 0x2",
                "read 4/4", "write 4/4 0x7", "read 4/4", "read 8/8", "write 8/8 0x9");
    }

    @Test
    void anAtomicUpdateInTheOtherOrderIsOneReadAndAtMostOneWriteToo() {
        MemoryAccess other = memory.view(OTHER);
        other.getAndAddInt(4, 1);
        other.getAndAddLong(8, 1);
        other.compareAndExchangeInt(4, 1, 2);
        assertThat(registers.taken()).containsExactly("read 4/4", "write 4/4 0x1000000", "read 8/8",
                "write 8/8 0x100000000000000", "read 4/4", "write 4/4 0x2000000");
    }

    @Test
    void concurrentAdditionsAreNotLost() throws Exception {
        var adders = IntStream.range(0, 4).mapToObj(i -> Background.run(() -> {
            MemoryAccess mine = i % 2 == 0 ? memory : memory.view(0, 64);
            for (int n = 0; n < 2_000; n++) {
                mine.getAndAddInt(4, 1);
            }
        })).toList();
        for (Background<Void> adder : adders) {
            adder.join();
        }
        assertThat(memory.getInt(4)).isEqualTo(8_000);
        assertThat(registers.taken()).hasSize(16_001);
    }

    @Test
    void bulkWorkIsALoopOfAlignedAccessesOfAtMostABusWord() {
        MemorySegment host = Arena.ofAuto().allocate(64);
        for (int i = 0; i < 64; i++) {
            host.set(ValueLayout.JAVA_BYTE, i, (byte) i);
        }
        memory.copyFrom(host, 3, 1, 12);
        assertThat(registers.taken()).extracting(access -> access.split(" 0x")[0])
                .containsExactly("write 1/1", "write 2/2", "write 4/4", "write 8/4", "write 12/1");
        MemorySegment back = Arena.ofAuto().allocate(12);
        memory.copyTo(1, back, 0, 12);
        assertThat(registers.taken()).containsExactly("read 1/1", "read 2/2", "read 4/4", "read 8/4", "read 12/1");
        assertThat(back.mismatch(host.asSlice(3, 12))).isEqualTo(-1);
        memory.fill(2, 7, (byte) 0xAB);
        assertThat(registers.taken()).containsExactly("write 2/2 0xabab", "write 4/4 0xabababab", "write 8/1 0xab");
    }

    @Test
    void bulkWorkOfNoBytesIsNoAccess() {
        memory.fill(0, 0, (byte) 1);
        memory.copyFrom(Arena.ofAuto().allocate(1), 1, Pages.SIZE, 0);
        memory.copyTo(8, Arena.ofAuto().allocate(1), 0, 0);
        assertThat(registers.taken()).isEmpty();
    }

    @Test
    void whatTheDeviceRefusesIsABusErrorWithItsNumberAndCause() {
        assertThatThrownBy(() -> memory.getInt(BROKEN)).isInstanceOfSatisfying(BusError.class, error -> {
            assertThat(error.code()).isEqualTo(FaultCode.makeErr(Errno.EIO));
            assertThat(error).hasCauseInstanceOf(DdiException.class).hasMessageContaining("getInt(0x40)").hasMessageContaining("broken");
        });
        assertThatThrownBy(() -> memory.setInt(BROKEN, 1)).isInstanceOf(BusError.class);
        assertThatThrownBy(() -> memory.getAndAddInt(BROKEN, 1)).isInstanceOf(BusError.class);
        table.unloadAll();
        assertThat(table.permissions(START)).as("a refused access leaves no lock behind, so that unload returns").isZero();
    }

    @Test
    void behindTheRegistersOfAPageNobodyAnswers() {
        memory.getInt(252);
        assertThatThrownBy(() -> memory.getInt(256)).isInstanceOfSatisfying(BusError.class,
                error -> assertThat(error.code()).isEqualTo(FaultCode.makeErr(Errno.EIO)));
        assertThatThrownBy(() -> memory.setLong(256, 1)).isInstanceOf(BusError.class);
        assertThatThrownBy(() -> memory.fill(248, 16, (byte) 7)).isInstanceOf(BusError.class);
        assertThat(registers.taken()).containsExactly("read 252/4", "write 248/4 0x7070707", "write 252/4 0x7070707");
    }

    /** A register that answers when the test lets it. */
    private static final class SlowRegister implements RegisterModel {

        private final CountDownLatch inside = new CountDownLatch(1);
        private final CountDownLatch answer = new CountDownLatch(1);

        @Override
        public long size() {
            return 8;
        }

        @Override
        public long read(long offset, int width) throws DdiException {
            inside.countDown();
            try {
                answer.await();
            } catch (InterruptedException e) {
                throw new DdiException(Errno.EINTR, "slow register", e);
            }
            return 42;
        }

        @Override
        public void write(long offset, int width, long value) {
            throw new AssertionError("nobody writes");
        }
    }

    @Test
    void unloadWaitsForAnAccessThatTheDeviceIsStillServing() throws Exception {
        SlowRegister slow = new SlowRegister();
        table.load(0, 1, Hat.READ, Behind.model(slow, -START));
        Background<Integer> reader = Background.call(() -> memory.getInt(0));
        slow.inside.await();
        Background<Void> revoker = Background.run(() -> table.unload(0, 1)).untilParked();
        assertThat(table.permissions(START)).as("no new access begins meanwhile").isZero();
        slow.answer.countDown();
        revoker.join();
        assertThat(reader.join()).as("the access under way happened, once").isEqualTo(42);
        assertThatThrownBy(() -> memory.getInt(0)).isInstanceOf(BusError.class);
    }

    @Test
    void unloadOfAScatteredTableWaitsForTheModelOfItsPage() throws Exception {
        SlowRegister slow = new SlowRegister();
        table.loadPage(0, Hat.READ, Behind.model(slow, -START));
        Background<Integer> reader = Background.call(() -> memory.getInt(0));
        slow.inside.await();
        Background<Void> revoker = Background.run(() -> table.unload(0, 1)).untilParked();
        slow.answer.countDown();
        revoker.join();
        assertThat(reader.join()).isEqualTo(42);
    }
}
