package org.devmap.runtime.translation;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;
import org.devmap.Pages;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * What actors race for: a page under one table, made anew for each sample, with a few bytes that no other sample has.
 *
 * <p>The accessor goes on until its translation is gone, so that every sample is one of a revocation in the midst of
 * accesses, whichever of both is slow. After its revocation the revoker notes what is in memory; nothing is ever loaded
 * again, so what is found there in the end shows an access that was late, however late. The loops are written out: they
 * are what compilers shall optimise.
 */
class Raced {

    /** Address of the page. */
    static final long START = 0x7000_0000L;
    /** An accessor gives up after so many accesses, which happens if the revoker does not get a processor meanwhile. */
    static final int MOST = 1 << 16;
    /** Accesses between two looks whether the revoker is done, for an accessor that goes on afterwards. */
    static final int ROUND = 16;
    /** Rounds that it makes then. */
    static final int LAST_ROUNDS = 3;
    /** What no accessor ever stores. */
    static final long FOREIGN = -1;

    private static final int BYTES = 64;
    private static final int SAMPLES = 1 << 18;
    private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle().withInvokeExactBehavior();
    /** Pages overlap: each sample uses the first bytes of its own only. */
    static final MemorySegment HERE = Arena.global().allocate((long) SAMPLES * BYTES + Pages.SIZE, Pages.SIZE);
    /** Where memory moves to, or what is mapped next. */
    static final MemorySegment THERE = Arena.global().allocate(HERE.byteSize(), Pages.SIZE);
    private static final AtomicInteger NEXT = new AtomicInteger();

    /** How accesses are made at first. */
    enum Tier {
        GUARDED, DIRECT
    }

    /** What an access without translation ends with. */
    private static final class Gone extends RuntimeException {

        private static final long serialVersionUID = 1;
        private static final Gone GONE = new Gone();

        private Gone() {
            super("gone", null, false, false);
        }
    }

    /** First byte of the sample, in both memories. */
    final long at = (long) (NEXT.getAndIncrement() & SAMPLES - 1) * BYTES;
    final Translation table = new Translation(START, 1);
    /** Whose accesses fault once the table permits them no more. */
    final RacedMemory memory = new RacedMemory(this::fault);
    /** By the accessor: updates that have returned. */
    long returned;
    /** By the accessor, if it loads: whether it saw {@link #FOREIGN}. */
    int foreign;
    /** By the revoker: the first word when its revocation had returned. */
    long seen;
    /** The same of the second word. */
    long seenBehind;
    /** By the revoker, for an accessor that goes on. */
    volatile boolean done;

    /** A page without translation. */
    Raced() {
        put(HERE, 0);
        put(THERE, 0);
        HERE.set(ValueLayout.JAVA_LONG, at + 8, 0);
        HERE.set(ValueLayout.JAVA_LONG, at + 32, 0);
    }

    /** A page of ordinary memory, {@link #HERE}, that is loaded. */
    Raced(Tier tier) {
        this();
        load(frames(HERE, AccessKind.PLAIN));
        if (tier == Tier.DIRECT) {
            open();
        }
    }

    /** Frames of the sample's bytes in one of the memories. */
    final FrameRun frames(MemorySegment bytes, AccessKind kind) {
        return FrameRun.memory(bytes, kind, at - START);
    }

    final void load(FrameRun frames) {
        table.load(0, 1, Hat.READ | Hat.WRITE, frames);
    }

    /** From now on accesses are direct, until the next revocation. */
    final void open() {
        memory.open(table, START);
        if (!memory.isDirect()) {
            throw new IllegalStateException("no window: " + RawViews.remedy());
        }
    }

    Translation fault(GuardedMemory.Access access) {
        return permitted(table, access);
    }

    static Translation permitted(Translation table, GuardedMemory.Access access) {
        if (!table.permits(access.address(), access.need())) {
            throw Gone.GONE;
        }
        return table;
    }

    final Translation awaitPermission(GuardedMemory.Access access) {
        while (!table.permits(access.address(), access.need())) {
            Thread.onSpinWait();
        }
        return table;
    }

    // ---- what an accessor does

    /** Counts up in the first word until the translation is gone. */
    final void add() {
        long count = 0;
        try {
            for (; count < MOST; count++) {
                memory.getAndAddLong(0, 1);
            }
        } catch (Gone gone) {
            // What was to happen.
        }
        returned = count;
    }

    /** The same, and opens a window after each. */
    final void addAndOpen() {
        long count = 0;
        try {
            while (count < MOST / ROUND) {
                memory.getAndAddLong(0, 1);
                count++;
                memory.open(table, START);
            }
        } catch (Gone gone) {
            // What was to happen.
        }
        returned = count;
    }

    /** Counts up until the revoker is done, and a little longer. */
    final void addUntilDone() {
        long count = 0;
        for (int last = 0; last < LAST_ROUNDS && count < MOST; last += done ? 1 : 0) {
            for (int i = 0; i < ROUND; i++) {
                memory.getAndAddLong(0, 1);
                count++;
            }
        }
        returned = count;
    }

    /** Stores ascending numbers in the first word until the translation is gone. */
    final void store() {
        long count = 0;
        try {
            for (; count < MOST; count++) {
                memory.setLong(0, count + 1);
            }
        } catch (Gone gone) {
            // What was to happen.
        }
        returned = count;
    }

    /** The same in the first word and then in the second one. */
    final void storeTwice() {
        long count = 0;
        try {
            for (; count < MOST; count++) {
                memory.setLong(0, count + 1);
                memory.setLong(8, count + 1);
            }
        } catch (Gone gone) {
            // What was to happen.
        }
        returned = count;
    }

    /** Loads the first word until the translation is gone. */
    final void load() {
        long count = 0;
        int met = 0;
        try {
            for (; count < MOST; count++) {
                met |= memory.getLong(0) == FOREIGN ? 1 : 0;
            }
        } catch (Gone gone) {
            // What was to happen.
        }
        foreign = met;
        returned = count;
    }

    // ---- what a revoker does

    /** Lets the accessor begin, mostly: how far it comes differs from sample to sample. */
    final void letBegin() {
        long enough = at / BYTES & 7;
        for (int looks = 0; looks < 1_000 && now(HERE, 0) < enough; looks++) {
            Thread.onSpinWait();
        }
    }

    /** The same for an accessor whose progress cannot be seen. */
    final void hesitate() {
        for (long spins = at / BYTES & 63; spins > 0; spins--) {
            Thread.onSpinWait();
        }
    }

    /** A word of the sample, looked at without translation. */
    final long now(MemorySegment bytes, int offset) {
        return (long) LONG.getVolatile(bytes, at + offset);
    }

    /** Writes the first word without translation. */
    final void put(MemorySegment bytes, long value) {
        LONG.setVolatile(bytes, at, value);
    }

    // ---- what came of it

    /** Updates besides those that returned, late ones, and how far the accessor came. */
    void judge(III_Result result) {
        result.r1 = surplus();
        result.r2 = late();
        result.r3 = progress();
    }

    /** Updates that landed, besides those that returned. */
    final int surplus() {
        return Math.toIntExact(now(HERE, 0) - returned);
    }

    /** Updates that landed after the revoker had looked. */
    final int late() {
        return Math.toIntExact(now(HERE, 0) - seen);
    }

    /** How far the accessor came, for the statistics: 0 nothing, 1 something, 2 to its end. */
    final int progress() {
        return returned == 0 ? 0 : returned < MOST ? 1 : 2;
    }
}
