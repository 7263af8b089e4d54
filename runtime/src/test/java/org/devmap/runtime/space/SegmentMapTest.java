package org.devmap.runtime.space;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.devmap.Pages;
import org.devmap.Protection;
import org.devmap.runtime.handle.Segment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a mapping goes: the highest hole that fits, with an unmapped page on both sides (section 2.4). */
class SegmentMapTest {

    private static final long LOWEST = Pages.ptob(16);
    private static final long HIGHEST = Pages.ptob(200);
    private static final long PAGE = Pages.SIZE;

    private final SegmentMap map = new SegmentMap(LOWEST, HIGHEST);

    private Segment put(long address, long length) {
        Segment segment = new Segment(null, address, length, 0, Protection.READ);
        map.add(segment);
        return segment;
    }

    private long place(long length) {
        long address = map.choose(length, PAGE);
        put(address, length);
        return address;
    }

    @Test
    void theFirstMappingEndsAtTheTopAndOthersFollowBelowAGuardPage() {
        assertThat(place(2 * PAGE)).isEqualTo(HIGHEST - 2 * PAGE);
        assertThat(place(3 * PAGE)).isEqualTo(HIGHEST - 6 * PAGE);
        assertThat(map.mapped()).isEqualTo(5 * PAGE);
    }

    @Test
    void aHoleThatARemovalMakesIsFoundAgain() {
        place(PAGE);
        long second = place(4 * PAGE);
        place(PAGE);
        map.remove(map.at(second));
        assertThat(map.choose(4 * PAGE, PAGE)).isEqualTo(second);
        assertThat(map.choose(5 * PAGE, PAGE)).isLessThan(second);
    }

    @Test
    void aSmallerMappingStillFindsAHoleThatWasTooSmallBefore() {
        put(HIGHEST - 4 * PAGE, PAGE);
        assertThat(place(3 * PAGE)).isEqualTo(HIGHEST - 8 * PAGE);
        assertThat(map.choose(2 * PAGE, PAGE)).isEqualTo(HIGHEST - 2 * PAGE);
    }

    @Test
    void anAlignedMappingLeavesTheHoleAboveItToOthers() {
        long aligned = map.choose(PAGE, Pages.ptob(64));
        assertThat(aligned).isEqualTo(Pages.ptob(192));
        put(aligned, PAGE);
        assertThat(map.choose(PAGE, PAGE)).isEqualTo(HIGHEST - PAGE);
    }

    @Test
    void aChoiceThatCameToNothingCostsNoAddresses() {
        long chosen = map.choose(PAGE, PAGE);
        assertThat(map.choose(PAGE, PAGE)).isEqualTo(chosen);
    }

    @Test
    void aFixedMappingRightBelowTheLastOneKeepsItsGuardPage() {
        long last = place(PAGE);
        put(last - PAGE, PAGE);
        assertThat(map.choose(PAGE, PAGE)).isEqualTo(last - 3 * PAGE);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThat(map.choose(HIGHEST - LOWEST, PAGE)).isEqualTo(LOWEST);
        assertThat(map.choose(HIGHEST - LOWEST + PAGE, PAGE)).isEqualTo(-1);
        assertThat(map.choose(-PAGE, PAGE)).isEqualTo(-1);
        assertThat(map.choose(PAGE, 1L << 40)).isEqualTo(-1);
        put(Pages.ptob(100), PAGE);
        assertThat(map.choose(Pages.ptob(100), PAGE)).isEqualTo(-1);
    }

    @Test
    void segmentsAreFoundByAddressAndByRange() {
        Segment low = put(Pages.ptob(20), 2 * PAGE);
        Segment high = put(Pages.ptob(30), 2 * PAGE);
        assertThat(map.at(Pages.ptob(20) - 1)).isNull();
        assertThat(map.at(Pages.ptob(20))).isSameAs(low);
        assertThat(map.at(Pages.ptob(22) - 1)).isSameAs(low);
        assertThat(map.at(Pages.ptob(22))).isNull();
        assertThat(map.in(Pages.ptob(21), Pages.ptob(31))).containsExactly(low, high);
        assertThat(map.in(Pages.ptob(22), Pages.ptob(30))).isEmpty();
        assertThat(map.in(Pages.ptob(10), Pages.ptob(31))).containsExactly(low, high);
        assertThat(map.isUser(LOWEST, HIGHEST - LOWEST)).isTrue();
        assertThat(map.isUser(LOWEST - 1, 1)).isFalse();
        assertThat(map.isUser(HIGHEST, 0)).isTrue();
        assertThat(map.isUser(HIGHEST - 1, 2)).isFalse();
        assertThat(map.isUser(HIGHEST - 1, Long.MAX_VALUE)).isFalse();
    }

    /** Against a search that tries every page from the top. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyChoiceIsTheOneOfANaiveSearch(long seed) {
        Random random = new Random(seed);
        TreeMap<Long, Segment> model = new TreeMap<>();
        List<String> history = new ArrayList<>();
        for (int n = 0; n < 1_500; n++) {
            int what = random.nextInt(10);
            if (what < 6) {
                long length = Pages.ptob(1 + random.nextInt(12));
                long alignment = Pages.ptob(random.nextInt(4) > 0 ? 1 : 1 << random.nextInt(6));
                long chosen = map.choose(length, alignment);
                history.add("choose " + Pages.btop(length) + " aligned " + Pages.btop(alignment) + " -> " + chosen / PAGE);
                assertThat(chosen).as("seed %d, after %s", seed, history).isEqualTo(naive(model, length, alignment));
                if (chosen >= 0 && random.nextInt(5) > 0) {
                    model.put(chosen, put(chosen, length));
                    history.add("add");
                }
            } else if (what < 8 && !model.isEmpty()) {
                Segment gone = List.copyOf(model.values()).get(random.nextInt(model.size()));
                model.remove(gone.address());
                map.remove(gone);
                history.add("remove " + gone.address() / PAGE);
            } else {
                long length = Pages.ptob(1 + random.nextInt(3));
                long address = LOWEST + Pages.ptob(random.nextInt((int) Pages.btop(HIGHEST - LOWEST - length)));
                if (map.in(address, address + length).isEmpty()) {
                    model.put(address, put(address, length));
                    history.add("fixed " + address / PAGE + "+" + Pages.btop(length));
                }
            }
        }
        assertThat(map.mapped()).isEqualTo(model.values().stream().mapToLong(Segment::length).sum());
    }

    private static long naive(TreeMap<Long, Segment> model, long length, long alignment) {
        for (long address = HIGHEST - length & -alignment; address >= LOWEST; address -= alignment) {
            long from = address - PAGE;
            long to = address + length + PAGE;
            if (model.values().stream().noneMatch(segment -> segment.address() < to && segment.end() > from)) {
                return address;
            }
        }
        return -1;
    }
}
