package org.devmap.benchmarks.table;

import java.util.Locale;

/**
 * Where a ratio should lie. It is met when the interval of the paired ratios reaches into the range: then the end of it
 * that is nearer to the target is within.
 *
 * @param least the lower end of the range; negative infinity if there is none
 * @param most the upper end of the range; infinity if there is none
 */
public record Target(double least, double most) {

    /**
     * At most this ratio: for costs.
     *
     * @param ratio the bound
     * @return the target
     */
    public static Target atMost(double ratio) {
        return new Target(Double.NEGATIVE_INFINITY, ratio);
    }

    /**
     * At least this ratio: for throughput.
     *
     * @param ratio the bound
     * @return the target
     */
    public static Target atLeast(double ratio) {
        return new Target(ratio, Double.POSITIVE_INFINITY);
    }

    /**
     * Equality up to a tolerance.
     *
     * @param ratio what it should be
     * @param tolerance how far it may be away
     * @return the target
     */
    public static Target around(double ratio, double tolerance) {
        return new Target(ratio - tolerance, ratio + tolerance);
    }

    /**
     * Whether an interval reaches into the range.
     *
     * @param low lower end of the interval
     * @param high upper end of the interval
     * @return true if target and interval have a ratio in common
     */
    public boolean isMetBy(double low, double high) {
        return low <= most && high >= least;
    }

    /**
     * Whether all of an interval is in the range.
     *
     * @param low lower end of the interval
     * @param high upper end of the interval
     * @return true if there is no ratio in it that is not in the range
     */
    public boolean contains(double low, double high) {
        return low >= least && high <= most;
    }

    /**
     * One number for it: the bound, or the middle of two.
     *
     * @return a ratio
     */
    public double bound() {
        if (Double.isInfinite(least)) {
            return most;
        }
        return Double.isInfinite(most) ? least : (least + most) / 2;
    }

    /** For people, for example {@code <= 1.05}. */
    @Override
    public String toString() {
        if (Double.isInfinite(least)) {
            return String.format(Locale.ROOT, "<= %.2f", most);
        }
        return Double.isInfinite(most) ? String.format(Locale.ROOT, ">= %.2f", least)
                : String.format(Locale.ROOT, "%.2f +- %.2f", bound(), most - bound());
    }
}
