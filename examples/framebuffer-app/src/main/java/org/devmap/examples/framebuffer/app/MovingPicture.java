package org.devmap.examples.framebuffer.app;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLongArray;
import org.devmap.MemoryAccess;

/**
 * Threads that use the screen all the time: one draws the picture and compares what it sees, the others count in the
 * memory behind it, atomically together and plainly each for itself. A plain counter has its number in both halves, so
 * that a torn one shows.
 */
final class MovingPicture implements AutoCloseable {

    private static final int COUNTERS = 2;
    private static final int CELLS = 64;
    private static final long BOTH_HALVES = 1L << 32 | 1;

    /**
     * What came of it.
     *
     * @param drawn how often the picture was drawn
     * @param counted how often was counted
     * @param wrong what was wrong, in words
     * @param longestNanos how long the longest access took
     */
    record Outcome(long drawn, long counted, String wrong, long longestNanos) {
    }

    private record Tally(long times, long wrong, long longest) {
    }

    private final MemoryAccess screen;
    private final long start;
    private final long stride;
    private final AtomicLongArray added = new AtomicLongArray(CELLS);
    private final ExecutorService threads = Executors.newFixedThreadPool(1 + COUNTERS);
    private final Future<Tally> drawing;
    private final List<Future<Tally>> counting = new ArrayList<>();
    private volatile boolean stopped;

    /** Draws and counts until it is stopped. */
    MovingPicture(BufferedImage picture, Geometry geometry, MemoryAccess screen) {
        this.screen = screen;
        this.start = (long) geometry.stride() * geometry.height() + 511 & -512;
        this.stride = (screen.length() - start) / CELLS & -512;
        for (int cell = 0; cell < CELLS; cell++) {
            screen.fill(cell(cell), 512, (byte) 0);
        }
        drawing = threads.submit(() -> draw(picture, geometry));
        for (int counter = 0; counter < COUNTERS; counter++) {
            long own = 64 + 64L * counter;
            Callable<Tally> counted = () -> count(own);
            counting.add(threads.submit(counted));
        }
    }

    private long cell(int cell) {
        return start + cell * stride;
    }

    private Tally draw(BufferedImage picture, Geometry geometry) {
        long times = 0;
        long wrong = 0;
        for (; !stopped; times++) {
            geometry.draw(picture, screen);
            wrong += PictureFile.difference(picture, geometry.look(screen));
        }
        return new Tally(times, wrong, 0);
    }

    /** Goes through the cells again and again; each number must be the one that this thread has left there. */
    private Tally count(long own) {
        long times = 0;
        long wrong = 0;
        long longest = 0;
        for (; !stopped; times++) {
            for (int cell = 0; cell < CELLS; cell++) {
                long since = System.nanoTime();
                screen.getAndAddLong(cell(cell), 1);
                longest = Math.max(longest, System.nanoTime() - since);
                added.incrementAndGet(cell);
                long number = screen.getLong(cell(cell) + own);
                wrong += number == times * BOTH_HALVES ? 0 : 1;
                screen.setLong(cell(cell) + own, (times + 1) * BOTH_HALVES);
            }
        }
        return new Tally(times, wrong, longest);
    }

    /** Stops everybody and looks what is there. What an access has thrown is thrown here. */
    Outcome stop() throws InterruptedException, ExecutionException {
        stopped = true;
        long pixels = drawing.get().wrong;
        long plain = 0;
        long times = 0;
        long longest = 0;
        for (Future<Tally> counted : counting) {
            plain += counted.get().wrong;
            times += counted.get().times;
            longest = Math.max(longest, counted.get().longest);
        }
        long atomic = 0;
        for (int cell = 0; cell < CELLS; cell++) {
            atomic += screen.getLong(cell(cell)) == added.get(cell) ? 0 : 1;
        }
        String wrong = pixels + plain + atomic == 0 ? "nothing"
                : "%d pixels, %d plain counters, %d atomic counters".formatted(pixels, plain, atomic);
        return new Outcome(drawing.get().times, times * CELLS, wrong, longest);
    }

    @Override
    public void close() {
        stopped = true;
        threads.close();
    }
}
