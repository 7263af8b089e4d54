package org.devmap.runtime.handle;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.util.List;
import org.devmap.Pages;
import org.devmap.Protection;
import org.devmap.runtime.bench.Background;
import org.devmap.runtime.translation.AccessKind;
import org.devmap.runtime.translation.FrameRun;
import org.devmap.runtime.translation.Hat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The pages of a zombie: a driver that is suspended meanwhile holds and releases the same pages. */
@Timeout(30)
class FrozenPagesTest {

    private static final long P = Pages.SIZE;
    private static final long ADDRESS = 0x10_0000;
    private static final Protection PROTECTION = Protection.READ_WRITE.with(Protection.USER);

    private final Segment segment = new Segment(null, ADDRESS, 3 * P, 0, PROTECTION);
    private final FrameRun frames = FrameRun.memory(Arena.ofAuto().allocate(3 * P, P), AccessKind.PLAIN, -ADDRESS);
    private final MappingHandle handle = new MappingHandle(new HandleServices(null, null, null, null, true),
            new HandleDevice(null, this, "card", null), 0, PROTECTION, Protection.ALL);

    @BeforeEach
    void loadOnePage() {
        segment.setHandles(List.of(handle));
        handle.pages().describe(3 * P, Backing.NONE);
        handle.place(segment, ADDRESS);
        handle.pages().show(handle);
        handle.translation().load(0, 1, Hat.READ, frames);
    }

    private boolean isAccessible() {
        return handle.translation().permits(ADDRESS, Hat.READ);
    }

    /** The change has begun and waits for the table when the process becomes a zombie. */
    private void freezeDuring(Background.Step change) throws Exception {
        Background<Void> device;
        synchronized (handle.pages()) {
            device = Background.run(change).untilBlocked();
            segment.freeze(Runnable::run).run();
        }
        device.join();
    }

    @Test
    void pagesThatAreReleasedAreAccessible() {
        segment.hold();
        assertThat(isAccessible()).isFalse();
        segment.release();
        assertThat(isAccessible()).isTrue();
    }

    @Test
    void pagesThatAreLentAreAccessibleUntilTheyAreHeld() {
        segment.hold();
        segment.lend();
        assertThat(isAccessible()).isTrue();
        segment.hold();
        assertThat(isAccessible()).isFalse();
    }

    @Test
    void frozenPagesStaySoWhoeverReleasesThem() {
        segment.freeze(Runnable::run).run();
        segment.release();
        assertThat(isAccessible()).isFalse();
        segment.lend();
        assertThat(isAccessible()).isFalse();
    }

    @Test
    void aReleaseThatIsUnderWayDoesNotOpenFrozenPages() throws Exception {
        segment.hold();
        freezeDuring(segment::release);
        assertThat(isAccessible()).isFalse();
    }

    @Test
    void aLoanThatIsUnderWayDoesNotOpenFrozenPages() throws Exception {
        segment.hold();
        freezeDuring(segment::lend);
        assertThat(isAccessible()).isFalse();
    }

    @Test
    void aHoldThatIsUnderWayDoesNotMakeFrozenPagesReleasable() throws Exception {
        freezeDuring(segment::hold);
        segment.release();
        assertThat(isAccessible()).isFalse();
    }

    /** What lies above the middle page when that is unmapped. */
    private MappingHandle split() {
        Segment upper = segment.splitAt(ADDRESS + 2 * P);
        MappingHandle above = HandleCut.upperPart(handle, upper);
        upper.setHandles(List.of(above));
        HandleCut.splitOff(handle, above, P, 2 * P);
        return above;
    }

    @Test
    void pagesThatAreCutOffFrozenOnesAreFrozen() {
        segment.freeze(Runnable::run).run();
        MappingHandle above = split();
        above.translation().load(0, 1, Hat.READ, frames);
        assertThat(above.translation().permits(ADDRESS + 2 * P, Hat.READ)).isFalse();
    }

    @Test
    void pagesThatWereLentAreNotLoadedWhenTheyAreReleasedAfterASplit() {
        segment.hold();
        segment.lend();
        handle.translation().load(2, 1, Hat.READ, frames);
        MappingHandle above = split();
        assertThat(above.translation().permits(ADDRESS + 2 * P, Hat.READ)).as("while it is lent").isTrue();
        above.segment().hold();
        above.segment().release();
        assertThat(above.translation().permits(ADDRESS + 2 * P, Hat.READ)).as("when it is back").isFalse();
    }
}
