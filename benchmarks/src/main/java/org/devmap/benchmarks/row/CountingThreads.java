package org.devmap.benchmarks.row;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLongArray;
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
    /** Of each thread: nanoseconds that its accesses to one cell took at most. */
    private final AtomicLongArray longest;
    /** Of each thread: how many cells it has accessed. */
    private final AtomicLongArray accessed;
    private final ExecutorService threads;
    private final List<Future<Long>> wrong = new ArrayList<>();
    private volatile boolean stopped;

    CountingThreads(MemoryAccess memory, int count) {
        this.memory = memory;
        this.stride = memory.length() / CELLS & -Long.BYTES;
        this.longest = new AtomicLongArray(count);
        this.accessed = new AtomicLongArray(count);
        memory.fill(0, memory.length(), (byte) 0);
        this.threads = Executors.newFixedThreadPool(count);
        for (int thread = 0; thread < count; thread++) {
            int number = thread;
            wrong.add(threads.submit(() -> count(number)));
        }
    }

    private long count(int thread) {
        long own = 64 + 64L * thread;
        long differences = 0;
        for (long round = 0; !stopped; round++) {
            for (int cell = 0; cell < CELLS; cell++) {
                long since = System.nanoTime();
                memory.getAndAddLong(cell * stride, 1);
                long counted = memory.getLong(cell * stride + own);
                memory.setLong(cell * stride + own, (round + 1) * BOTH_HALVES);
                longest.accumulateAndGet(thread, System.nanoTime() - since, Math::max);
                accessed.incrementAndGet(thread);
                added.incrementAndGet(cell);
                differences += counted == round * BOTH_HALVES ? 0 : 1;
            }
        }
        return differences;
    }

    /**
     * How long the three accesses to a cell took at most since this was asked the last time, in nanoseconds. Those under
     * way are waited for: who was held up until now may not have noticed yet that it is over.
     */
    long longestNanos() {
        long most = 0;
        for (int thread = 0; thread < longest.length(); thread++) {
            long before = accessed.get(thread);
            while (accessed.get(thread) == before && !wrong.get(thread).isDone()) {
                Thread.yield();
            }
            most = Math.max(most, longest.getAndSet(thread, 0));
        }
        return most;
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
