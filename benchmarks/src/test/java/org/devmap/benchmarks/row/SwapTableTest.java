package org.devmap.benchmarks.row;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.devmap.benchmarks.measure.Pair;
import org.devmap.benchmarks.table.Row;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(300)
class SwapTableTest {

    static Stream<Row> rows() {
        return Tables.named("swap").rows().stream();
    }

    /** What is counted must be right even in a quick run; how long it takes is not judged here. */
    @ParameterizedTest
    @MethodSource("rows")
    void everyFigureCanBeHad(Row row) throws Exception {
        try (Pair pair = row.source().open(true)) {
            double ours = pair.ours().measure(0);
            assertThat(ours).isPositive();
            if (row.unit().equals("count")) {
                assertThat(ours).isEqualTo(pair.theirs().measure(0));
            }
        }
    }
}
