package org.devmap.runtime.translation;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.devmap.Pages;

/**
 * One table, one accessor, and two revocations at once: an unload and a {@link Second} of ranges that overlap where
 * pages are loaded. The accessor counts up in the first of those, and fills them. Checked is that each of both keeps
 * what it promises, whichever came first: nothing lands after it has returned, and each update lands once.
 *
 * <p>Whoever comes second finds nothing left to take away and may return only when the first one may. That rests on the
 * lock of the table, which is held until the last access is over.
 */
final class TwoRevokers {

    /** What is done while the unload is. */
    enum Second {
        /** Another unload. Lost if an unload gives the lock of the table back before it waits. */
        UNLOAD,
        /** An mprotect that leaves the right to read. Lost by the same. */
        PROTECT,
        /** A suspension of the driver and its end. Lost by the same, and if an unload forgets what was put aside. */
        HOLD,
        /**
         * A move of the memory. Lost by the same if it waits only where something is permitted, or, when direct, if
         * windows are forgotten before they are closed; and if it does not quiesce the table.
         */
        MOVE
    }

    /** What memory holds: the count, and the last bytes of a fill. */
    private record Contents(long count, long tail) {

        private static Contents of(MemorySegment bytes) {
            return new Contents(word(bytes, WORD), word(bytes, TAIL));
        }
    }

    /** What an access without translation ends with. */
    private static final class Gone extends RuntimeException {

        private static final long serialVersionUID = 1;

        private Gone() {
            super("gone", null, false, false);
        }
    }

    /** Pages that both take away. */
    private static final int SHARED = 16;
    /** The unload takes one more in front of them, the other one more behind. */
    static final int PAGES = 1 + SHARED + 1;

    private static final long START = 0x7000_0000L;
    /** What is counted up. */
    private static final long WORD = Pages.SIZE;
    /** What is filled, by one run inside one guard. */
    private static final long FILLED = WORD + Long.BYTES;
    private static final long FILLED_BYTES = Pages.ptob(SHARED) - Long.BYTES;
    /** What is written last of that. */
    private static final long TAIL = FILLED + FILLED_BYTES - Long.BYTES;
    /** What no update leaves. */
    private static final long NOT_YET = -1;
    /** Updates between two fills. */
    private static final int ROUND = 16;
    /** Rounds that are tried after both revocations. */
    private static final int LAST_ROUNDS = 3;
    /** A revoker lets this many updates land first, at most. */
    private static final int LEAD = 8;
    private static final int PATIENCE = 1_000;
    private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle().withInvokeExactBehavior();

    private final MemorySegment here;
    private final MemorySegment there;
    private final Second second;
    private final boolean direct;
    private final Residence residence;
    private final Translation table = new Translation(START, PAGES);
    private final TableMemory memory = new TableMemory(START, Pages.ptob(PAGES), Long.MAX_VALUE, this::fault);
    private final long lead;
    private final int[] spins;
    private final AtomicInteger ready = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private final long[] begin = new long[2];
    private final long[] end = new long[2];
    private volatile boolean unloaded;
    /** Somebody has failed, and nobody is to wait for him. */
    private volatile boolean givenUp;
    /** By the accessor: updates and fills that have returned. */
    private long count;
    private int fills;
    /** What memory held when the unload had returned. */
    private Contents afterUnload;
    /** What it held when the other revocation was to have ended all accesses. */
    private Contents afterSecond;
    /** Of a suspension: what it held when it was to be ended. */
    private Contents atRelease;

    TwoRevokers(MemorySegment here, MemorySegment there, Second second, boolean direct, Random random) {
        this.here = here;
        this.there = there;
        this.second = second;
        this.direct = direct;
        this.residence = new Residence(here);
        this.lead = random.nextInt(LEAD);
        this.spins = new int[] {random.nextInt(64), random.nextInt(64)};
        put(here, WORD, 0);
        put(here, TAIL, 0);
        put(there, WORD, NOT_YET);
        table.load(1, SHARED, Hat.READ | Hat.WRITE, FrameRun.memory(residence, AccessKind.PLAIN, -START));
        open();
    }

    private void open() {
        if (direct) {
            memory.open(table, START + WORD);
        }
    }

    /** Waits for permission, unless it will never be given again. */
    private Translation fault(GuardedMemory.Access access) {
        while (!table.permits(access.address(), access.need())) {
            if (unloaded || givenUp) {
                throw new Gone();
            }
            Thread.yield();
        }
        return table;
    }

    void access() {
        try {
            for (int last = 0; last < LAST_ROUNDS && !givenUp; last += done.get() == 2 ? 1 : 0) {
                for (int i = 0; i < ROUND; i++) {
                    memory.getAndAddLong(WORD, 1);
                    count++;
                }
                memory.fill(FILLED, FILLED_BYTES, (byte) (fills + 1));
                fills++;
                open();
            }
        } catch (Gone gone) {
            // What was to happen.
        }
    }

    void unload() {
        begin(0);
        table.unload(0, 1 + SHARED);
        afterUnload = contents();
        unloaded = true;
        end(0);
    }

    void revoke() {
        begin(1);
        switch (second) {
            case UNLOAD -> {
                table.unload(1, SHARED + 1);
                afterSecond = contents();
            }
            case PROTECT -> {
                table.protect(1, SHARED + 1, Hat.READ);
                afterSecond = contents();
            }
            case HOLD -> {
                table.hold();
                afterSecond = contents();
                Thread.yield();
                atRelease = contents();
                table.release();
            }
            case MOVE -> {
                residence.leave();
                try {
                    table.quiesce();
                    afterSecond = Contents.of(here);
                    MemorySegment.copy(here, FILLED, there, FILLED, FILLED_BYTES);
                    put(there, WORD, afterSecond.count());
                } finally {
                    residence.settle(there);
                }
            }
        }
        end(1);
    }

    /** Both begin at once, when the accessor has come some way. */
    private void begin(int revoker) {
        ready.incrementAndGet();
        for (int looks = 0; looks < PATIENCE && (ready.get() < 2 || word(here, WORD) < lead); looks++) {
            Thread.yield();
        }
        for (int spin = 0; spin < spins[revoker]; spin++) {
            Thread.onSpinWait();
        }
        begin[revoker] = System.nanoTime();
    }

    private void end(int revoker) {
        end[revoker] = System.nanoTime();
        done.incrementAndGet();
    }

    /** One of the three has failed: the others come to their end without what he was to do. */
    void giveUp() {
        givenUp = true;
    }

    void judge() {
        Contents last = contents();
        require(last.count() == count, "an update was lost or doubled");
        require(last.tail() == (fills & 0xFF) * 0x0101010101010101L, "a fill was lost, or made without permission");
        require(last.equals(afterUnload), "something landed after the unload had returned");
        require(afterSecond.equals(switch (second) {
            case UNLOAD, PROTECT -> last;
            case HOLD -> atRelease;
            case MOVE -> Contents.of(here);
        }), "something landed after the other revocation had returned");
    }

    /** Whether neither revocation had returned when the other began. */
    boolean haveMet() {
        return begin[0] < end[1] && begin[1] < end[0];
    }

    long returned() {
        return count;
    }

    long landed() {
        return contents().count();
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError("%s: %,d updates, %,d fills returned; %s, after the unload %s, after the other %s"
                    .formatted(otherwise, count, fills, contents(), afterUnload, afterSecond));
        }
    }

    /** Where memory lives now: once nothing lands any more, a move does not change what this answers. */
    private Contents contents() {
        return Contents.of(word(there, WORD) == NOT_YET ? here : there);
    }

    private static long word(MemorySegment bytes, long at) {
        return (long) LONG.getVolatile(bytes, at);
    }

    private static void put(MemorySegment bytes, long at, long value) {
        LONG.setVolatile(bytes, at, value);
    }
}
