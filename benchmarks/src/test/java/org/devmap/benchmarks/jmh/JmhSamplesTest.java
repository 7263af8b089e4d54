package org.devmap.benchmarks.jmh;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.devmap.benchmarks.measure.Effort;
import org.devmap.benchmarks.measure.Sample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class JmhSamplesTest {

    /** Iterations are ours, theirs, theirs, ours, and so on. */
    @Test
    void neighbouringIterationsArePairsInTheOrderOfTheirTurns() {
        assertThat(JmhSamples.pairs(List.of(1.0, 2.0, 20.0, 10.0, 100.0, 200.0)))
                .containsExactly(new Sample(1, 2), new Sample(10, 20), new Sample(100, 200));
    }

    @Test
    void aRowRunsInForksOfJmh() throws Exception {
        List<Sample> samples = JmhSamples.of("access", "get-int-seq", new Effort(20_000_000, 5_000_000, 2, 2, 1));
        assertThat(samples).hasSize(4).allSatisfy(sample -> assertThat(sample.ratio()).isPositive());
    }
}
