package org.devmap.runtime.handle;

import static org.assertj.core.api.Assertions.assertThat;

import org.devmap.Pages;
import org.junit.jupiter.api.Test;

/** Pins of pages, and ranges of pages. */
class SoftLocksTest {

    private final SoftLocks locks = new SoftLocks();

    @Test
    void aRangeOfBytesIsItsPages() {
        assertThat(PageRange.ofBytes(3 * Pages.SIZE, 2 * Pages.SIZE)).isEqualTo(new PageRange(3, 2));
        assertThat(PageRange.ofBytes(0, 0)).isEqualTo(new PageRange(0, 0));
        assertThat(PageRange.ofBytes(1L << 40, Pages.SIZE)).isEqualTo(new PageRange(1 << 28, 1));
    }

    @Test
    void aPageIsPinnedUntilItsLastPinIsTaken() {
        locks.add(new PageRange(1, 3));
        locks.add(new PageRange(2, 1));
        assertThat(locks.remove(new PageRange(1, 3))).isTrue();
        assertThat(locks.any(new PageRange(1, 1))).isFalse();
        assertThat(locks.any(new PageRange(0, 10))).isTrue();
        assertThat(locks.remove(new PageRange(2, 1))).isTrue();
        assertThat(locks.any(new PageRange(0, 10))).isFalse();
    }

    @Test
    void anUnlockOfAPageWithoutPinTakesNoneAtAll() {
        locks.add(new PageRange(1, 2));
        assertThat(locks.remove(new PageRange(1, 3))).isFalse();
        assertThat(locks.remove(new PageRange(0, 2))).isFalse();
        assertThat(locks.clear()).isEqualTo(2);
    }

    @Test
    void theEndOfTheHandleTellsHowManyPinsWereLeft() {
        locks.add(new PageRange(0, 2));
        locks.add(new PageRange(1, 1));
        assertThat(locks.clear()).isEqualTo(3);
        assertThat(locks.clear()).isZero();
        assertThat(locks.any(new PageRange(0, 2))).isFalse();
    }

    @Test
    void pagesCutFromTheFrontTakeTheirPinsAlongAndTheRestMovesDown() {
        locks.add(new PageRange(1, 1));
        locks.add(new PageRange(4, 2));
        locks.cutFront(3);
        assertThat(locks.any(new PageRange(0, 1))).isFalse();
        assertThat(locks.remove(new PageRange(1, 2))).isTrue();
        assertThat(locks.clear()).isZero();
    }
}
