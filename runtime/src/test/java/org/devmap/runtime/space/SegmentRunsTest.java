package org.devmap.runtime.space;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.devmap.Pages;
import org.devmap.Protection;
import org.devmap.runtime.handle.Segment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Segments in order, however many come and go. */
class SegmentRunsTest {

    private static final int PLACES = 2_000;

    private final SegmentRuns runs = new SegmentRuns();

    private static Segment at(long page) {
        return new Segment(null, Pages.ptob(page), Pages.SIZE, 0, Protection.READ);
    }

    @Test
    void anEmptyOneFindsNothing() {
        assertThat(runs.all()).isEmpty();
        assertThat(runs.floor(Long.MAX_VALUE)).isNull();
        assertThat(runs.higher(0)).isNull();
        assertThat(runs.between(0, Long.MAX_VALUE)).isEmpty();
        assertThat(runs.remove(at(1))).isFalse();
    }

    @Test
    void anotherSegmentOfTheSameAddressIsNotRemoved() {
        Segment segment = at(1);
        runs.add(segment);
        assertThat(runs.remove(at(1))).isFalse();
        assertThat(runs.remove(segment)).isTrue();
        assertThat(runs.remove(segment)).isFalse();
    }

    /** Grows, churns and shrinks to nothing; everything that can be asked is answered as a tree would. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void everyAnswerIsThatOfATree(long seed) {
        Random random = new Random(seed);
        TreeMap<Long, Segment> tree = new TreeMap<>();
        for (int n = 0; n < 3 * PLACES; n++) {
            // Mostly additions at first, mostly removals in the end.
            boolean add = random.nextInt(3 * PLACES) > n;
            long page = 1 + random.nextInt(PLACES);
            Segment present = tree.get(Pages.ptob(page));
            if (add && present == null) {
                Segment segment = at(page);
                tree.put(segment.address(), segment);
                runs.add(segment);
            } else if (!add && present != null) {
                tree.remove(present.address());
                assertThat(runs.remove(present)).isTrue();
            }
            long asked = random.nextLong(Pages.ptob(PLACES + 2));
            assertThat(runs.floor(asked)).isSameAs(valueOf(tree.floorEntry(asked)));
            assertThat(runs.higher(asked)).isSameAs(valueOf(tree.higherEntry(asked)));
            if (n % 50 == 0) {
                long to = asked + random.nextLong(Pages.ptob(PLACES));
                assertThat(runs.between(asked, to)).containsExactlyElementsOf(tree.subMap(asked, to).values());
                assertThat(runs.all()).containsExactlyElementsOf(tree.values());
            }
        }
        for (Segment segment : List.copyOf(tree.values())) {
            assertThat(runs.remove(segment)).isTrue();
        }
        assertThat(runs.all()).isEmpty();
    }

    private static Segment valueOf(Map.Entry<Long, Segment> entry) {
        return entry == null ? null : entry.getValue();
    }
}
