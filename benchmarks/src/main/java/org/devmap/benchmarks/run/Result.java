package org.devmap.benchmarks.run;

import java.util.List;
import org.devmap.benchmarks.measure.Interval;
import org.devmap.benchmarks.measure.Sample;
import org.devmap.benchmarks.table.Row;

/**
 * What came of a row.
 *
 * @param row the row
 * @param ratio ours by theirs, with its interval
 * @param ours median of our samples
 * @param theirs median of theirs
 * @param verdict what it means
 */
public record Result(Row row, Interval ratio, double ours, double theirs, Verdict verdict) {

    /**
     * Judges samples.
     *
     * @param row the row
     * @param samples what was measured, not empty
     * @param quick whether it was a quick run
     * @return the result
     */
    public static Result of(Row row, List<Sample> samples, boolean quick) {
        Interval ratio = Interval.of(samples.stream().map(Sample::ratio).toList());
        return new Result(row, ratio, Interval.median(samples.stream().map(Sample::ours).toList()),
                Interval.median(samples.stream().map(Sample::theirs).toList()), Verdict.on(row, ratio, quick));
    }
}
