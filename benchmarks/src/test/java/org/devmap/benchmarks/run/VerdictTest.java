package org.devmap.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.devmap.benchmarks.measure.Interval;
import org.devmap.benchmarks.measure.Pair;
import org.devmap.benchmarks.measure.Sample;
import org.devmap.benchmarks.table.Group;
import org.devmap.benchmarks.table.Row;
import org.devmap.benchmarks.table.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTest {

    private static Row row(Optional<Target> target, Row.How how) {
        return new Row("id", Group.PLAIN, "what", "against", target, "ns", how, _ -> Pair.of(_ -> 1, _ -> 1));
    }

    private static Verdict on(Target target, double low, double high) {
        return Verdict.on(row(Optional.of(target), Row.How.LOOPS), new Interval(low, (low + high) / 2, high), false);
    }

    /** The end that is nearer to the target decides. */
    @ParameterizedTest
    @CsvSource({"1.00, 1.04, MET", "1.05, 1.08, MET", "1.06, 1.08, MISSED", "0.50, 0.51, MET"})
    void aCostIsJudgedByTheLowerEnd(double low, double high, Verdict verdict) {
        assertThat(on(Target.atMost(1.05), low, high)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({"0.96, 1.00, MET", "0.90, 0.95, MET", "0.90, 0.94, MISSED", "1.50, 1.51, MET"})
    void aThroughputIsJudgedByTheUpperEnd(double low, double high, Verdict verdict) {
        assertThat(on(Target.atLeast(0.95), low, high)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({"0.99, 1.01, MET", "0.95, 0.97, MISSED", "0.96, 0.98, MET", "1.03, 1.05, MISSED"})
    void equalityIsJudgedByTheNearerEnd(double low, double high, Verdict verdict) {
        assertThat(on(Target.around(1, 0.02), low, high)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({"0.50, 1.50, UNSETTLED", "0.50, 0.90, MET", "1.10, 1.90, MISSED"})
    void anIntervalThatStayedWideMustLieOnOneSide(double low, double high, Verdict verdict) {
        assertThat(on(Target.atMost(1.05), low, high)).isEqualTo(verdict);
    }

    @Test
    void withoutATargetThereIsNoVerdict() {
        assertThat(Verdict.on(row(Optional.empty(), Row.How.LOOPS), new Interval(1, 1, 1), false))
                .isEqualTo(Verdict.NO_TARGET);
    }

    @Test
    void aFigureOfASmallerSizeIsNotMet() {
        Row figure = row(Optional.of(Target.atMost(1)), Row.How.FIGURE);
        assertThat(Verdict.on(figure, new Interval(0.9, 0.9, 0.9), true)).isEqualTo(Verdict.TOO_FEW);
        assertThat(Verdict.on(figure, new Interval(0.9, 0.9, 0.9), false)).isEqualTo(Verdict.MET);
        assertThat(Verdict.on(figure, new Interval(1.1, 1.1, 1.1), true)).isEqualTo(Verdict.MISSED);
    }

    /** The ratio is that of pairs, not of the medians of both sides. */
    @Test
    void aResultIsMadeOfPairs() {
        Result result = Result.of(row(Optional.empty(), Row.How.LOOPS),
                List.of(new Sample(2, 1), new Sample(40, 10), new Sample(300, 100)), true);
        assertThat(result.ratio().median()).isEqualTo(3);
        assertThat(result.ours()).isEqualTo(40);
        assertThat(result.theirs()).isEqualTo(10);
    }
}
