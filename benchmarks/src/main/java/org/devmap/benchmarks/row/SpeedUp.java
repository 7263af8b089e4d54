package org.devmap.benchmarks.row;

import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.devmap.benchmarks.measure.Loop;
import org.devmap.benchmarks.measure.Side;

/** How many times as fast two threads are as one of them. Each thread has a loop of its own. */
final class SpeedUp implements Side {

    private static final int PARTS = 2;

    private final Loop one;
    private final Loop other;
    private final ExecutorService second = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());

    SpeedUp(Loop one, Loop other) {
        this.one = one;
        this.other = other;
    }

    @Override
    public double measure(long nanos) throws Exception {
        long part = nanos / PARTS;
        double alone = 1 / one.measure(part);
        CyclicBarrier start = new CyclicBarrier(2);
        Future<Double> beside = second.submit(() -> {
            start.await();
            return 1 / other.measure(part);
        });
        start.await();
        double together = 1 / one.measure(part) + beside.get();
        return together / alone;
    }

    @Override
    public void close() {
        second.shutdown();
    }
}
