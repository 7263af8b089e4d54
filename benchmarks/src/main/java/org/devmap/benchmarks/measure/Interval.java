package org.devmap.benchmarks.measure;

import java.util.List;

/**
 * The median of a number of ratios and its 95 % confidence interval. It is made of order statistics: nothing is assumed
 * of the distribution, and a sample that was disturbed counts as one sample, however much it was.
 *
 * @param low lower end
 * @param median the middle
 * @param high upper end
 */
public record Interval(double low, double median, double high) {

    private static final double EACH_TAIL = 0.025;
    private static final double WIDE = 0.10;

    /**
     * The interval of some ratios.
     *
     * @param ratios at least one; with less than 6 the interval covers all of them
     * @return the interval
     */
    public static Interval of(List<Double> ratios) {
        if (ratios.isEmpty()) {
            throw new IllegalArgumentException("there are no ratios");
        }
        double[] sorted = ratios.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int cut = outside(sorted.length);
        return new Interval(sorted[cut], median(sorted), sorted[sorted.length - 1 - cut]);
    }

    /**
     * Whether it is too wide to be trusted.
     *
     * @return true if it is wider than a tenth of its median
     */
    public boolean isWide() {
        return high - low > WIDE * median;
    }

    /**
     * The median of some numbers.
     *
     * @param numbers at least one
     * @return the median
     */
    public static double median(List<Double> numbers) {
        return median(numbers.stream().mapToDouble(Double::doubleValue).sorted().toArray());
    }

    private static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /**
     * How many ratios lie below the interval, and as many above: the most for which the true median lies outside with a
     * probability of 5 % at most. Of n ratios, as many lie below the true median as coins show heads.
     */
    private static int outside(int n) {
        double exactly = Math.pow(0.5, n);
        double atMost = exactly;
        int heads = 0;
        while (atMost <= EACH_TAIL) {
            heads++;
            exactly = exactly * (n - heads + 1) / heads;
            atMost += exactly;
        }
        return Math.max(0, heads - 1);
    }
}
