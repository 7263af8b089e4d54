package org.devmap.benchmarks.run;

import java.util.List;
import org.devmap.benchmarks.jmh.JmhSamples;
import org.devmap.benchmarks.measure.Effort;
import org.devmap.benchmarks.measure.Pair;
import org.devmap.benchmarks.measure.Pairing;
import org.devmap.benchmarks.measure.Sample;
import org.devmap.benchmarks.row.Tables;
import org.devmap.benchmarks.table.Row;

/** Measures rows of one run in a Java machine that does nothing else, and prints their samples. */
public final class RowMain {

    static final String QUICK = "quick";
    static final String FULL = "full";

    private RowMain() {
    }

    /**
     * Prints lines {@code ID OURS THEIRS}.
     *
     * @param words table, rows with commas between, and {@value #QUICK} or {@value #FULL}
     * @throws Exception why they could not be measured
     */
    public static void main(String[] words) throws Exception {
        for (String id : words[1].split(",")) {
            measure(words[0], Tables.named(words[0]).row(id), words[2].equals(QUICK));
        }
    }

    private static void measure(String table, Row row, boolean quick) throws Exception {
        if (row.how() == Row.How.LOOPS && !quick) {
            JmhSamples.of(table, row.id(), Effort.FULL).forEach(sample -> print(row, sample));
            return;
        }
        try (Pair pair = row.source().open(quick)) {
            if (row.how().isFigure()) {
                print(row, new Sample(pair.ours().measure(0), pair.theirs().measure(0)));
            } else {
                Pairing.run(pair, Effort.of(quick), sample -> print(row, sample));
            }
        }
    }

    /** How many processes of this kind a row needs: JMH starts its own. */
    static int processes(Row row, boolean quick) {
        return row.how() == Row.How.SAMPLES ? Effort.of(quick).processes() : 1;
    }

    private static void print(Row row, Sample sample) {
        System.out.println(String.join(" ", List.of(row.id(), Double.toString(sample.ours()),
                Double.toString(sample.theirs()))));
    }
}
