package org.devmap.benchmarks.measure;

/**
 * How long a row is measured.
 *
 * @param warmupNanos for each side, before the first sample; several times that while a side still becomes faster
 * @param sampleNanos for each sample
 * @param pairs samples of each side in one process
 * @param processes fresh Java machines, one after the other
 * @param attempts how often a row is measured at most, if its interval stays wide
 */
public record Effort(long warmupNanos, long sampleNanos, int pairs, int processes, int attempts) {

    private static final long MILLIS = 1_000_000;

    /** A table in minutes. */
    public static final Effort QUICK = new Effort(400 * MILLIS, 20 * MILLIS, 17, 1, 2);
    /** What results are committed from. */
    public static final Effort FULL = new Effort(2000 * MILLIS, 200 * MILLIS, 15, 3, 3);

    /**
     * The effort of a run.
     *
     * @param quick whether it is a quick one
     * @return the effort
     */
    public static Effort of(boolean quick) {
        return quick ? QUICK : FULL;
    }
}
