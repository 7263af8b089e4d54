package org.devmap.runtime.handle;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.devmap.AccessDirection;
import org.devmap.AccessType;
import org.devmap.Pages;
import org.devmap.Protection;
import org.devmap.runtime.memory.FrameSource;
import org.devmap.runtime.translation.AccessKind;
import org.devmap.runtime.translation.FrameRun;
import org.devmap.runtime.translation.Hat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The driver is given up while a page is being loaded or cut out: that takes no lock which whoever does so has. */
class LateLoadTest {

    private static final long P = Pages.SIZE;
    private static final long ADDRESS = 0x10_0000;
    private static final Protection PROTECTION = Protection.READ_WRITE.with(Protection.USER);

    private final Segment segment = new Segment(null, ADDRESS, 3 * P, 0, PROTECTION);
    private final MappingHandle handle = new MappingHandle(new HandleServices(null, null, null, null, true),
            new HandleDevice(null, this, "card", null), 0, PROTECTION, Protection.ALL);
    private final Set<Hat> audience = new HashSet<>();
    private Runnable found = () -> { };

    private final class Frames implements FrameSource {

        @Override
        public long size() {
            return 3 * P;
        }

        @Override
        public boolean isContiguous() {
            return false;
        }

        @Override
        public FrameRun frames(long offset, long address, AccessKind kind) {
            FrameRun frame = FrameRun.memory(Arena.ofAuto().allocate(P, P), kind, -address);
            found.run();
            return frame;
        }

        @Override
        public boolean isGone() {
            return false;
        }

        @Override
        public void shownBy(Hat table) {
            audience.add(table);
        }

        @Override
        public void forget(Hat table) {
            audience.remove(table);
        }
    }

    @BeforeEach
    void mapThreePages() {
        HandleSetup.object(handle, 3 * P, new Frames(), 0, AccessKind.PLAIN);
        handle.place(segment, ADDRESS);
        segment.setHandles(List.of(handle));
        segment.markReady();
    }

    private FaultOutcome load(AccessType type) {
        return DefaultLoad.load(handle, ADDRESS, 2 * P, type, AccessDirection.READ);
    }

    @Test
    void pagesAreLoadedUntilTheDriverIsGivenUp() {
        assertThat(load(AccessType.LOCK).isOk()).isTrue();
        assertThat(handle.pages().loaded().cardinality()).isEqualTo(2);
        assertThat(handle.pages().pins()).isEqualTo(2);
        assertThat(audience).containsExactly(handle.translation());
    }

    @Test
    void theFramesDoNotRememberATableIntoWhichNothingIsLoadedAnyMore() {
        segment.abandon().run();
        assertThat(load(AccessType.ACCESS).isOk()).isFalse();
        assertThat(audience).isEmpty();
    }

    @Test
    void noPageIsLoadedAnyMoreOnceTheDriverIsGivenUp() {
        found = () -> segment.abandon().run();
        assertThat(load(AccessType.ACCESS).isOk()).isFalse();
        assertThat(handle.pages().loaded().cardinality()).isZero();
        assertThat(audience).isEmpty();
    }

    @Test
    void noPinIsLeftThatNobodyTakesAway() {
        segment.abandon().run();
        assertThat(handle.pages().pin(handle, new PageRange(0, 2))).isFalse();
        assertThat(handle.pages().pins()).isZero();
    }

    @Test
    void theFramesDoNotRememberTheTableOfPagesThatAreSplitOffThen() {
        load(AccessType.ACCESS);
        Segment upper = segment.splitAt(ADDRESS + 2 * P);
        MappingHandle above = HandleCut.upperPart(handle, upper);
        upper.setHandles(List.of(above));
        upper.abandon().run();
        HandleCut.splitOff(handle, above, P, 2 * P);
        segment.abandon().run();
        assertThat(above.translation()).isNull();
        assertThat(audience).isEmpty();
    }

    @Test
    void nothingRemainsOfAMappingThatIsMarkedWhenItIsCut() {
        load(AccessType.ACCESS);
        Runnable rest = segment.abandon();
        List<Segment> parts = new SegmentUnmap(segment, ADDRESS + P, ADDRESS + 2 * P, new DeferredPanic()).run();
        assertThat(parts).hasSize(2).allMatch(Segment::isDead);
        MappingHandle above = parts.getLast().handleAt(ADDRESS + 2 * P);
        assertThat(above.isGone()).isTrue();
        assertThat(above.translation()).isNull();
        rest.run();
        assertThat(handle.pages().loaded().cardinality()).isZero();
        assertThat(audience).isEmpty();
    }
}
