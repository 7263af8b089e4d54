package org.devmap.benchmarks.jmh;

import java.util.ArrayList;
import java.util.List;
import org.devmap.benchmarks.measure.Effort;
import org.devmap.benchmarks.measure.Loop;
import org.devmap.benchmarks.measure.Pair;
import org.devmap.benchmarks.measure.Sample;
import org.devmap.benchmarks.process.JavaMachine;
import org.devmap.benchmarks.row.Tables;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Lets JMH measure a row of loops, and makes pairs of what it measured. */
public final class JmhSamples {

    private static final int WARM_ITERATIONS = 8;

    private JmhSamples() {
    }

    /**
     * Measures a row in forks of JMH.
     *
     * @param table the table's name
     * @param row the row's id
     * @param effort how long
     * @return the samples of all forks, per operation
     * @throws Exception what JMH or the row failed with
     */
    public static List<Sample> of(String table, String row, Effort effort) throws Exception {
        // Another run of JMH on this machine is a disturbance that the interval shows; it is no reason not to run.
        System.setProperty("jmh.ignoreLock", "true");
        Options options = new OptionsBuilder().include(PairBenchmark.class.getName()).param("table", table)
                .param("row", row)
                .forks(effort.processes()).warmupIterations(WARM_ITERATIONS)
                .warmupTime(TimeValue.nanoseconds(2 * effort.warmupNanos() / WARM_ITERATIONS))
                .measurementIterations(2 * effort.pairs()).measurementTime(TimeValue.nanoseconds(effort.sampleNanos()))
                .shouldFailOnError(true).verbosity(VerboseMode.SILENT)
                .jvmArgs(JavaMachine.options().toArray(String[]::new)).build();
        long operations = operations(table, row);
        List<Sample> samples = new ArrayList<>();
        for (BenchmarkResult fork : new Runner(options).runSingle().getBenchmarkResults()) {
            samples.addAll(pairs(fork.getIterationResults().stream()
                    .map(IterationResult::getPrimaryResult).map(result -> result.getScore() / operations).toList()));
        }
        return samples;
    }

    /**
     * Neighbours are pairs. The iterations of a measurement begin with ours, because those of the warm-up are a
     * multiple of 4.
     */
    static List<Sample> pairs(List<Double> scores) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i + 1 < scores.size(); i += 2) {
            boolean oursFirst = PairBenchmark.isOurs(WARM_ITERATIONS + i);
            samples.add(new Sample(scores.get(oursFirst ? i : i + 1), scores.get(oursFirst ? i + 1 : i)));
        }
        return samples;
    }

    private static long operations(String table, String row) throws Exception {
        try (Pair pair = Tables.named(table).row(row).source().open(false)) {
            return ((Loop) pair.ours()).operations();
        }
    }
}
