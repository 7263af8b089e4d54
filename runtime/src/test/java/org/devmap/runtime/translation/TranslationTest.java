package org.devmap.runtime.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.devmap.BusError;
import org.devmap.Pages;
import org.junit.jupiter.api.Test;

/** The page table: what each change makes reachable and what it takes away. */
class TranslationTest {

    private static final long START = 0x7000_0000L;
    private static final int PAGES = 6;
    private static final int READ_WRITE = Hat.READ | Hat.WRITE;

    private final MemorySegment bytes = Arena.ofAuto().allocate(Pages.ptob(PAGES), Pages.SIZE);
    private final MemorySegment others = Arena.ofAuto().allocate(Pages.ptob(PAGES), Pages.SIZE);
    private final FrameRun frames = FrameRun.memory(bytes, AccessKind.PLAIN, -START);
    private final FrameRun otherFrames = FrameRun.memory(others, AccessKind.PLAIN, -START);
    private final Translation table = new Translation(START, PAGES);

    private static long page(int page) {
        return START + Pages.ptob(page);
    }

    private static BitSet bits(int... set) {
        BitSet bits = new BitSet();
        for (int bit : set) {
            bits.set(bit);
        }
        return bits;
    }

    @Test
    void aFreshTableTranslatesNothing() {
        assertThat(table.loaded(0, PAGES)).isEqualTo(bits());
        assertThat(table.permits(page(0), Hat.READ)).isFalse();
        assertThat(table.permitted(page(0), Hat.READ)).isNull();
        assertThat(table.loads(0)).isZero();
    }

    @Test
    void itContainsItsPagesAndNoOther() {
        assertThat(table.contains(START - 1)).isFalse();
        assertThat(table.contains(START)).isTrue();
        assertThat(table.contains(page(PAGES) - 1)).isTrue();
        assertThat(table.contains(page(PAGES))).isFalse();
    }

    @Test
    void loadMakesTheRangeReachableWithItsPermissionsOnly() {
        table.load(1, 2, Hat.READ, frames);
        assertThat(table.loaded(0, PAGES)).isEqualTo(bits(1, 2));
        assertThat(table.permits(page(1), Hat.READ)).isTrue();
        assertThat(table.permits(page(1), Hat.WRITE)).isFalse();
        assertThat(table.permits(page(1), READ_WRITE)).isFalse();
        assertThat(table.permitted(page(2) + 4095, Hat.READ)).isSameAs(frames);
        assertThat(table.permitted(page(2), Hat.WRITE)).isNull();
        assertThat(table.permissions(page(3))).isZero();
    }

    @Test
    void unloadTakesTheRangeAndLeavesTheRest() {
        table.load(0, PAGES, READ_WRITE, frames);
        table.unload(1, 3);
        assertThat(table.loaded(0, PAGES)).isEqualTo(bits(0, 4, 5));
        assertThat(table.loaded(3, 3)).as("counted from the first page asked for").isEqualTo(bits(1, 2));
        table.unloadAll();
        assertThat(table.loaded(0, PAGES)).isEqualTo(bits());
    }

    @Test
    void loadWithOtherFramesDropsWhatWasLoadedFromTheFormer() {
        table.load(0, 3, READ_WRITE, frames);
        table.load(2, 2, READ_WRITE, otherFrames);
        assertThat(table.loaded(0, PAGES)).isEqualTo(bits(2, 3));
        assertThat(table.permitted(page(2), Hat.READ)).isSameAs(otherFrames);
    }

    @Test
    void loadWithTheSameFramesAddsToThem() {
        table.load(0, 2, READ_WRITE, frames);
        table.load(4, 1, Hat.READ, frames);
        assertThat(table.loaded(0, PAGES)).isEqualTo(bits(0, 1, 4));
        assertThat(table.permits(page(0), Hat.WRITE)).isTrue();
    }

    @Test
    void aSecondLoadOfAPageReplacesItsPermissions() {
        table.load(0, 2, READ_WRITE, frames);
        table.load(0, 1, Hat.READ, frames);
        assertThat(table.permits(page(0), Hat.WRITE)).isFalse();
        assertThat(table.permits(page(1), Hat.WRITE)).isTrue();
    }

    @Test
    void protectChangesLoadedPagesOnly() {
        table.load(1, 2, READ_WRITE, frames);
        table.protect(0, 3, Hat.READ);
        assertThat(table.loaded(0, PAGES)).as("protect loads nothing").isEqualTo(bits(1, 2));
        assertThat(table.permits(page(1), Hat.WRITE)).isFalse();
        table.protect(2, 4, READ_WRITE | Hat.EXEC);
        assertThat(table.permits(page(2), READ_WRITE | Hat.EXEC)).isTrue();
        assertThat(table.permits(page(1), Hat.WRITE)).isFalse();
    }

    @Test
    void everyLoadOfAPageIsCountedAndNothingElse() {
        table.load(0, 2, READ_WRITE, frames);
        assertThat(table.loads(1)).isEqualTo(1);
        table.load(0, 2, READ_WRITE, frames);
        assertThat(table.loads(1)).as("a load that changes nothing is progress all the same").isEqualTo(2);
        table.load(0, 1, READ_WRITE, frames);
        table.loadPage(3, READ_WRITE, otherFrames);
        assertThat(table.loads(1)).as("other pages do not count").isEqualTo(2);
        table.unload(0, 2);
        table.protect(0, PAGES, Hat.READ);
        table.moveInto(table.upperPart(1));
        assertThat(table.loads(1)).isEqualTo(2);
    }

    @Test
    void scatteredPagesHaveTheirOwnFrames() {
        for (int page = 0; page < PAGES; page++) {
            table.loadPage(page, READ_WRITE, FrameRun.memory(bytes, AccessKind.PLAIN, Pages.ptob(PAGES - 1 - page) - page(page)));
        }
        TableMemory memory = TableMemory.of(START, Pages.ptob(PAGES), table);
        for (int page = 0; page < PAGES; page++) {
            memory.setInt(Pages.ptob(page) + 8, 100 + page);
        }
        for (int page = 0; page < PAGES; page++) {
            assertThat(bytes.get(ValueLayout.JAVA_INT, Pages.ptob(PAGES - 1 - page) + 8)).isEqualTo(100 + page);
        }
    }

    @Test
    void aScatteredPageLoadedAgainWithAnotherFrameShowsThatOne() {
        table.loadPage(0, READ_WRITE, frames);
        table.loadPage(1, READ_WRITE, frames);
        table.loadPage(0, Hat.READ, otherFrames);
        assertThat(table.permitted(page(0), Hat.READ)).isSameAs(otherFrames);
        assertThat(table.permits(page(0), Hat.WRITE)).isFalse();
        assertThat(table.permitted(page(1), READ_WRITE)).as("its neighbour is left alone").isSameAs(frames);
    }

    @Test
    void betweenOneRunAndScatteredFramesNothingStaysLoaded() {
        table.load(0, 3, READ_WRITE, frames);
        table.loadPage(1, READ_WRITE, otherFrames);
        assertThat(table.loaded(0, PAGES)).isEqualTo(bits(1));
        assertThat(table.permitted(page(1), Hat.READ)).isSameAs(otherFrames);
        table.load(3, 1, READ_WRITE, frames);
        assertThat(table.loaded(0, PAGES)).isEqualTo(bits(3));
        assertThat(table.permitted(page(3), Hat.READ)).isSameAs(frames);
    }

    @Test
    void splitHandsTheUpperPagesOver() {
        table.load(1, 4, READ_WRITE, frames);
        table.protect(4, 1, Hat.READ);
        Translation upper = table.upperPart(3);
        table.moveInto(upper);
        assertThat(table.loaded(0, PAGES)).isEqualTo(bits(1, 2));
        assertThat(upper.contains(page(3))).isTrue();
        assertThat(upper.contains(page(3) - 1)).isFalse();
        assertThat(upper.contains(page(PAGES))).isFalse();
        assertThat(upper.loaded(0, PAGES - 3)).isEqualTo(bits(0, 1));
        assertThat(upper.permitted(page(3), READ_WRITE)).isSameAs(frames);
        assertThat(upper.permits(page(4), Hat.WRITE)).isFalse();
        upper.unloadAll();
        assertThat(table.permits(page(2), READ_WRITE)).as("the parts are independent").isTrue();
    }

    @Test
    void splitOfScatteredFramesKeepsEachPageItsFrame() {
        List<FrameRun> own = new ArrayList<>();
        for (int page = 0; page < PAGES; page++) {
            own.add(FrameRun.memory(bytes, AccessKind.PLAIN, -START));
            table.loadPage(page, READ_WRITE, own.get(page));
        }
        Translation upper = table.upperPart(4);
        table.moveInto(upper);
        assertThat(upper.permitted(page(4), Hat.READ)).isSameAs(own.get(4));
        assertThat(upper.permitted(page(5), Hat.READ)).isSameAs(own.get(5));
        assertThat(table.permitted(page(3), Hat.READ)).isSameAs(own.get(3));
        assertThat(table.permitted(page(4), Hat.READ)).isNull();
    }

    @Test
    void aRunReachesAsFarAsPagesPermitAndNoFurtherThanAsked() {
        table.load(0, 4, READ_WRITE, frames);
        table.protect(2, 1, Hat.READ);
        long all = Pages.ptob(PAGES);
        assertThat(table.permittedRun(START, all, Hat.WRITE)).isEqualTo(2 * Pages.SIZE);
        assertThat(table.permittedRun(START, all, Hat.READ)).isEqualTo(4 * Pages.SIZE);
        assertThat(table.permittedRun(START + 100, all, Hat.WRITE)).isEqualTo(2 * Pages.SIZE - 100);
        assertThat(table.permittedRun(START + 100, 50, Hat.WRITE)).isEqualTo(50);
        assertThat(table.permittedRun(START + 100, Pages.SIZE, Hat.WRITE)).isEqualTo(Pages.SIZE);
        table.load(4, 2, READ_WRITE, frames);
        assertThat(table.permittedRun(page(3) + 1, Long.MAX_VALUE, Hat.READ)).as("it ends with the table").isEqualTo(3 * Pages.SIZE - 1);
    }

    @Test
    void aRunOfScatteredFramesEndsWithItsPage() {
        table.loadPage(0, READ_WRITE, frames);
        table.loadPage(1, READ_WRITE, frames);
        assertThat(table.permittedRun(START + 8, 2 * Pages.SIZE, Hat.READ)).isEqualTo(Pages.SIZE - 8);
    }

    @Test
    void anAccessThatLacksThePermissionAsksAndIsMadeThroughTheTableItGets() {
        List<String> asked = new ArrayList<>();
        TableMemory memory = new TableMemory(START, Pages.ptob(PAGES), Long.MAX_VALUE, access -> {
            asked.add(access.operation() + " " + access.direction() + " 0x" + Long.toHexString(access.address()) + "/" + access.width());
            table.load(0, 1, asked.size() == 1 ? Hat.READ : READ_WRITE, frames);
            return table;
        });
        memory.getInt(4);
        memory.getInt(4);
        memory.setShort(8, (short) 7);
        memory.getAndAddLong(16, 1);
        assertThat(asked).containsExactly("getInt READ 0x70000004/4", "setShort WRITE 0x70000008/2");
    }

    @Test
    void anAccessThatCannotBeMadeTransfersNothing() {
        table.load(0, 1, Hat.READ, frames);
        TableMemory memory = TableMemory.of(START, Pages.ptob(PAGES), table);
        memory.getInt(0);
        assertThatThrownBy(() -> memory.setInt(0, 1)).isInstanceOf(BusError.class);
        assertThatThrownBy(() -> memory.getAndAddInt(0, 1)).isInstanceOf(BusError.class);
        assertThatThrownBy(() -> memory.compareAndExchangeInt(0, 0, 1)).isInstanceOf(BusError.class);
        assertThatThrownBy(() -> memory.fill(0, 1, (byte) 1)).isInstanceOf(BusError.class);
        assertThatThrownBy(() -> memory.getInt(Pages.SIZE)).isInstanceOf(BusError.class);
        assertThat(bytes.get(ValueLayout.JAVA_INT, 0)).isZero();
    }

    @Test
    void framesThatAreGoneAreNeitherLoadedNorHandedOver() {
        AtomicBoolean gone = new AtomicBoolean();
        FrameRun mortal = frames.until(gone::get);
        assertThat(table.load(0, PAGES, Hat.READ, mortal)).isTrue();
        gone.set(true);
        assertThat(table.load(0, 1, Hat.READ, mortal)).isFalse();
        assertThat(table.loadPage(1, Hat.READ, mortal)).isFalse();
        Translation upper = table.upperPart(2);
        table.moveInto(upper);
        assertThat(upper.loaded(0, PAGES - 2).isEmpty()).isTrue();
    }
}
