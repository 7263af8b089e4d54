package org.devmap.runtime.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.devmap.BusError;
import org.devmap.FaultCode;
import org.devmap.MemoryAccess;
import org.devmap.Pages;
import org.devmap.SignalCode;
import org.devmap.driver.Ordering;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Single loads, stores and atomic updates: value, width, alignment and order, for every kind of memory. */
class AccessWidthTest {

    private static final long START = 0x7000_0000L;
    private static final ByteOrder OTHER =
            ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;

    private final MemorySegment bytes = Arena.ofAuto().allocate(2 * Pages.SIZE, Pages.SIZE);

    private TableMemory memory(Behind kind) {
        Translation table = new Translation(START, 2);
        FrameRun frames = kind.frames(bytes, CountingRegisters::new, -START);
        table.load(0, 2, Hat.READ | Hat.WRITE, frames);
        return TableMemory.of(START, 2 * Pages.SIZE, table);
    }

    @ParameterizedTest
    @EnumSource
    void storesReachTheMemoryWithExactlyTheirBytes(Behind kind) {
        TableMemory memory = memory(kind);
        bytes.fill((byte) 0x55);
        memory.setByte(1, (byte) 0x81);
        memory.setShort(4, (short) 0x8283);
        memory.setInt(8, 0x84858687);
        memory.setLong(16, 0x88898A8B8C8D8E8FL);
        memory.setIntVolatile(24, 0x90919293);
        memory.setLongVolatile(32, 0x9495969798999A9BL);

        assertThat(bytes.get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) 0x55);
        assertThat(bytes.get(ValueLayout.JAVA_BYTE, 1)).isEqualTo((byte) 0x81);
        assertThat(bytes.get(ValueLayout.JAVA_SHORT, 2)).isEqualTo((short) 0x5555);
        assertThat(bytes.get(ValueLayout.JAVA_SHORT, 4)).isEqualTo((short) 0x8283);
        assertThat(bytes.get(ValueLayout.JAVA_SHORT, 6)).isEqualTo((short) 0x5555);
        assertThat(bytes.get(ValueLayout.JAVA_INT, 8)).isEqualTo(0x84858687);
        assertThat(bytes.get(ValueLayout.JAVA_INT, 12)).isEqualTo(0x55555555);
        assertThat(bytes.get(ValueLayout.JAVA_LONG, 16)).isEqualTo(0x88898A8B8C8D8E8FL);
        assertThat(bytes.get(ValueLayout.JAVA_INT, 24)).isEqualTo(0x90919293);
        assertThat(bytes.get(ValueLayout.JAVA_INT, 28)).isEqualTo(0x55555555);
        assertThat(bytes.get(ValueLayout.JAVA_LONG, 32)).isEqualTo(0x9495969798999A9BL);
        assertThat(bytes.get(ValueLayout.JAVA_LONG, 40)).isEqualTo(0x5555555555555555L);
    }

    @ParameterizedTest
    @EnumSource
    void loadsAnswerWhatTheMemoryHoldsWithItsSign(Behind kind) {
        TableMemory memory = memory(kind);
        bytes.set(ValueLayout.JAVA_LONG, 8, 0x8182838485868788L);

        assertThat(memory.getByte(8)).isEqualTo(bytes.get(ValueLayout.JAVA_BYTE, 8)).isNegative();
        assertThat(memory.getShort(8)).isEqualTo(bytes.get(ValueLayout.JAVA_SHORT, 8)).isNegative();
        assertThat(memory.getInt(8)).isEqualTo(bytes.get(ValueLayout.JAVA_INT, 8)).isNegative();
        assertThat(memory.getLong(8)).isEqualTo(0x8182838485868788L);
        assertThat(memory.getIntVolatile(12)).isEqualTo(bytes.get(ValueLayout.JAVA_INT, 12));
        assertThat(memory.getLongVolatile(8)).isEqualTo(0x8182838485868788L);
    }

    @ParameterizedTest
    @EnumSource
    void atomicUpdatesAnswerWhatWasThereAndChangeTheirBytesOnly(Behind kind) {
        for (MemoryAccess memory : new MemoryAccess[] {memory(kind), memory(kind).view(OTHER)}) {
            bytes.fill((byte) 0x55);
            memory.setInt(8, -3);
            memory.setLong(16, Long.MAX_VALUE);

            assertThat(memory.getAndAddInt(8, 5)).isEqualTo(-3);
            assertThat(memory.getInt(8)).isEqualTo(2);
            assertThat(memory.getAndAddLong(16, 1)).isEqualTo(Long.MAX_VALUE);
            assertThat(memory.getLong(16)).isEqualTo(Long.MIN_VALUE);

            assertThat(memory.compareAndExchangeInt(8, -1, 7)).as("a failed exchange changes nothing").isEqualTo(2);
            assertThat(memory.getInt(8)).isEqualTo(2);
            assertThat(memory.compareAndExchangeInt(8, 2, -7)).isEqualTo(2);
            assertThat(memory.compareAndExchangeInt(8, -7, 9)).as("negative values compare as ints").isEqualTo(-7);
            assertThat(memory.getInt(8)).isEqualTo(9);
            assertThat(memory.compareAndExchangeLong(16, 0, 1)).isEqualTo(Long.MIN_VALUE);
            assertThat(memory.compareAndExchangeLong(16, Long.MIN_VALUE, 11)).isEqualTo(Long.MIN_VALUE);
            assertThat(memory.getLong(16)).isEqualTo(11);

            assertThat(bytes.get(ValueLayout.JAVA_INT, 4)).isEqualTo(0x55555555);
            assertThat(bytes.get(ValueLayout.JAVA_INT, 12)).isEqualTo(0x55555555);
            assertThat(bytes.get(ValueLayout.JAVA_LONG, 24)).isEqualTo(0x5555555555555555L);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theOtherByteOrderTurnsDataOfTwoFourAndEightBytesAround(Behind kind) {
        TableMemory raw = memory(kind);
        MemoryAccess other = raw.view(OTHER);
        other.setByte(0, (byte) 0x12);
        other.setShort(2, (short) 0x1234);
        other.setInt(4, 0x12345678);
        other.setLong(8, 0x123456789ABCDEF0L);
        other.setIntVolatile(16, 0x12345678);
        other.setLongVolatile(24, 0x123456789ABCDEF0L);

        assertThat(raw.getByte(0)).isEqualTo((byte) 0x12);
        assertThat(raw.getShort(2)).isEqualTo((short) 0x3412);
        assertThat(raw.getInt(4)).isEqualTo(0x78563412);
        assertThat(raw.getLong(8)).isEqualTo(0xF0DEBC9A78563412L);
        assertThat(raw.getIntVolatile(16)).isEqualTo(0x78563412);
        assertThat(raw.getLongVolatile(24)).isEqualTo(0xF0DEBC9A78563412L);
        assertThat(other.getShort(2)).isEqualTo((short) 0x1234);
        assertThat(other.getInt(4)).isEqualTo(0x12345678);
        assertThat(other.getLong(8)).isEqualTo(0x123456789ABCDEF0L);
        assertThat(other.getIntVolatile(16)).isEqualTo(0x12345678);
        assertThat(other.getLongVolatile(24)).isEqualTo(0x123456789ABCDEF0L);
        assertThat(other.view(4, 4).getInt(0)).as("a part keeps the order").isEqualTo(0x12345678);
        assertThat(other.view(OTHER).getInt(4)).as("an order is absolute, not relative").isEqualTo(0x12345678);
        assertThat(other.view(ByteOrder.nativeOrder()).getInt(4)).isEqualTo(0x78563412);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 8})
    void anAccessThatIsNotNaturallyAlignedIsABusErrorAndChangesNothing(int width) {
        TableMemory memory = memory(Behind.PLAIN);
        bytes.fill((byte) 0x55);
        for (int offset = 1; offset < width; offset++) {
            long at = offset;
            assertMisaligned(() -> load(memory, at, width), at);
            assertMisaligned(() -> store(memory, at, width), at);
            if (width == 4) {
                assertMisaligned(() -> memory.getAndAddInt(at, 1), at);
                assertMisaligned(() -> memory.compareAndExchangeInt(at, 0x55555555, 1), at);
                assertMisaligned(() -> memory.getIntVolatile(at), at);
                assertMisaligned(() -> memory.setIntVolatile(at, 1), at);
            }
            if (width == 8) {
                assertMisaligned(() -> memory.getAndAddLong(at, 1), at);
                assertMisaligned(() -> memory.compareAndExchangeLong(at, 0x5555555555555555L, 1), at);
                assertMisaligned(() -> memory.getLongVolatile(at), at);
                assertMisaligned(() -> memory.setLongVolatile(at, 1), at);
            }
        }
        assertThat(bytes.mismatch(Arena.ofAuto().allocate(bytes.byteSize()).fill((byte) 0x55))).isEqualTo(-1);
    }

    private static void assertMisaligned(org.assertj.core.api.ThrowableAssert.ThrowingCallable access, long offset) {
        assertThatThrownBy(access).isInstanceOfSatisfying(BusError.class, error -> {
            assertThat(error.code()).isEqualTo(FaultCode.ALIGN);
            assertThat(error.signalCode()).isEqualTo(SignalCode.ADRALN);
            assertThat(error.address()).isEqualTo(START + offset);
        }).hasMessageContaining("multiple of");
    }

    @Test
    void aPartIsAlignedByItsAddressNotByItsOffset() {
        MemoryAccess part = memory(Behind.PLAIN).view(2, 64);
        part.setInt(2, 0x11223344);
        assertThat(bytes.get(ValueLayout.JAVA_INT, 4)).isEqualTo(0x11223344);
        assertMisaligned(() -> part.getInt(0), 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8})
    void anAccessThatIsNotInsideIsRefusedWhereItBegins(int width) {
        MemoryAccess memory = memory(Behind.PLAIN).view(0, 64);
        load(memory, 64 - width, width);
        assertThatThrownBy(() -> load(memory, 64, width)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> load(memory, -width, width)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> store(memory, 64, width)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> store(memory, Long.MAX_VALUE - 7, width)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> memory.view(0, 65)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> memory.view(-1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(memory.view(64, 0).length()).isZero();
    }

    @Test
    void theOrderingAttributeChoosesTheKindOfAccess() {
        for (boolean registers : new boolean[] {false, true}) {
            assertThat(AccessKind.of(Ordering.STRICT, registers)).isEqualTo(AccessKind.VOLATILE);
            assertThat(AccessKind.of(Ordering.UNORDERED, registers)).isEqualTo(AccessKind.OPAQUE);
            for (Ordering weak : new Ordering[] {Ordering.MERGING, Ordering.LOAD_CACHING, Ordering.STORE_CACHING}) {
                assertThat(AccessKind.of(weak, registers)).isEqualTo(registers ? AccessKind.OPAQUE : AccessKind.PLAIN);
            }
        }
    }

    private static Object load(MemoryAccess memory, long offset, int width) {
        return switch (width) {
            case 1 -> memory.getByte(offset);
            case 2 -> memory.getShort(offset);
            case 4 -> memory.getInt(offset);
            default -> memory.getLong(offset);
        };
    }

    private static void store(MemoryAccess memory, long offset, int width) {
        switch (width) {
            case 1 -> memory.setByte(offset, (byte) 1);
            case 2 -> memory.setShort(offset, (short) 1);
            case 4 -> memory.setInt(offset, 1);
            default -> memory.setLong(offset, 1);
        }
    }
}
