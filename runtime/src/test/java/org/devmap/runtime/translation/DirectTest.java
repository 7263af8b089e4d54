package org.devmap.runtime.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.devmap.BusError;
import org.devmap.MemoryAccess;
import org.devmap.Pages;
import org.devmap.runtime.bench.Background;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The direct tier: when a window is opened, what it shows, and that every revocation ends it. */
class DirectTest {

    private static final long START = 0x7000_0000L;
    private static final int PAGES = 4;
    private static final int READ_WRITE = Hat.READ | Hat.WRITE;
    /** More accesses than any sample needs. */
    private static final int MANY = 1_000;

    private final MemorySegment bytes = Arena.ofAuto().allocate(Pages.ptob(PAGES), Pages.SIZE);
    private final Translation table = new Translation(START, PAGES);
    private final FrameRun frames = FrameRun.memory(bytes, AccessKind.PLAIN, -START);
    private final TableMemory memory = TableMemory.of(START, Pages.ptob(PAGES), 0, table);

    @BeforeEach
    void load() {
        table.load(0, PAGES, READ_WRITE, frames);
    }

    private static void access(MemoryAccess memory) {
        for (int n = 0; n < MANY; n++) {
            memory.getLong(0);
        }
    }

    @Test
    void whatIsAccessedOftenIsAccessedDirectly() {
        memory.getLong(0);
        assertThat(memory.isDirect(0)).as("after one access").isFalse();
        access(memory);
        assertThat(memory.isDirect(0)).isTrue();
        assertThat(memory.isDirect(Pages.ptob(PAGES) - 1)).as("all pages are alike").isTrue();
    }

    @Test
    void whoeverHasNotSpentWhatAWindowCostsHasNone() {
        TableMemory patient = TableMemory.of(START, Pages.ptob(PAGES), Long.MAX_VALUE, table);
        access(patient);
        assertThat(patient.isDirect(0)).isFalse();
    }

    /** The window itself has not paid, but the accesses before it have been as many as one costs. */
    @Test
    void whoeverHasSpentWhatAWindowCostsGetsTheNextOneSoon() {
        int few = 64;
        TableMemory used = TableMemory.of(START, Pages.ptob(PAGES), 16 * few, table);
        for (int n = 0; n < 16 * few; n++) {
            assertThat(used.isDirect(0)).isFalse();
            used.getLong(0);
        }
        assertThat(used.isDirect(0)).isTrue();
        used.publish(Window.NONE);
        used.ended(false);
        for (int n = 0; n < few; n++) {
            used.getLong(0);
        }
        assertThat(used.isDirect(0)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void directAccessesOfEveryWidthReachTheMemory(AccessKind kind) {
        table.load(0, PAGES, READ_WRITE, FrameRun.memory(bytes, kind, -START));
        memory.open(table, START);
        memory.setByte(3, (byte) -3);
        memory.setShort(6, (short) -6);
        memory.setInt(12, -12);
        memory.setLong(24, -24);
        memory.setIntVolatile(32, -32);
        memory.setLongVolatile(40, -40);
        assertThat(memory.isDirect(0)).isTrue();
        assertThat(bytes.get(ValueLayout.JAVA_BYTE, 3)).isEqualTo(memory.getByte(3)).isEqualTo((byte) -3);
        assertThat(bytes.get(ValueLayout.JAVA_SHORT, 6)).isEqualTo(memory.getShort(6)).isEqualTo((short) -6);
        assertThat(bytes.get(ValueLayout.JAVA_INT, 12)).isEqualTo(memory.getInt(12)).isEqualTo(-12);
        assertThat(bytes.get(ValueLayout.JAVA_LONG, 24)).isEqualTo(memory.getLong(24)).isEqualTo(-24);
        assertThat(bytes.get(ValueLayout.JAVA_INT, 32)).isEqualTo(memory.getIntVolatile(32)).isEqualTo(-32);
        assertThat(bytes.get(ValueLayout.JAVA_LONG, 40)).isEqualTo(memory.getLongVolatile(40)).isEqualTo(-40);
        assertThat(memory.compareAndExchangeInt(12, -12, 5)).isEqualTo(-12);
        assertThat(memory.getAndAddLong(24, 4)).isEqualTo(-24);
        assertThat(memory.getInt(12) + memory.getLong(24)).isEqualTo(5 - 20);
    }

    @ParameterizedTest
    @EnumSource
    void aDirectAccessOutsideOrMisalignedFailsLikeAnyOther(AccessKind kind) {
        table.load(0, PAGES, READ_WRITE, FrameRun.memory(bytes, kind, -START));
        memory.open(table, START);
        long end = Pages.ptob(PAGES);
        for (long offset : new long[] {-1, -4, -8, end, end + 8, end - 3, Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE - 7}) {
            assertThatThrownBy(() -> memory.getInt(offset)).isInstanceOf(IndexOutOfBoundsException.class).hasMessageContaining("" + end);
            assertThatThrownBy(() -> memory.setInt(offset, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        }
        assertThatThrownBy(() -> memory.getByte(end)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> memory.setByte(-1, (byte) 1)).isInstanceOf(IndexOutOfBoundsException.class);
        for (long odd : new long[] {1, 2, 4, 7}) {
            assertThatThrownBy(() -> memory.getLong(odd)).isInstanceOf(BusError.class).hasMessageContaining("multiple of 8");
            assertThatThrownBy(() -> memory.setLong(odd, 1)).isInstanceOf(BusError.class).hasMessageContaining("multiple of 8");
        }
        assertThatThrownBy(() -> memory.getInt(2)).isInstanceOf(BusError.class).hasMessageContaining("multiple of 4");
        assertThatThrownBy(() -> memory.setInt(1, 1)).isInstanceOf(BusError.class).hasMessageContaining("multiple of 4");
        assertThatThrownBy(() -> memory.getShort(1)).isInstanceOf(BusError.class).hasMessageContaining("multiple of 2");
        assertThatThrownBy(() -> memory.setShort(3, (short) 1)).isInstanceOf(BusError.class).hasMessageContaining("multiple of 2");
        assertThat(memory.isDirect(0)).isTrue();
        assertThat(bytes.mismatch(Arena.ofAuto().allocate(end))).as("a byte that was stored all the same").isEqualTo(-1);
    }

    /** Aligned is the address, whatever the offset: a view may begin anywhere. */
    @ParameterizedTest
    @EnumSource
    void aViewThatBeginsUnevenlyTakesWhatIsAlignedInMemory(AccessKind kind) {
        table.load(0, PAGES, READ_WRITE, FrameRun.memory(bytes, kind, -START));
        TableMemory view = (TableMemory) memory.view(Pages.SIZE + 4, 64);
        view.open(table, START + Pages.SIZE);
        assertThat(view.isDirect(0)).isTrue();
        view.setLong(4, -4);
        assertThat(view.getLong(4)).isEqualTo(bytes.get(ValueLayout.JAVA_LONG, Pages.SIZE + 8)).isEqualTo(-4);
        view.setInt(0, 9);
        assertThat(bytes.get(ValueLayout.JAVA_INT, Pages.SIZE + 4)).isEqualTo(view.getInt(0)).isEqualTo(9);
        assertThatThrownBy(() -> view.getLong(8)).isInstanceOf(BusError.class);
        assertThatThrownBy(() -> view.setLong(0, 1)).isInstanceOf(BusError.class);
    }

    @ParameterizedTest
    @EnumSource
    void anAccessDoesNotReachOverTheEndOfAView(AccessKind kind) {
        table.load(0, PAGES, READ_WRITE, FrameRun.memory(bytes, kind, -START));
        TableMemory view = (TableMemory) memory.view(Pages.SIZE, 100);
        view.open(table, START + Pages.SIZE);
        assertThat(view.isDirect(0)).isTrue();
        view.setInt(96, 96);
        assertThat(bytes.get(ValueLayout.JAVA_INT, Pages.SIZE + 96)).isEqualTo(view.getInt(96)).isEqualTo(96);
        assertThatThrownBy(() -> view.getLong(96)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> view.setLong(96, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(bytes.get(ValueLayout.JAVA_INT, Pages.SIZE + 100)).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void aWindowServesThreadsThatDidNotOpenIt(AccessKind kind) throws Exception {
        table.load(0, PAGES, READ_WRITE, FrameRun.memory(bytes, kind, -START));
        memory.open(table, START);
        Background.run(() -> {
            Seat.find();
            memory.setInt(8, 5);
            memory.setLong(16, memory.getInt(8) + 1L);
        }).join();
        assertThat(bytes.get(ValueLayout.JAVA_LONG, 16)).isEqualTo(6);
        assertThat(memory.isDirect(0)).isTrue();
    }

    @Test
    void aWindowEndsWherePagesDiffer() {
        table.protect(2, 1, Hat.READ);
        memory.open(table, START);
        assertThat(memory.isDirect(Pages.ptob(2) - 1)).isTrue();
        assertThat(memory.isDirect(Pages.ptob(2))).as("other permissions").isFalse();
        memory.setInt(Pages.SIZE, 7);
        assertThat(memory.getInt(Pages.SIZE)).isEqualTo(7);
        assertThat(memory.getInt(Pages.ptob(3))).as("behind the window").isZero();
        assertThatThrownBy(() -> memory.setInt(Pages.ptob(2), 1)).isInstanceOf(BusError.class);
    }

    @ParameterizedTest
    @EnumSource
    void aWindowOntoReadOnlyPagesTakesLoadsAndNoStores(AccessKind kind) {
        table.load(0, PAGES, READ_WRITE, FrameRun.memory(bytes, kind, -START));
        table.protect(0, PAGES, Hat.READ);
        memory.open(table, START);
        assertThat(memory.getInt(0)).isZero();
        assertThat(memory.isDirect(0)).isTrue();
        assertThatThrownBy(() -> memory.setInt(0, 1)).isInstanceOf(BusError.class);
        assertThatThrownBy(() -> memory.getAndAddInt(0, 1)).isInstanceOf(BusError.class);
        assertThat(bytes.get(ValueLayout.JAVA_INT, 0)).isZero();
    }

    @Test
    void aViewHasAWindowOfItsOwn() {
        TableMemory view = (TableMemory) memory.view(Pages.SIZE + 8, 100);
        access(view);
        assertThat(view.isDirect(0)).isTrue();
        assertThat(memory.isDirect(0)).isFalse();
        view.setLong(8, 77);
        assertThat(bytes.get(ValueLayout.JAVA_LONG, Pages.SIZE + 16)).isEqualTo(77);
        assertThatThrownBy(() -> view.setInt(100, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        memory.open(table, START);
        table.unload(0, 1);
        assertThat(view.isDirect(0) || memory.isDirect(0)).as("windows end together").isFalse();
    }

    /** Everything that takes something away. */
    enum Revocation {
        UNLOAD(table -> table.unload(1, 1)),
        UNLOAD_ALL(Translation::unloadAll),
        PROTECT(table -> table.protect(0, 1, Hat.READ)),
        LOAD_OF_OTHER_FRAMES(table -> table.load(0, 1, READ_WRITE, other())),
        LOAD_OF_A_PAGE(table -> table.loadPage(1, READ_WRITE, other())),
        SPLIT(table -> table.moveInto(table.upperPart(1))),
        QUIESCE(Translation::quiesce);

        private final Consumer<Translation> step;

        Revocation(Consumer<Translation> step) {
            this.step = step;
        }
    }

    private static FrameRun other() {
        return FrameRun.memory(Arena.ofAuto().allocate(Pages.ptob(PAGES), Pages.SIZE), AccessKind.PLAIN, -START);
    }

    @ParameterizedTest
    @EnumSource
    void everyRevocationEndsTheWindow(Revocation revocation) {
        memory.open(table, START);
        assertThat(memory.isDirect(0)).isTrue();
        revocation.step.accept(table);
        assertThat(memory.isDirect(0)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void aRevocationWaitsForADirectAccessUnderWay(Revocation revocation) throws Exception {
        memory.open(table, START);
        Seat seat = Seat.find();
        seat.mark = memory.window().mark;
        AtomicReference<Thread> revoker = new AtomicReference<>();
        Background<Void> revoking = Background.run(() -> {
            revoker.set(Thread.currentThread());
            revocation.step.accept(table);
        });
        Background.until("the window to be gone", () -> !memory.isDirect(0));
        Background.until("the revoker to wait for a seat",
                () -> Arrays.stream(revoker.get().getStackTrace()).anyMatch(frame -> frame.getMethodName().equals("awaitChange")));
        assertThat(revoking.isDone()).isFalse();
        seat.mark = 0;
        revoking.join();
    }

    @Test
    void theRestIsGuardedAfterAPartialUnloadAndEarnsItsWindowAnew() {
        memory.open(table, START);
        table.unload(3, 1);
        memory.getLong(0);
        assertThat(memory.isDirect(0)).isFalse();
        access(memory);
        assertThat(memory.isDirect(0)).isTrue();
        assertThat(memory.isDirect(Pages.ptob(3))).isFalse();
    }

    @Test
    void nothingOnTheMoveIsAccessedDirectly() {
        Residence residence = new Residence(bytes);
        table.load(0, PAGES, READ_WRITE, FrameRun.memory(residence, AccessKind.PLAIN, -START));
        residence.divide(bytes);
        memory.open(table, START);
        assertThat(memory.isDirect(0)).as("memory in chunks").isFalse();
        residence.settle(bytes);
        memory.open(table, START);
        assertThat(memory.isDirect(0)).isTrue();
    }

    @Test
    void thereIsNoWindowOntoPagesThatAreNotLoaded() {
        table.unload(0, 1);
        memory.open(table, START);
        assertThat(memory.isDirect(0)).isFalse();
        Translation empty = new Translation(START, PAGES);
        memory.open(empty, START);
        assertThat(memory.isDirect(0)).isFalse();
    }

    @Test
    void registersWithBehaviourAreNeverAccessedDirectly() {
        table.load(0, PAGES, READ_WRITE, Behind.model(new SilentRegisters(bytes), -START));
        access(memory);
        assertThat(memory.isDirect(0)).isFalse();
    }

    @Test
    void aVirtualThreadAccessesWhatIsDirectForOthers() throws Exception {
        memory.open(table, START);
        Thread.ofVirtual().start(() -> {
            memory.setInt(8, 8);
            memory.getAndAddInt(8, memory.getInt(8));
        }).join();
        assertThat(bytes.get(ValueLayout.JAVA_INT, 8)).isEqualTo(16);
        assertThat(memory.isDirect(0)).isTrue();
    }
}
