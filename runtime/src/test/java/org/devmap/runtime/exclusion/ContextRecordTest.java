package org.devmap.runtime.exclusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.devmap.DdiException;
import org.devmap.Dev;
import org.devmap.Errno;
import org.devmap.embed.ManualClock;
import org.devmap.runtime.bench.Background;
import org.junit.jupiter.api.Test;

/** Context switches one at a time with hold-off (section 2.16), and the life of the records. */
class ContextRecordTest {

    private final ManualClock clock = new ManualClock();
    private final ContextRecord record = new ContextRecord("dv", clock, 2);
    private final List<String> switches = new CopyOnWriteArrayList<>();

    private void switchTo(String who, long ticks) {
        record.run(() -> ticks, () -> switches.add(who));
    }

    @Test
    void withoutHoldOffNothingIsSerialised() {
        record.run(() -> 0, () -> switchTo("nested", 0));
        record.run(() -> -5, () -> switchTo("negative", 0));
        assertThat(switches).containsExactly("nested", "negative");
        assertThat(record.isBusy()).isFalse();
        assertThat(clock.pending()).isZero();
    }

    @Test
    void withOneProcessorNothingIsHeldOff() {
        ContextRecord alone = new ContextRecord("dv", clock, 1);
        alone.run(() -> 10, () -> switches.add("first"));
        alone.run(() -> 10, () -> switches.add("second"));
        assertThat(switches).containsExactly("first", "second");
        assertThat(clock.pending()).isZero();
    }

    @Test
    void theNextSwitchWaitsUntilTheHoldOffIsOver() throws Exception {
        switchTo("A", 3);
        assertThat(record.isBusy()).isTrue();
        Background<Void> next = Background.run(() -> switchTo("B", 3)).untilParked();
        assertThat(record.waiting()).isEqualTo(1);
        clock.advance(3 * ManualClock.NANOS_PER_TICK - 1);
        assertThat(switches).containsExactly("A");
        assertThat(record.waiting()).isEqualTo(1);
        clock.advance(1);
        next.join();
        assertThat(switches).containsExactly("A", "B");
        assertThat(record.waiting()).isZero();
        assertThat(record.isBusy()).as("the hold-off of B").isTrue();
    }

    @Test
    void eachExpiryLetsOneWaiterThrough() throws Exception {
        switchTo("A", 1);
        Background<Void> second = Background.run(() -> switchTo("x", 1)).untilParked();
        Background<Void> third = Background.run(() -> switchTo("x", 1)).untilParked();
        assertThat(record.waiting()).isEqualTo(2);
        clock.advanceTicks(1);
        Background.until("one of them to switch and hold", () -> switches.size() == 2 && clock.pending() == 1);
        assertThat(record.waiting()).isEqualTo(1);
        clock.advanceTicks(1);
        second.join();
        third.join();
        assertThat(switches).hasSize(3);
    }

    @Test
    void aSignalLeavesTheWaiterWaitingAndItsFlagSet() throws Exception {
        switchTo("A", 1);
        Background<Boolean> waiter = Background.call(() -> {
            switchTo("B", 1);
            return Thread.currentThread().isInterrupted();
        }).untilParked();
        waiter.interrupt();
        assertThat(record.waiting()).isEqualTo(1);
        assertThat(switches).containsExactly("A");
        clock.advanceTicks(1);
        assertThat(waiter.join()).as("the signal is still there afterwards").isTrue();
    }

    @Test
    void aSwitchThatFailsFreesTheContextAtOnce() {
        assertThatThrownBy(() -> record.run(() -> 5, () -> {
            throw new DdiException(Errno.EIO, "no");
        })).isInstanceOf(DdiException.class);
        assertThat(record.isBusy()).isFalse();
        assertThat(clock.pending()).isZero();
        switchTo("next", 1);
        assertThat(switches).containsExactly("next");
    }

    @Test
    void aHoldOffThatTheCallbackSwitchesOffEndsAtOnce() {
        AtomicLong ticks = new AtomicLong(5);
        record.run(ticks::get, () -> ticks.set(0));
        assertThat(record.isBusy()).isFalse();
        assertThat(clock.pending()).isZero();
    }

    @Test
    void theHoldOffIsTheOneAfterTheCallback() {
        AtomicLong ticks = new AtomicLong(1);
        record.run(ticks::get, () -> ticks.set(4));
        clock.advanceTicks(3);
        assertThat(record.isBusy()).isTrue();
        clock.advanceTicks(1);
        assertThat(record.isBusy()).isFalse();
    }

    @Test
    void aHoldOffLongerThanTheClockCanCountLasts() {
        clock.advance(1);
        switchTo("A", Long.MAX_VALUE);
        clock.advanceTicks(1_000_000);
        assertThat(record.isBusy()).isTrue();
    }

    @Test
    void theTimerOfAnEarlierSwitchFreesNobodyElse() throws Exception {
        List<Runnable> timers = new ArrayList<>();
        ContextRecord manual = new ContextRecord("dv", new ManualTimers(timers), 2);
        manual.run(() -> 1, () -> switches.add("A"));
        timers.get(0).run();
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        Background<Void> second = Background.run(() -> manual.run(() -> 1, () -> {
            inside.countDown();
            leave.await();
        }));
        inside.await();
        timers.get(0).run();
        assertThat(manual.isBusy()).as("a late timer of A while B is inside").isTrue();
        leave.countDown();
        second.join();
        timers.get(0).run();
        assertThat(manual.isBusy()).as("a late timer of A while B holds").isTrue();
        timers.get(1).run();
        assertThat(manual.isBusy()).isFalse();
    }

    /** Timers that the test fires, as often as it likes. */
    private record ManualTimers(List<Runnable> timers) implements org.devmap.backend.DevmapClock {

        @Override
        public long nanoTime() {
            return 0;
        }

        @Override
        public Alarm schedule(long delayNanos, Runnable action) {
            timers.add(action);
            return () -> false;
        }
    }

    @Test
    void recordsAreSharedByIdentityAndGoneWithTheirLastHandle() {
        SharedRecords records = new SharedRecords(clock, 2);
        String access = new String("callback");
        LockGate gate = records.gate(new Dev(1, 0), access);
        ContextRecord context = records.context(this, "dv", access);
        assertThat(records.gate(new Dev(1, 0), access)).isSameAs(gate);
        assertThat(records.gate(new Dev(1, 1), access)).as("another device number").isNotSameAs(gate);
        assertThat(records.gate(new Dev(1, 0), new String("callback"))).as("an equal callback is another one").isNotSameAs(gate);
        assertThat(records.context(this, "dv", access)).isSameAs(context);
        assertThat(gate.references()).isEqualTo(2);

        records.retain(gate, context);
        assertThat(gate.references()).isEqualTo(3);
        for (int i = 0; i < 2; i++) {
            records.release(gate, context);
        }
        assertThat(records.gate(new Dev(1, 0), access)).as("still referred to").isSameAs(gate);
        records.release(gate, context);
        context.run(() -> 2, () -> { });
        assertThat(records.contexts(ContextRecord::device)).isEmpty();
        assertThat(records.context(this, "dv", access)).as("a fresh one after the last").isNotSameAs(context);
    }

    @Test
    void theLastHandleCancelsTheHoldOff() {
        SharedRecords records = new SharedRecords(clock, 2);
        LockGate gate = records.gate(new Dev(1, 0), access());
        ContextRecord context = records.context(this, "dv", access());
        context.run(() -> 5, () -> { });
        assertThat(clock.pending()).isEqualTo(1);
        records.release(gate, context);
        assertThat(clock.pending()).isZero();
        assertThat(context.isBusy()).isFalse();
        assertThat(records.gates(LockGate::count)).isEmpty();
        assertThat(records.contexts(ContextRecord::isBusy)).isEmpty();
    }

    @Test
    void whoWaitsWhenTheLastHandleGoesHasItsTurn() throws Exception {
        switchTo("A", 5);
        Background<Void> waiter = Background.run(() -> switchTo("B", 5)).untilParked();
        record.cancel();
        waiter.join();
        assertThat(switches).containsExactly("A", "B");
    }

    @Test
    void aClockThatRefusesTheTimerLeavesTheContextFree() {
        ContextRecord late = new ContextRecord("dv", new ClosedClock(), 2);
        assertThatThrownBy(() -> late.run(() -> 1, () -> switches.add("A"))).isInstanceOf(RejectedExecutionException.class);
        assertThat(switches).containsExactly("A");
        assertThat(late.isBusy()).isFalse();
    }

    /** The clock of a system that has ended. */
    private record ClosedClock() implements org.devmap.backend.DevmapClock {

        @Override
        public long nanoTime() {
            return 0;
        }

        @Override
        public Alarm schedule(long delayNanos, Runnable action) {
            throw new RejectedExecutionException("the clock has been shut down");
        }
    }

    private Object access() {
        return this;
    }
}
