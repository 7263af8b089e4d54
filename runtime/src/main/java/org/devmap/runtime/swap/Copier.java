package org.devmap.runtime.swap;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.devmap.DdiException;

/** Copies memory with several threads, a portion at a time each. */
final class Copier {

    /** Small enough that a safepoint does not wait long for it, as a portion is copied without one. */
    private static final long PORTION = 1024 * 1024;

    private final Executor threads;
    private final int cpus;

    Copier(Executor threads, int cpus) {
        this.threads = threads;
        this.cpus = cpus;
    }

    /** Asked once when half of the work is begun; what it throws ends the copy. */
    interface HalfWay {
        void reached() throws DdiException;
    }

    /**
     * Copies everything; when it returns or throws, nobody is copying any more.
     *
     * @throws DdiException what half way threw
     */
    void copy(MemorySegment from, MemorySegment to, HalfWay halfWay) throws DdiException {
        AtomicLong next = new AtomicLong();
        List<CompletableFuture<Void>> others = new ArrayList<>();
        boolean done = false;
        try {
            while (others.size() < cpus - 1 && PORTION * (others.size() + 1) < from.byteSize()) {
                others.add(CompletableFuture.runAsync(() -> portions(from, to, next), threads));
            }
            long half = from.byteSize() / 2;
            long mine = portionsUpTo(half, from, to, next);
            halfWay.reached();
            copyPortion(from, to, mine);
            portions(from, to, next);
            done = true;
        } finally {
            if (!done) {
                next.set(from.byteSize());
            }
            await(others, done);
        }
    }

    /** Answers the first portion behind the limit that was taken and not copied. */
    private static long portionsUpTo(long limit, MemorySegment from, MemorySegment to, AtomicLong next) {
        for (;;) {
            long at = next.getAndAdd(PORTION);
            if (at >= limit) {
                return at;
            }
            copyPortion(from, to, at);
        }
    }

    private static void portions(MemorySegment from, MemorySegment to, AtomicLong next) {
        for (long at = next.getAndAdd(PORTION); at < from.byteSize(); at = next.getAndAdd(PORTION)) {
            copyPortion(from, to, at);
        }
    }

    private static void copyPortion(MemorySegment from, MemorySegment to, long at) {
        if (at < from.byteSize()) {
            MemorySegment.copy(from, at, to, at, Math.min(PORTION, from.byteSize() - at));
        }
    }

    /** If this thread has failed already, what the others failed with does not matter. */
    private static void await(List<CompletableFuture<Void>> others, boolean report) {
        RuntimeException failure = null;
        for (CompletableFuture<Void> other : others) {
            try {
                other.join();
            } catch (CompletionException | CancellationException e) {
                failure = e;
            }
        }
        if (report && failure != null) {
            throw failure;
        }
    }
}
