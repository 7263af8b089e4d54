package org.devmap.benchmarks.measure;

/**
 * A pair of samples, taken one right after the other.
 *
 * @param ours devmap
 * @param theirs what it is compared with
 */
public record Sample(double ours, double theirs) {

    /** Refuses what is no measurement. */
    public Sample {
        if (!(ours > 0) || !(theirs > 0) || Double.isInfinite(ours) || Double.isInfinite(theirs)) {
            throw new IllegalArgumentException("samples " + ours + " and " + theirs + " must be positive numbers");
        }
    }

    /**
     * Ours by theirs.
     *
     * @return the ratio
     */
    public double ratio() {
        return ours / theirs;
    }
}
