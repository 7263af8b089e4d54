package org.devmap.benchmarks.run;

import java.util.List;
import org.devmap.benchmarks.jmh.JmhSamples;
import org.devmap.benchmarks.measure.Effort;
import org.devmap.benchmarks.measure.Pair;
import org.devmap.benchmarks.measure.Pairing;
import org.devmap.benchmarks.measure.Sample;
import org.devmap.benchmarks.row.Tables;
import org.devmap.benchmarks.table.Row;

/** Measures one row in a Java machine that does nothing else, and prints its samples. */
public final class RowMain {

    static final String QUICK = "quick";
    static final String FULL = "full";

    private RowMain() {
    }

    /**
     * Prints lines {@code OURS THEIRS}.
     *
     * @param words table, row, and {@value #QUICK} or {@value #FULL}
     * @throws Exception why it could not be measured
     */
    public static void main(String[] words) throws Exception {
        Row row = Tables.named(words[0]).row(words[1]);
        boolean quick = words[2].equals(QUICK);
        if (row.how() == Row.How.LOOPS && !quick) {
            JmhSamples.of(words[0], row.id(), Effort.FULL).forEach(RowMain::print);
            return;
        }
        try (Pair pair = row.source().open(quick)) {
            if (row.how() == Row.How.FIGURE) {
                print(new Sample(pair.ours().measure(0), pair.theirs().measure(0)));
            } else {
                Pairing.run(pair, Effort.of(quick), RowMain::print);
            }
        }
    }

    /** How many processes of this kind a row needs: JMH starts its own. */
    static int processes(Row row, boolean quick) {
        return row.how() == Row.How.SAMPLES ? Effort.of(quick).processes() : 1;
    }

    private static void print(Sample sample) {
        System.out.println(String.join(" ", List.of(Double.toString(sample.ours()), Double.toString(sample.theirs()))));
    }
}
