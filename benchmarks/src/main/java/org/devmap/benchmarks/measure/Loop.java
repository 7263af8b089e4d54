package org.devmap.benchmarks.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * A loop of a fixed number of operations, repeated until the time is over. The sample is the time of one operation, in
 * nanoseconds: the median of many short chunks, so that a thread that lost its processor for a while is not taken for a
 * slow one.
 *
 * <p>What the loop answers depends on everything it read, and is kept, so that no compiler can leave an access out.
 */
public final class Loop implements Side {

    /** The loop's body: all operations, once. */
    @FunctionalInterface
    public interface Body {

        /**
         * Does them.
         *
         * @return something that depends on all of them
         * @throws Exception if an operation failed
         */
        long run() throws Exception;
    }

    /** Long for the clock, short for the scheduler. */
    private static final long CHUNK_NANOS = 100_000;

    /** Seen by whoever looks; written so that results are used. */
    private static volatile long sink;

    private final long operations;
    private final Body body;
    private final Body untimed;
    private final LongSupplier nanoTime;
    /** How many make a chunk: found out while warming up. */
    private long runs = 1;

    private Loop(long operations, Body body, Body untimed, LongSupplier nanoTime) {
        this.operations = operations;
        this.body = body;
        this.untimed = untimed;
        this.nanoTime = nanoTime;
    }

    /**
     * A loop.
     *
     * @param operations how many there are in the body
     * @param body does them
     * @return the side
     */
    public static Loop of(long operations, Body body) {
        return new Loop(operations, body, () -> 0, System::nanoTime);
    }

    /**
     * The same with something that comes before each sample and is not timed.
     *
     * @param before the thing
     * @return a changed copy
     */
    public Loop after(Body before) {
        return new Loop(operations, body, before, nanoTime);
    }

    /** The same by another clock, which tells nanoseconds. */
    Loop timedBy(LongSupplier clock) {
        return new Loop(operations, body, untimed, clock);
    }

    /**
     * How many operations the body has.
     *
     * @return greater than 0
     */
    public long operations() {
        return operations;
    }

    /**
     * Does what comes before a sample.
     *
     * @throws Exception if it failed
     */
    public void prepare() throws Exception {
        sink = untimed.run();
    }

    /**
     * Does all operations once, for whoever times them himself.
     *
     * @return something that depends on all of them
     * @throws Exception if an operation failed
     */
    public long run() throws Exception {
        return body.run();
    }

    @Override
    public double measure(long nanos) throws Exception {
        prepare();
        List<Double> chunks = new ArrayList<>();
        long end = nanoTime.getAsLong() + nanos;
        do {
            long elapsed = time(runs);
            chunks.add((double) elapsed / runs);
            if (elapsed < CHUNK_NANOS / 2) {
                runs *= 2;
            }
        } while (nanoTime.getAsLong() < end);
        return Interval.median(chunks) / operations;
    }

    /**
     * Works for about this long, and counts what disturbs it now and then too.
     *
     * @param nanos nanoseconds to spend
     * @return the mean time of one operation, in nanoseconds
     * @throws Exception if an operation failed
     */
    public double mean(long nanos) throws Exception {
        long all = 0;
        long elapsed = 0;
        while (elapsed < nanos) {
            elapsed += time(runs);
            all += runs;
        }
        return (double) elapsed / all / operations;
    }

    private long time(long times) throws Exception {
        long sum = 0;
        long start = nanoTime.getAsLong();
        for (long i = 0; i < times; i++) {
            sum += body.run();
        }
        long elapsed = nanoTime.getAsLong() - start;
        sink = sum;
        return elapsed;
    }
}
