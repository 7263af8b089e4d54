package org.devmap.runtime.translation;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.devmap.Pages;

/**
 * Two revocations at once against one accessor, again and again: see {@link TwoRevokers}.
 *
 * <p>It takes three processors that all three may run at once. With less it is run all the same: a fill inside one
 * guard takes longer than a revoker keeps its processor while it waits, for that or for a handshake, so that the other
 * one comes to run. How often both met is counted.
 */
final class TwoRevokersStress {

    /** What a run came to; in {@code together} samples neither revocation had returned when the other began. */
    record Result(TwoRevokers.Second second, boolean direct, int samples, int together, long returned, long landed) {
    }

    private final TwoRevokers.Second second;
    private final boolean direct;
    private final int samples;
    private final Random random;
    private final MemorySegment here = memory();
    private final MemorySegment there = memory();
    private final CyclicBarrier barrier = new CyclicBarrier(3, this::next);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    /** Changed while all three wait; null in the end. */
    private TwoRevokers sample;
    private int begun;
    private int together;
    private long returned;
    private long landed;

    TwoRevokersStress(long seed, int samples, TwoRevokers.Second second, boolean direct) {
        this.random = new Random(seed);
        this.samples = samples;
        this.second = second;
        this.direct = direct;
    }

    private static MemorySegment memory() {
        return Arena.ofAuto().allocate(Pages.ptob(TwoRevokers.PAGES), Pages.SIZE);
    }

    Result run() throws InterruptedException {
        if (direct && !RawViews.isPossible()) {
            throw new AssertionError("there are no windows: " + RawViews.remedy());
        }
        List<Thread> threads = new ArrayList<>();
        for (Consumer<TwoRevokers> part : List.<Consumer<TwoRevokers>>of(
                TwoRevokers::access, TwoRevokers::unload, TwoRevokers::revoke)) {
            threads.add(Thread.ofPlatform().daemon().start(() -> repeat(part)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        if (failure.get() != null) {
            throw new AssertionError("unload and %s, %s: %s".formatted(second, direct ? "direct" : "guarded",
                    failure.get().getMessage()), failure.get());
        }
        return new Result(second, direct, samples, together, returned, landed);
    }

    private void repeat(Consumer<TwoRevokers> part) {
        TwoRevokers mine = null;
        try {
            for (barrier.await(); sample != null; barrier.await()) {
                mine = sample;
                part.accept(mine);
            }
        } catch (BrokenBarrierException e) {
            // Somebody else has failed.
        } catch (Throwable thrown) {
            failure.compareAndSet(null, thrown);
            if (mine != null) {
                mine.giveUp();
            }
            breakBarrier();
        }
    }

    /** For good: who comes to it later does not wait either, as he would after a reset. */
    private void breakBarrier() {
        Thread.currentThread().interrupt();
        try {
            barrier.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            // That breaks it, unless it was broken before.
        }
    }

    /** All three have come to the end of their sample. */
    private void next() {
        if (sample != null) {
            sample.judge();
            together += sample.haveMet() ? 1 : 0;
            returned += sample.returned();
            landed += sample.landed();
        }
        sample = begun++ < samples ? new TwoRevokers(here, there, second, direct, random) : null;
    }
}
