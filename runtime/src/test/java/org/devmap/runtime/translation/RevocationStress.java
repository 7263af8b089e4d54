package org.devmap.runtime.translation;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.devmap.Pages;

/**
 * Accessors of all kinds on platform, virtual and ever new threads against one revoker. Checked are the two rules of the access path:
 * what was taken away is neither written nor read after the revocation has returned, and each access lands exactly once.
 */
final class RevocationStress {

    private static final int ACCESSORS = 6;
    private static final int BATCH = 40;
    /** One in so many accesses is preceded by the opening of a window. */
    private static final int OPENING = 8;

    /** What a run came to. */
    record Result(long seed, Behind kind, boolean scattered, long revocations, long accesses, long returned,
                  long landed) {
    }

    private final long seed;
    private final int revocations;
    private final Behind kind;
    private final boolean scattered;
    private final StressArea area = new StressArea(ACCESSORS);
    private final StressTables tables;
    private final LongAdder accesses = new LongAdder();
    private final LongAdder returned = new LongAdder();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    /** Batches of accesses that may be made: accessors keep pace with the revoker, so that neither runs alone. */
    private final Semaphore batches = new Semaphore(0);
    private volatile boolean done;

    RevocationStress(long seed, int revocations, Behind kind, boolean scattered) {
        this.seed = seed;
        this.revocations = revocations;
        this.kind = kind;
        this.scattered = scattered;
        this.tables = new StressTables(area, kind, scattered);
    }

    Result run() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        TableMemory shared = tables.memory();
        for (int i = 0; i < ACCESSORS; i++) {
            Accessor accessor = new Accessor(i, i < 3 ? shared : tables.memory());
            Thread.Builder builder = i % 2 == 0 ? Thread.ofPlatform().daemon() : Thread.ofVirtual();
            threads.add(builder.start(guarded(i == ACCESSORS - 2 ? () -> onEverNewThreads(accessor) : accessor::untilDone)));
        }
        guarded(this::revoke).run();
        done = true;
        batches.release(ACCESSORS);
        for (Thread thread : threads) {
            thread.join();
        }
        if (failure.get() != null) {
            throw new AssertionError("seed " + seed + ", " + kind + (scattered ? ", scattered" : "") + ": " + failure.get().getMessage(),
                    failure.get());
        }
        return new Result(seed, kind, scattered, revocations, accesses.sum(), returned.sum(), area.landed());
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    private Runnable guarded(Work work) {
        return () -> {
            try {
                work.run();
            } catch (Throwable thrown) {
                failure.compareAndSet(null, thrown);
                done = true;
            }
        };
    }

    // ---- the revoker

    private void revoke() {
        Random random = new Random(seed);
        for (int n = 0; n < revocations && !done; n++) {
            batches.release(1 + random.nextInt(2 * ACCESSORS));
            while (batches.availablePermits() > ACCESSORS / 2 && !done) {
                Thread.yield();
            }
            tables.faults().lock();
            try {
                check(tables.revoke(random), random);
            } finally {
                tables.faults().unlock();
            }
        }
    }

    /** The revocation has returned: for a while nothing changes, and nobody reads what is written now. */
    private void check(StressTables.Revoked revoked, Random random) {
        BitSet cells = revoked.unwritable();
        area.poison(revoked.unreadable());
        List<MemorySegment> contents = cells.stream().mapToObj(area::bytes).toList();
        List<MemorySegment> before = contents.stream().map(bytes -> MemorySegment.ofArray(bytes.toArray(ValueLayout.JAVA_BYTE))).toList();
        for (int pauses = random.nextInt(4); pauses > 0; pauses--) {
            Thread.yield();
        }
        for (int i = 0; i < before.size(); i++) {
            long changed = before.get(i).mismatch(contents.get(i));
            if (changed >= 0) {
                throw new AssertionError("a write landed at byte 0x%x of cell %d after the %s had returned".formatted(changed,
                        cells.stream().toArray()[i], revoked.what()));
            }
        }
        area.clean(revoked.unreadable());
    }

    // ---- the accessors

    private void onEverNewThreads(Accessor accessor) throws InterruptedException {
        while (!done) {
            Thread fresh = Thread.ofPlatform().daemon().start(guarded(accessor::batch));
            fresh.join();
        }
    }

    /** One thread's accesses. */
    private final class Accessor {

        private final int number;
        private final TableMemory memory;
        private final SplittableRandom random;
        /**
         * Device memory is moved word by word: two on each side of a page boundary. Sixteen times as many took 98 % of the time where
         * code is interpreted, and hardly ever was anything else under way when something was taken away.
         */
        private final MemorySegment host = Arena.ofAuto()
                .allocate(kind == Behind.PLAIN ? Pages.ptob(StressArea.BULK_PAGES) : StressArea.BULK_WORDS, 8);
        private final long bulk;
        private long sequence;

        private Accessor(int number, TableMemory memory) {
            this.number = number;
            this.memory = memory;
            this.random = new SplittableRandom(seed + 31 * number);
            this.bulk = StressArea.bulkOffset(number) + (kind == Behind.PLAIN ? 0 : Pages.SIZE - host.byteSize() / 2);
        }

        private void untilDone() throws InterruptedException {
            while (!done) {
                batch();
            }
        }

        private void batch() throws InterruptedException {
            batches.acquire();
            for (int n = 0; n < BATCH && !done; n++) {
                long page = Pages.ptob(random.nextInt(StressArea.SHARED_PAGES));
                if (n % OPENING == 0) {
                    tables.open(memory, page);
                }
                switch (random.nextInt(9)) {
                    case 0 -> count(page);
                    case 1 -> exchange(page);
                    case 2 -> store(page);
                    case 3 -> read(memory.getLong(page + StressArea.MARKS));
                    case 4 -> read(memory.getLongVolatile(page + StressArea.MARKS));
                    case 5 -> readInBulk(page);
                    case 6 -> fill();
                    case 7 -> storeBytes(page);
                    default -> copy();
                }
                accesses.increment();
            }
        }

        private void count(long page) {
            memory.getAndAddInt(page + StressArea.INT_COUNTER, 1);
            returned.increment();
            memory.getAndAddLong(page + StressArea.LONG_COUNTER, 1);
            returned.increment();
        }

        private void exchange(long page) {
            long seen = memory.getLongVolatile(page + StressArea.EXCHANGED);
            if (memory.compareAndExchangeLong(page + StressArea.EXCHANGED, seen, seen + 1) == seen) {
                returned.increment();
            }
        }

        private void store(long page) {
            long offset = page + StressArea.SLOTS + 8L * number;
            long value = ++sequence;
            if (random.nextBoolean()) {
                memory.setLong(offset, value);
            } else {
                memory.setLongVolatile(offset, value);
            }
            require(area.holdsLong(offset, value), "a store returned but did not land");
        }

        private void storeBytes(long page) {
            long offset = page + StressArea.BYTES + number;
            byte value = (byte) ++sequence;
            memory.setByte(offset, value);
            require(area.holdsBytes(offset, 1, value), "a store of a byte returned but did not land");
        }

        private void read(long mark) {
            require(mark != StressArea.POISON, "a read saw what was written after its translation had been taken away");
        }

        private void readInBulk(long page) {
            long length = Math.min(StressArea.MARKS_LENGTH, host.byteSize());
            long skipped = random.nextLong(StressArea.MARKS_LENGTH / length) * length;
            memory.copyTo(page + StressArea.MARKS + skipped, host, 0, length);
            for (long at = 0; at < length; at += Long.BYTES) {
                read(host.get(ValueLayout.JAVA_LONG, at));
            }
        }

        private void fill() {
            byte value = (byte) ++sequence;
            memory.fill(bulk, host.byteSize(), value);
            require(area.holdsBytes(bulk, host.byteSize(), value), "a fill returned but did not land");
        }

        private void copy() {
            byte value = (byte) ++sequence;
            long skipped = random.nextInt(16);
            host.fill(value);
            memory.copyFrom(host, 0, bulk + skipped, host.byteSize() - skipped);
            require(area.holdsBytes(bulk + skipped, host.byteSize() - skipped, value),
                    "a copy returned but did not land");
        }

        private static void require(boolean holds, String otherwise) {
            if (!holds) {
                throw new AssertionError(otherwise);
            }
        }
    }
}
