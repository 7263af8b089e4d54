package org.devmap.runtime.translation;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.devmap.Pages;

/**
 * Threads that do nothing but access, in loops as tight as compilers make them, through windows that are open again at once, against
 * one revoker. Checked is that nothing changes after a revocation has returned, that every update lands exactly once, that no store that
 * returned is missing, and that no thread is interrupted.
 */
final class LoopStress {

    private static final long START = 0x7000_0000L;
    private static final int LOOP = 1_000;
    /** Threads that loop at a time. */
    private static final int LOOPING = 3;
    /** How often is looked for changes after a revocation, with a pause for whoever was stopped. */
    private static final int LOOKS = 4;
    /** Bytes of each thread: no two share a cache line. */
    private static final int CELL = 256;

    /** What a run came to; {@code direct} revocations took a window away. */
    record Result(AccessKind kind, int revocations, long direct, long returned, long landed) {
    }

    private final AccessKind kind;
    private final int revocations;
    private final MemorySegment bytes = Arena.ofAuto().allocate(Pages.SIZE, Pages.SIZE);
    private final Translation table = new Translation(START, 1);
    private final FrameRun frames;
    private final ReentrantLock faults = new ReentrantLock(true);
    private final TableMemory memory = new TableMemory(START, Pages.SIZE, Long.MAX_VALUE, this::fault);
    private final LongAdder returned = new LongAdder();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    /** Loops that may be run: nobody burns a processor that the others need. */
    private final Semaphore loops = new Semaphore(0);
    private final AtomicInteger running = new AtomicInteger();
    private volatile int revoked;
    private volatile boolean done;

    LoopStress(AccessKind kind, int revocations) {
        this.kind = kind;
        this.revocations = revocations;
        this.frames = FrameRun.memory(bytes, kind, -START);
    }

    private Translation fault(GuardedMemory.Access access) {
        faults.lock();
        try {
            if (!table.permits(access.address(), access.need())) {
                table.load(0, 1, Hat.READ | Hat.WRITE, frames);
                memory.open(table, access.address());
            }
            return table;
        } finally {
            faults.unlock();
        }
    }

    private interface Loop {
        /** Makes many accesses to a cell; answers how many updates it made. */
        long run(long cell, long round);
    }

    Result run() throws InterruptedException {
        if (!RawViews.isPossible()) {
            throw new AssertionError("there are no windows: " + RawViews.remedy());
        }
        List<Loop> kinds = List.of(this::add, this::exchange, this::storeLongs, this::storeBytes, this::storeVolatile, this::addInts);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < kinds.size() + 1; i++) {
            Loop loop = kinds.get(i % kinds.size());
            long cell = (long) i * CELL;
            Thread.Builder builder = i < kinds.size() ? Thread.ofPlatform().daemon() : Thread.ofVirtual();
            threads.add(builder.start(() -> repeat(loop, cell)));
        }
        long direct = revoke();
        done = true;
        loops.release(threads.size());
        for (Thread thread : threads) {
            thread.join();
        }
        if (failure.get() != null) {
            throw new AssertionError(kind + ": " + failure.get().getMessage(), failure.get());
        }
        return new Result(kind, revocations, direct, returned.sum(), landed(threads.size()));
    }

    /** Loops until the revoker has been there once more. */
    private void repeat(Loop loop, long cell) {
        try {
            for (long round = 0; !done;) {
                loops.acquire();
                int seen = revoked;
                running.incrementAndGet();
                do {
                    returned.add(loop.run(cell, round++));
                } while (revoked == seen && !done);
                running.decrementAndGet();
            }
        } catch (Throwable thrown) {
            failure.compareAndSet(null, thrown);
            done = true;
        }
    }

    private long revoke() {
        long direct = 0;
        for (int n = 0; n < revocations && !done; n++) {
            loops.release(LOOPING);
            while (!done && (running.get() == 0 || !memory.isDirect(0))) {
                Thread.yield();
            }
            faults.lock();
            try {
                direct += memory.isDirect(0) ? 1 : 0;
                table.unload(0, 1);
                unchanged(bytes.toArray(ValueLayout.JAVA_BYTE));
            } catch (Throwable thrown) {
                failure.compareAndSet(null, thrown);
            } finally {
                faults.unlock();
                revoked = n + 1;
            }
        }
        return direct;
    }

    private void unchanged(byte[] before) {
        MemorySegment expected = MemorySegment.ofArray(before);
        for (int look = 0; look < LOOKS; look++) {
            Thread.yield();
            long changed = expected.mismatch(bytes);
            if (changed >= 0) {
                throw new AssertionError("byte 0x%x of the cell of thread %d changed after the unload had returned"
                        .formatted(changed % CELL, changed / CELL));
            }
        }
    }

    // ---- the loops; each has bytes of its own in its cell

    private long add(long cell, long round) {
        for (int i = 0; i < LOOP; i++) {
            memory.getAndAddLong(cell, 1);
        }
        return LOOP;
    }

    private long addInts(long cell, long round) {
        for (int i = 0; i < LOOP; i++) {
            memory.getAndAddInt(cell + 8, 1);
        }
        return LOOP;
    }

    private long exchange(long cell, long round) {
        for (long i = round * LOOP; i < (round + 1) * LOOP; i++) {
            require(memory.compareAndExchangeLong(cell + 16, i, i + 1) == i, "an exchange landed twice or not at all");
        }
        return LOOP;
    }

    private long storeLongs(long cell, long round) {
        for (long i = round * LOOP; i < (round + 1) * LOOP; i++) {
            memory.setLong(cell + 24, i);
        }
        require(bytes.get(ValueLayout.JAVA_LONG, cell + 24) == (round + 1) * LOOP - 1, "a store returned but did not land");
        return 0;
    }

    private long storeVolatile(long cell, long round) {
        for (int i = 0; i < LOOP; i++) {
            memory.setIntVolatile(cell + 32, i);
            require(memory.getIntVolatile(cell + 32) == i, "a volatile store was not seen by its own thread");
        }
        return 0;
    }

    private long storeBytes(long cell, long round) {
        for (int i = 0; i < LOOP; i++) {
            memory.setByte(cell + 40 + (i & 63), (byte) round);
        }
        for (int i = 0; i < 64; i++) {
            require(bytes.get(ValueLayout.JAVA_BYTE, cell + 40 + i) == (byte) round, "a store of a byte returned but did not land");
        }
        return 0;
    }

    private long landed(int threads) {
        long sum = 0;
        for (long cell = 0; cell < (long) threads * CELL; cell += CELL) {
            sum += bytes.get(ValueLayout.JAVA_LONG, cell) + bytes.get(ValueLayout.JAVA_INT, cell + 8)
                    + bytes.get(ValueLayout.JAVA_LONG, cell + 16);
        }
        return sum;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
