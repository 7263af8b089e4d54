package org.devmap.runtime.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.devmap.BusError;
import org.devmap.Pages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Fill and copies: over page, frame and guard boundaries, and where they stop. */
class BulkTest {

    private static final long START = 0x7000_0000L;
    private static final int PAGES = 40;
    private static final long LENGTH = Pages.ptob(PAGES);
    private static final int READ_WRITE = Hat.READ | Hat.WRITE;

    private final MemorySegment bytes = Arena.ofAuto().allocate(LENGTH, Pages.SIZE);
    private final Translation table = new Translation(START, PAGES);
    private final TableMemory memory = TableMemory.of(START, LENGTH, table);

    private static MemorySegment random(long length, long seed) {
        byte[] data = new byte[(int) length];
        new Random(seed).nextBytes(data);
        return MemorySegment.ofArray(data);
    }

    private static void assertFilled(MemorySegment segment, byte value) {
        assertThat(segment.mismatch(Arena.ofAuto().allocate(segment.byteSize()).fill(value))).as("first other byte").isEqualTo(-1);
    }

    private void loadAll(Behind kind) {
        table.load(0, PAGES, READ_WRITE, kind.frames(bytes, CountingRegisters::new, -START));
    }

    @ParameterizedTest
    @EnumSource
    void copiesMoveEveryByteOnceAtAnyAlignmentOverPagesAndGuards(Behind kind) {
        loadAll(kind);
        for (int shift = 0; shift < 9; shift++) {
            MemorySegment source = random(LENGTH, shift);
            long length = LENGTH - 2 * shift - 1;
            bytes.fill((byte) 0);
            memory.copyFrom(source, 5 % (shift + 1), shift, length);
            assertThat(bytes.asSlice(shift, length).mismatch(source.asSlice(5 % (shift + 1), length))).isEqualTo(-1);
            assertFilled(bytes.asSlice(0, shift), (byte) 0);
            assertFilled(bytes.asSlice(shift + length), (byte) 0);

            MemorySegment target = Arena.ofAuto().allocate(LENGTH + 16);
            memory.copyTo(shift, target, 7, length);
            assertThat(target.asSlice(7, length).mismatch(bytes.asSlice(shift, length))).isEqualTo(-1);
            assertFilled(target.asSlice(0, 7), (byte) 0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void fillWritesItsRangeAndNoByteBeside(Behind kind) {
        loadAll(kind);
        bytes.fill((byte) 0x11);
        memory.fill(4093, 70_001, (byte) 0xEE);
        assertFilled(bytes.asSlice(4093, 70_001), (byte) 0xEE);
        assertFilled(bytes.asSlice(0, 4093), (byte) 0x11);
        assertFilled(bytes.asSlice(4093 + 70_001), (byte) 0x11);
    }

    /** More than fits into one step. */
    @ParameterizedTest
    @EnumSource
    void throughAWindowBytesAreMovedAsWithoutOne(AccessKind kind) {
        int pages = (int) Pages.btopr(9L << 20);
        long length = Pages.ptob(pages);
        MemorySegment large = Arena.ofAuto().allocate(length, Pages.SIZE);
        Translation pagesOfLarge = new Translation(START, pages);
        pagesOfLarge.load(0, pages, READ_WRITE, FrameRun.memory(large, kind, -START));
        TableMemory direct = TableMemory.of(START, length, pagesOfLarge);
        direct.open(pagesOfLarge, START);
        assertThat(direct.isDirect(0)).isTrue();

        MemorySegment source = random(length, 1);
        direct.copyFrom(source, 5, 3, length - 8);
        assertThat(large.asSlice(3, length - 8).mismatch(source.asSlice(5, length - 8))).isEqualTo(-1);
        assertFilled(large.asSlice(0, 3), (byte) 0);
        assertFilled(large.asSlice(length - 5), (byte) 0);

        MemorySegment target = Arena.ofAuto().allocate(length);
        direct.copyTo(3, target, 1, length - 8);
        assertThat(target.asSlice(1, length - 8).mismatch(source.asSlice(5, length - 8))).isEqualTo(-1);
        assertFilled(target.asSlice(length - 7), (byte) 0);

        direct.fill(3, length - 8, (byte) 7);
        assertFilled(large.asSlice(3, length - 8), (byte) 7);
        assertFilled(large.asSlice(0, 3), (byte) 0);
        assertFilled(large.asSlice(length - 5), (byte) 0);
        assertThat(direct.isDirect(0)).isTrue();
    }

    @Test
    void aWindowOntoReadOnlyPagesIsReadInBulkAndNotWritten() {
        table.load(0, PAGES, Hat.READ, FrameRun.memory(bytes, AccessKind.PLAIN, -START));
        memory.open(table, START);
        assertThat(memory.isDirect(0)).isTrue();
        bytes.fill((byte) 3);
        MemorySegment target = Arena.ofAuto().allocate(LENGTH);
        memory.copyTo(0, target, 0, LENGTH);
        assertFilled(target, (byte) 3);
        assertThatThrownBy(() -> memory.fill(0, LENGTH, (byte) 5)).isInstanceOf(BusError.class);
        assertFilled(bytes, (byte) 3);
    }

    @Test
    void scatteredFramesAreCopiedPageByPage() {
        for (int page = 0; page < PAGES; page++) {
            long frame = Pages.ptob((page * 7 + 3) % PAGES);
            table.loadPage(page, READ_WRITE, FrameRun.memory(bytes, AccessKind.PLAIN, frame - START - Pages.ptob(page)));
        }
        MemorySegment source = random(LENGTH, 1);
        memory.copyFrom(source, 0, 0, LENGTH);
        for (int page = 0; page < PAGES; page++) {
            assertThat(bytes.asSlice(Pages.ptob((page * 7 + 3) % PAGES), Pages.SIZE)
                    .mismatch(source.asSlice(Pages.ptob(page), Pages.SIZE))).as("page %d", page).isEqualTo(-1);
        }
        MemorySegment target = Arena.ofAuto().allocate(LENGTH);
        memory.copyTo(0, target, 0, LENGTH);
        assertThat(target.mismatch(source)).isEqualTo(-1);
    }

    @Test
    void plainMemoryAndRegistersSideBySideAreEachMovedTheirOwnWay() {
        CountingRegisters registers = new CountingRegisters(Arena.ofAuto().allocate(Pages.SIZE));
        table.loadPage(0, READ_WRITE, FrameRun.memory(bytes, AccessKind.PLAIN, -START));
        table.loadPage(1, READ_WRITE, Behind.model(registers, -START - Pages.SIZE));
        table.loadPage(2, READ_WRITE, FrameRun.memory(bytes, AccessKind.PLAIN, -START));
        memory.fill(Pages.SIZE - 3, 3 + Pages.SIZE + 3, (byte) 9);
        assertFilled(bytes.asSlice(Pages.SIZE - 3, 3), (byte) 9);
        assertFilled(bytes.asSlice(2 * Pages.SIZE, 3), (byte) 9);
        assertFilled(bytes.asSlice(Pages.SIZE, Pages.SIZE), (byte) 0);
        assertThat(registers.taken()).hasSize((int) Pages.SIZE / 4).allMatch(access -> access.endsWith("/4 0x9090909"));
    }

    @Test
    void whatLiesBeforeAPageThatCannotBeWrittenIsWrittenAndNothingFromItOn() {
        loadAll(Behind.PLAIN);
        table.protect(3, 1, Hat.READ);
        assertThatThrownBy(() -> memory.fill(Pages.SIZE, 4 * Pages.SIZE, (byte) 5)).isInstanceOfSatisfying(BusError.class,
                error -> assertThat(error.address()).isEqualTo(START + 3 * Pages.SIZE));
        assertFilled(bytes.asSlice(Pages.SIZE, 2 * Pages.SIZE), (byte) 5);
        assertFilled(bytes.asSlice(3 * Pages.SIZE), (byte) 0);
    }

    @Test
    void eachPageThatIsNotLoadedAsksOnceInItsTurn() {
        FrameRun frames = FrameRun.memory(bytes, AccessKind.PLAIN, -START);
        List<Long> asked = new ArrayList<>();
        TableMemory faulting = new TableMemory(START, LENGTH, Long.MAX_VALUE, access -> {
            int page = (int) Pages.btop(access.address() - START);
            asked.add((long) page);
            table.load(page, 1, READ_WRITE, frames);
            return table;
        });
        table.load(2, 1, READ_WRITE, frames);
        faulting.fill(100, 4 * Pages.SIZE, (byte) 1);
        assertThat(asked).startsWith(0L).endsWith(4L).doesNotHaveDuplicates();
        assertFilled(bytes.asSlice(100, 4 * Pages.SIZE), (byte) 1);
    }

    @Test
    void aRangeOutsideIsRefusedBeforeAnythingIsMoved() {
        loadAll(Behind.PLAIN);
        MemorySegment host = random(64, 3);
        assertThatThrownBy(() -> memory.fill(LENGTH - 4, 5, (byte) 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> memory.fill(0, -1, (byte) 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> memory.copyFrom(host, 60, 0, 5)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> memory.copyFrom(host, 0, LENGTH - 63, 64)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> memory.copyTo(0, host, 60, 5)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> memory.copyTo(0, host.asReadOnly(), 0, 5)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("target");
        assertFilled(bytes, (byte) 0);
    }

    @Test
    void aHostSegmentThatIsClosedFailsTheCopyAndLeavesTheGuard() {
        loadAll(Behind.PLAIN);
        MemorySegment closed;
        try (Arena arena = Arena.ofConfined()) {
            closed = arena.allocate(64);
        }
        assertThatThrownBy(() -> memory.copyFrom(closed, 0, 0, 64)).isInstanceOf(IllegalStateException.class);
        table.unloadAll();
        assertThat(table.permissions(START)).as("whoever revokes does not wait for the failed copy").isZero();
    }
}
