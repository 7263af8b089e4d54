package org.devmap.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntervalTest {

    /** The ranks that tables of the sign test give for 95 %. */
    @ParameterizedTest
    @CsvSource({"1, 1, 1", "5, 1, 5", "6, 1, 6", "8, 1, 8", "9, 2, 8", "15, 4, 12", "17, 5, 13", "20, 6, 15",
        "45, 16, 30", "100, 40, 61"})
    void theIntervalEndsAtTheRanksOfTheSignTest(int count, int low, int high) {
        List<Double> ranks = new ArrayList<>(IntStream.rangeClosed(1, count).mapToObj(i -> (double) i).toList());
        Collections.shuffle(ranks, new Random(1));
        Interval interval = Interval.of(ranks);
        assertThat(interval.low()).isEqualTo(low);
        assertThat(interval.high()).isEqualTo(high);
        assertThat(interval.median()).isEqualTo((count + 1) / 2.0);
    }

    /** Samples of a known distribution: the interval must contain the true median about as often as it says. */
    @Test
    void nineteenOfTwentyIntervalsContainTheTruth() {
        Random random = new Random(7);
        int contained = 0;
        int trials = 2000;
        for (int i = 0; i < trials; i++) {
            Interval interval = Interval.of(IntStream.range(0, 17).mapToObj(j -> 1 + random.nextGaussian()).toList());
            contained += interval.low() <= 1 && 1 <= interval.high() ? 1 : 0;
        }
        assertThat((double) contained / trials).isBetween(0.94, 0.97);
    }

    @Test
    void oneWildSampleMovesNothing() {
        List<Double> calm = Collections.nCopies(16, 1.0);
        List<Double> disturbed = new ArrayList<>(calm);
        disturbed.add(1000.0);
        assertThat(Interval.of(disturbed)).isEqualTo(Interval.of(calm));
    }

    @Test
    void wideIsMoreThanATenthOfTheMedian() {
        assertThat(new Interval(1.0, 2.0, 1.2).isWide()).isFalse();
        assertThat(new Interval(0.95, 1.0, 1.04).isWide()).isFalse();
        assertThat(new Interval(0.95, 1.0, 1.06).isWide()).isTrue();
    }

    @Test
    void noRatiosAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Interval.of(List.of()));
    }
}
