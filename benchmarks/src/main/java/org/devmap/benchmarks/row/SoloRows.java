package org.devmap.benchmarks.row;

import java.util.List;
import java.util.Optional;
import org.devmap.benchmarks.measure.Pair;
import org.devmap.benchmarks.table.Group;
import org.devmap.benchmarks.table.Row;
import org.devmap.benchmarks.table.Target;

/** Rows whose two sides must not share a Java machine. */
final class SoloRows {

    private SoloRows() {
    }

    static List<Row> rows() {
        return List.of(
                new Row("mixed-site", Group.PLAIN, "getInt where opaque and modelled memory is read too",
                        "the same where only plain memory is", Optional.of(Target.atMost(1.3)), "ns", Row.How.SAMPLES,
                        _ -> Pair.of(Solo.MIXED_SITE.start(SharedSite.COMPILED_ONCE),
                                Solo.PLAIN_SITE.start(SharedSite.COMPILED_ONCE))),
                new Row("tracing", Group.CONTEXT, "unload and fault, tracing off", "the same without trace events",
                        Optional.of(Target.atMost(1.02)), "ns", Row.How.SAMPLES,
                        _ -> Pair.of(Solo.CYCLE.start(), Solo.CYCLE.start("-Ddevmap.trace=none"))));
    }
}
