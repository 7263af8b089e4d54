package org.devmap.runtime.space;

import static org.assertj.core.api.Assertions.assertThat;

import org.devmap.runtime.bench.Background;
import org.junit.jupiter.api.Test;

/** Who holds locked ranges in a space, so that nobody waits for itself. */
class SoftLockWaitTest {

    private final SoftLockWait locks = new SoftLockWait();

    @Test
    void aThreadHoldsUntilItsLastRangeIsReleased() {
        Thread holder = locks.held();
        assertThat(holder).isSameAs(Thread.currentThread());
        locks.held();
        locks.released(holder);
        assertThat(locks.isHeldByThisThread()).isTrue();
        locks.released(holder);
        assertThat(locks.isHeldByThisThread()).isFalse();
    }

    @Test
    void anotherThreadMayReleaseButDoesNotHold() throws Exception {
        Thread holder = locks.held();
        assertThat(Background.call(locks::isHeldByThisThread).join()).isFalse();
        Background.run(() -> locks.released(holder)).join();
        assertThat(locks.isHeldByThisThread()).isFalse();
        locks.released(holder);
        assertThat(locks.isHeldByThisThread()).as("one release too many is no debt").isFalse();
        assertThat(locks.waiting()).isZero();
    }
}
