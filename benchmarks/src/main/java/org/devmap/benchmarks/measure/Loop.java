package org.devmap.benchmarks.measure;

/**
 * A loop of a fixed number of operations, repeated until the time is over. The sample is the time of one operation, in nanoseconds.
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

    /** Seen by whoever looks; written so that results are used. */
    private static volatile long sink;

    private final long operations;
    private final Body body;
    private final Body untimed;

    private Loop(long operations, Body body, Body untimed) {
        this.operations = operations;
        this.body = body;
        this.untimed = untimed;
    }

    /**
     * A loop.
     *
     * @param operations how many there are in the body
     * @param body does them
     * @return the side
     */
    public static Loop of(long operations, Body body) {
        return new Loop(operations, body, () -> 0);
    }

    /**
     * The same with something that comes before each sample and is not timed.
     *
     * @param before the thing
     * @return a changed copy
     */
    public Loop after(Body before) {
        return new Loop(operations, body, before);
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
        long sum = 0;
        long runs = 0;
        long elapsed;
        long start = System.nanoTime();
        do {
            sum += body.run();
            runs++;
            elapsed = System.nanoTime() - start;
        } while (elapsed < nanos);
        sink = sum;
        return (double) elapsed / runs / operations;
    }
}
