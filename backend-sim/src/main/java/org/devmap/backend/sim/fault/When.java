package org.devmap.backend.sim.fault;

/**
 * How often a fault hits, among the occasions it has.
 *
 * @param probability of each occasion, from 0 to 1
 * @param seed of the random numbers: the same seed, the same hits
 * @param times how many hits at most, at least 1
 */
public record When(double probability, long seed, long times) {

    /** Each time. */
    public static final When ALWAYS = new When(1, 0, Long.MAX_VALUE);
    /** The next time only. */
    public static final When ONCE = times(1);

    /** Refuses numbers out of range. */
    public When {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("probability " + probability + " must be from 0 to 1");
        }
        if (times < 1) {
            throw new IllegalArgumentException("times " + times + " must be at least 1");
        }
    }

    /**
     * The next times.
     *
     * @param times how many, at least 1
     * @return each of them
     */
    public static When times(long times) {
        return new When(1, 0, times);
    }

    /**
     * Now and then.
     *
     * @param probability of each occasion, from 0 to 1
     * @param seed of the random numbers
     * @return without an end
     */
    public static When randomly(double probability, long seed) {
        return new When(probability, seed, Long.MAX_VALUE);
    }
}
