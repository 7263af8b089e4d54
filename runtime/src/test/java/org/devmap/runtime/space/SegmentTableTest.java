package org.devmap.runtime.space;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.devmap.DdiException;
import org.devmap.Pages;
import org.devmap.Protection;
import org.devmap.runtime.bench.Background;
import org.devmap.runtime.handle.Segment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Somebody looks at all segments without the as lock. */
@Timeout(30)
class SegmentTableTest {

    private static final long LOWEST = Pages.ptob(16);
    private static final long HIGHEST = Pages.ptob(200);

    private final SegmentTable table = new SegmentTable(new SegmentMap(LOWEST, HIGHEST));
    private final Creation creation = new Creation(table, HIGHEST, "space");
    private final Segment low = segment(20);
    private final Segment high = segment(40);

    private static Segment segment(int page) {
        return new Segment(null, Pages.ptob(page), Pages.SIZE, 0, Protection.READ);
    }

    @BeforeEach
    void addTwo() throws DdiException {
        creation.add(low);
        creation.add(high);
    }

    /** Begins with the first segment, and comes to its end when all have been seen. */
    private List<Segment> seenDuring(Background.Step change) throws Exception {
        List<Segment> seen = new ArrayList<>();
        List<Background<Void>> changing = new ArrayList<>();
        table.forAll(segment -> {
            seen.add(segment);
            if (changing.isEmpty()) {
                changing.add(start(change));
            }
            return () -> { };
        });
        changing.getFirst().join();
        return seen;
    }

    private static Background<Void> start(Background.Step change) {
        return Background.run(change).untilBlocked();
    }

    @Test
    void noneIsAddedMeanwhile() throws Exception {
        Segment between = segment(30);
        assertThat(seenDuring(() -> creation.add(between))).containsExactly(low, high);
        assertThat(table.segments().all()).containsExactly(low, between, high);
    }

    @Test
    void allAreSeenAtOneMoment() throws Exception {
        assertThat(seenDuring(() -> assertThat(table.all()).containsExactly(low, high))).containsExactly(low, high);
    }

    @Test
    void noneIsTakenBackMeanwhile() throws Exception {
        assertThat(seenDuring(() -> creation.discard(low))).containsExactly(low, high);
        assertThat(table.segments().all()).containsExactly(high);
    }

    @Test
    void whoeverTakesItBackReleasesTheDeviceUnlessItHasBeenGivenUp() {
        assertThat(creation.discard(low)).isTrue();
        high.abandon().run();
        assertThat(creation.discard(high)).isFalse();
        assertThat(table.segments().all()).isEmpty();
    }
}
