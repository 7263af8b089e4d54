package org.devmap.benchmarks.jmh;

import java.util.concurrent.TimeUnit;
import org.devmap.benchmarks.measure.Loop;
import org.devmap.benchmarks.measure.Pair;
import org.devmap.benchmarks.row.Tables;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The two loops of a row, by turns: each iteration measures the other one. So both run in one fork, on the same memory,
 * and neighbouring iterations make a pair.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PairBenchmark {

    /** The table. */
    @Param("access")
    public String table;

    /** The row. */
    @Param("self")
    public String row;

    private Pair pair;
    private Loop current;
    private int iteration;

    /**
     * Makes both sides.
     *
     * @throws Exception if that is not possible
     */
    @Setup(Level.Trial)
    public void open() throws Exception {
        pair = Tables.named(table).row(row).source().open(false);
    }

    /**
     * Takes the other side.
     *
     * @throws Exception if what comes before its samples failed
     */
    @Setup(Level.Iteration)
    public void next() throws Exception {
        current = (Loop) (isOurs(iteration++) ? pair.ours() : pair.theirs());
        current.prepare();
    }

    /** Who comes first changes with every pair. */
    static boolean isOurs(int iteration) {
        return (iteration & 1) == (iteration >> 1 & 1);
    }

    /**
     * All operations of one side, once.
     *
     * @return something that depends on all of them
     * @throws Exception if an operation failed
     */
    @Benchmark
    public long batch() throws Exception {
        return current.run();
    }

    /**
     * Ends both sides.
     *
     * @throws Exception if that failed
     */
    @TearDown(Level.Trial)
    public void close() throws Exception {
        pair.close();
    }
}
