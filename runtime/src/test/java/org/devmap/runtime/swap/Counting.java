package org.devmap.runtime.swap;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLongArray;
import org.devmap.MemoryAccess;
import org.devmap.runtime.bench.Background;

/**
 * Threads that count in memory until they are stopped: atomically in counters they share, plainly in counters of their
 * own. A plain counter has the same number in both halves, so that a torn one shows; everybody reads those of others,
 * too.
 */
final class Counting {

    private static final int CELLS = 48;
    private static final long BOTH_HALVES = 1L << 32 | 1;

    /** What is wrong with the counters in the end. */
    record Result(long counted, long lost, long doubled, long torn) {
    }

    private final MemoryAccess memory;
    private final long stride;
    private final List<Background<long[]>> threads = new ArrayList<>();
    private final AtomicLongArray added = new AtomicLongArray(CELLS);
    private final CountDownLatch counting;
    private volatile boolean stopped;

    Counting(MemoryAccess memory, int count, long seed) {
        this.memory = memory;
        this.stride = memory.length() / CELLS & -512;
        this.counting = new CountDownLatch(count);
        memory.fill(0, memory.length(), (byte) 0);
        for (int thread = 0; thread < count; thread++) {
            int number = thread;
            threads.add(Background.call(() -> count(number, count, new Random(seed + number))));
        }
    }

    /** Returns when every thread counts. */
    Counting started() throws InterruptedException {
        counting.await();
        return this;
    }

    private long atomic(int cell) {
        return cell * stride;
    }

    private long plain(int cell, int thread) {
        return cell * stride + 64 + 8L * thread;
    }

    /** Answers what this thread's own counters should be; behind them how many torn ones it has seen. */
    private long[] count(int thread, int threads, Random random) {
        long[] own = new long[CELLS + 1];
        while (!stopped) {
            int cell = random.nextInt(CELLS);
            memory.getAndAddLong(atomic(cell), 1);
            added.incrementAndGet(cell);
            long seen = memory.getLong(plain(cell, thread));
            memory.setLong(plain(cell, thread), seen + BOTH_HALVES);
            own[cell]++;
            long others = memory.getLong(plain(cell, random.nextInt(threads)));
            own[CELLS] += (int) others == (int) (others >>> 32) ? 0 : 1;
            counting.countDown();
        }
        return own;
    }

    /** Stops everybody and compares. An error that an access has thrown is thrown here. */
    Result stop() throws Exception {
        stopped = true;
        long counted = 0;
        long lost = 0;
        long doubled = 0;
        long torn = 0;
        for (int thread = 0; thread < threads.size(); thread++) {
            long[] own = threads.get(thread).join();
            torn += own[CELLS];
            for (int cell = 0; cell < CELLS; cell++) {
                long difference = memory.getLong(plain(cell, thread)) - own[cell] * BOTH_HALVES;
                lost += difference < 0 ? 1 : 0;
                doubled += difference > 0 ? 1 : 0;
                counted += own[cell];
            }
        }
        for (int cell = 0; cell < CELLS; cell++) {
            long difference = memory.getLong(atomic(cell)) - added.get(cell);
            lost += Math.max(0, -difference);
            doubled += Math.max(0, difference);
        }
        return new Result(counted, lost, doubled, torn);
    }
}
