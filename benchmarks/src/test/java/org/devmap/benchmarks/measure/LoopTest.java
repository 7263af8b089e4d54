package org.devmap.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LoopTest {

    private final AtomicInteger runs = new AtomicInteger();
    private final AtomicInteger prepared = new AtomicInteger();

    private long run() {
        return runs.incrementAndGet();
    }

    @Test
    void aSampleIsTheTimeOfOneOperation() throws Exception {
        Loop single = Loop.of(1, this::run);
        Loop thousand = Loop.of(1000, this::run);
        assertThat(single.timedBy(this::twoMicrosecondsForEachRun).measure(2_000_000)).isEqualTo(2000);
        assertThat(thousand.timedBy(this::twoMicrosecondsForEachRun).measure(2_000_000)).isEqualTo(2);
        assertThat(thousand.operations()).isEqualTo(1000);
    }

    private long twoMicrosecondsForEachRun() {
        return 2000L * runs.get();
    }

    /** By the machine's own clock. */
    @Test
    void aSampleTakesTime() throws Exception {
        assertThat(Loop.of(1, this::run).measure(2_000_000)).isPositive();
        assertThat(runs.get()).isPositive();
    }

    /** However short the time, something was done; what comes before a sample comes once. */
    @Test
    void theBodyRunsAtLeastOnceAndThePreparationOnce() throws Exception {
        Loop loop = Loop.of(1, this::run).after(prepared::incrementAndGet);
        loop.measure(0);
        assertThat(runs.get()).isPositive();
        assertThat(prepared).hasValue(1);
    }

    @Test
    void aFailureIsNoSample() {
        Loop failing = Loop.of(1, () -> {
            throw new IllegalStateException("broken");
        });
        assertThatThrownBy(() -> failing.measure(1)).isInstanceOf(IllegalStateException.class).hasMessage("broken");
    }
}
