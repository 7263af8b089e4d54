package org.devmap.runtime.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.devmap.Pages;
import org.devmap.runtime.memory.AddressMap.Range;
import org.devmap.runtime.translation.AccessKind;
import org.junit.jupiter.api.Test;

/** Addresses that the runtime makes up. */
class AddressMapTest {

    private static final long FIRST = 0x7000_0000_0000_0000L;

    private final AddressMap map = new AddressMap(FIRST);

    private Range assign(long size) {
        return map.assign(size, null, 0, AccessKind.PLAIN);
    }

    @Test
    void rangesArePageAlignedWithAPageOfNothingBetweenThem() {
        assertThat(assign(1).start()).isEqualTo(FIRST);
        assertThat(assign(Pages.SIZE).start()).isEqualTo(FIRST + 2 * Pages.SIZE);
        assertThat(assign(Pages.SIZE + 1).start()).isEqualTo(FIRST + 4 * Pages.SIZE);
        assertThat(assign(1).start()).isEqualTo(FIRST + 7 * Pages.SIZE);
    }

    @Test
    void onlyBytesThatBelongToOneObjectAreFound() {
        Range range = assign(100);
        Range next = assign(Pages.SIZE);
        assertThat(map.find(FIRST, 100)).contains(range);
        assertThat(map.find(FIRST + 99, 1)).contains(range);
        assertThat(map.find(FIRST + 100, 0)).contains(range);
        assertThat(map.find(FIRST + 99, 2)).isEmpty();
        assertThat(map.find(FIRST + 100, 1)).isEmpty();
        assertThat(map.find(FIRST - 1, 1)).isEmpty();
        assertThat(map.find(FIRST, -1)).isEmpty();
        assertThat(map.find(FIRST + 1, Long.MAX_VALUE)).isEmpty();
        assertThat(map.find(next.start() - 1, 1)).isEmpty();
        assertThat(map.find(next.start(), Pages.SIZE)).contains(next);
        assertThat(map.find(Long.MAX_VALUE, 1)).isEmpty();
        assertThat(map.find(Long.MIN_VALUE, 1)).isEmpty();
    }

    @Test
    void anAddressIsNeverAssignedTwice() {
        Range gone = assign(Pages.SIZE);
        map.remove(gone);
        assertThat(map.find(gone.start(), 1)).isEmpty();
        assertThat(assign(Pages.SIZE).start()).isGreaterThan(gone.start() + Pages.SIZE);
    }
}
