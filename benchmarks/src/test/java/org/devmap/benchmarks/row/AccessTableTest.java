package org.devmap.benchmarks.row;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.devmap.benchmarks.measure.Loop;
import org.devmap.benchmarks.measure.Pair;
import org.devmap.benchmarks.table.Row;
import org.devmap.benchmarks.table.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(300)
class AccessTableTest {

    private static final Table TABLE = Tables.named("access");

    static Stream<Row> loops() {
        return TABLE.rows().stream().filter(row -> row.how() == Row.How.LOOPS);
    }

    /**
     * Both sides work on the same bytes and answer what they read: a loop that does something else answers something
     * else.
     */
    @ParameterizedTest
    @MethodSource("loops")
    void bothSidesAnswerTheSame(Row row) throws Exception {
        try (Pair pair = row.source().open(true)) {
            Loop ours = (Loop) pair.ours();
            Loop theirs = (Loop) pair.theirs();
            assertThat(ours.operations()).isEqualTo(theirs.operations());
            long first = ours.run();
            assertThat(first != 0 || row.id().startsWith("set") || row.id().endsWith("set")).isTrue();
            assertThat(theirs.run()).isEqualTo(first);
            assertThat(ours.run()).isEqualTo(first);
        }
    }

    static Stream<Row> samples() {
        List<String> slow = List.of("mixed-site", "tracing");
        return TABLE.rows().stream().filter(row -> row.how() == Row.How.SAMPLES && !slow.contains(row.id()));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void everySideThatTimesItselfCanBeMeasured(Row row) throws Exception {
        try (Pair pair = row.source().open(true)) {
            assertThat(pair.ours().measure(1_000_000)).isPositive();
            assertThat(pair.theirs().measure(1_000_000)).isPositive();
        }
    }

    /** A table without its libraries must be usable for help and choice: rows are made, not opened. */
    @Test
    void everyRowSaysWhatItIs() {
        assertThat(TABLE.rows()).allSatisfy(row -> {
            assertThat(row.id()).matches("[a-z0-9-]+");
            assertThat(row.what()).isNotBlank();
            assertThat(row.against()).isNotBlank();
        });
    }
}
