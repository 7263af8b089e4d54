package org.devmap.runtime.exclusion;

import static org.assertj.core.api.Assertions.assertThat;

import org.devmap.Dev;
import org.devmap.runtime.bench.Background;
import org.junit.jupiter.api.Test;

/** The gate between accesses and kernel locks (section 1.3). */
class LockGateTest {

    private final LockGate gate = new LockGate(new Dev(1, 0));

    @Test
    void anyNumberOfAccessesMayBeInside() throws Exception {
        gate.enterAccess(2);
        gate.enterAccess(3);
        assertThat(gate.count()).isEqualTo(5);
        gate.leaveAccess(2);
        gate.leaveAccess(3);
        assertThat(gate.count()).isZero();
    }

    @Test
    void aLockWaitsForTheLastAccessAndCountsAsWaiting() throws Exception {
        gate.enterAccess(1);
        gate.enterAccess(1);
        Background<Void> locker = Background.run(() -> gate.enterLock(4));
        Background.until("the lock to wait", () -> gate.waiting() == 1);
        gate.leaveAccess(1);
        assertThat(gate.count()).as("one access is still inside").isEqualTo(1);
        gate.leaveAccess(1);
        locker.join();
        assertThat(gate.count()).isEqualTo(-4);
        assertThat(gate.waiting()).isZero();
    }

    @Test
    void accessesWaitForTheLastLockedPage() throws Exception {
        gate.enterLock(2);
        Background<Void> first = Background.run(() -> gate.enterAccess(1));
        Background<Void> second = Background.run(() -> gate.enterAccess(1));
        Background.until("both accesses to wait", () -> gate.waiting() == 2);
        gate.leaveLock(1);
        assertThat(gate.waiting()).as("a page is still locked").isEqualTo(2);
        gate.leaveLock(1);
        first.join();
        second.join();
        assertThat(gate.count()).isEqualTo(2);
    }

    @Test
    void aLockWaitsForAnotherLock() throws Exception {
        gate.enterLock(1);
        Background<Void> other = Background.run(() -> gate.enterLock(1));
        Background.until("the second lock to wait", () -> gate.waiting() == 1);
        gate.leaveLock(1);
        other.join();
        assertThat(gate.count()).isEqualTo(-1);
    }

    @Test
    void aSignalEndsTheWaitAndLeavesNothingBehind() throws Exception {
        gate.enterAccess(1);
        Background<Void> locker = Background.run(() -> gate.enterLock(1));
        Background.until("the lock to wait", () -> gate.waiting() == 1);
        locker.interrupt();
        assertThat(locker.failure()).isInstanceOf(InterruptedException.class);
        assertThat(gate.waiting()).isZero();
        assertThat(gate.count()).isEqualTo(1);
    }

    @Test
    void aFreeGateIsEnteredUnderASignalWhichStays() throws Exception {
        Thread.currentThread().interrupt();
        gate.enterAccess(1);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(gate.count()).isEqualTo(1);
    }
}
