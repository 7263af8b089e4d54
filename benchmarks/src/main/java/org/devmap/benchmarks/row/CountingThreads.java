package org.devmap.benchmarks.row;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAccumulator;
import org.devmap.MemoryAccess;

/**
 * Threads that count in some memory until they are stopped: atomically in counters they share, plainly in counters of
 * their own. A plain counter has its number in both halves, so that a torn one shows.
 */
final class CountingThreads implements AutoCloseable {

    private static final int CELLS = 64;
    private static final long BOTH_HALVES = 1L << 32 | 1;

    private final MemoryAccess memory;
    private final long stride;
    private final AtomicLongArray added = new AtomicLongArray(CELLS);
    private final LongAccumulator longest = new LongAccumulator(Math::max, 0);
    private final ExecutorService threads;
    private final List<Future<Long>> wrong = new ArrayList<>();
    private volatile boolean stopped;

    CountingThreads(MemoryAccess memory, int count) {
        this.memory = memory;
        this.stride = memory.length() / CELLS & -Long.BYTES;
        this.threads = Executors.newFixedThreadPool(count);
        memory.fill(0, memory.length(), (byte) 0);
        for (int thread = 0; thread < count; thread++) {
            long own = 64 + 64L * thread;
            wrong.add(threads.submit(() -> count(own)));
        }
    }

    private long count(long own) {
        long differences = 0;
        for (long round = 0; !stopped; round++) {
            for (int cell = 0; cell < CELLS; cell++) {
                long since = System.nanoTime();
                memory.getAndAddLong(cell * stride, 1);
                longest.accumulate(System.nanoTime() - since);
                added.incrementAndGet(cell);
                differences += memory.getLong(cell * stride + own) == round * BOTH_HALVES ? 0 : 1;
                memory.setLong(cell * stride + own, (round + 1) * BOTH_HALVES);
            }
        }
        return differences;
    }

    /** How long the longest access took since this was asked the last time. */
    long longestNanos() {
        return longest.getThenReset();
    }

    /** Stops everybody; answers how many counts were wrong. What an access has thrown is thrown here. */
    long stop() throws Exception {
        stopped = true;
        long sum = 0;
        for (Future<Long> thread : wrong) {
            sum += thread.get();
        }
        for (int cell = 0; cell < CELLS; cell++) {
            sum += Math.abs(memory.getLong(cell * stride) - added.get(cell));
        }
        return sum;
    }

    @Override
    public void close() {
        stopped = true;
        threads.close();
    }
}
