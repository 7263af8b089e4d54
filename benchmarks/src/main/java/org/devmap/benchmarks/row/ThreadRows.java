package org.devmap.benchmarks.row;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.devmap.MapFlags;
import org.devmap.Pages;
import org.devmap.Protection;
import org.devmap.app.Mapping;
import org.devmap.benchmarks.device.BenchSystem;
import org.devmap.benchmarks.device.Export;
import org.devmap.benchmarks.measure.Loop;
import org.devmap.benchmarks.measure.Pair;
import org.devmap.benchmarks.measure.Side;
import org.devmap.benchmarks.table.Group;
import org.devmap.benchmarks.table.Row;
import org.devmap.benchmarks.table.Target;
import org.devmap.driver.DevmapCookie;

/** What threads that have nothing to do with each other do to each other. */
final class ThreadRows {

    private static final int INTS = (int) (Pages.SIZE / Integer.BYTES);
    /** Far from each other, so that no cache line and no prefetched one is shared. */
    private static final long DISTANCE = 4 * Pages.SIZE;
    private static final long INTERVAL_NANOS = 1_000_000;
    /** A throughput and not a time, because that is what the target is about. */
    private static final double PER_MICROSECOND = 1000;

    private ThreadRows() {
    }

    static List<Row> rows() {
        return List.of(
                new Row("scaling-2", Group.THREADS, "speed-up of 2 threads on disjoint pages of one mapping",
                        "speed-up on a raw segment", Optional.of(Target.atLeast(0.95)), "times", Row.How.SAMPLES,
                        _ -> scaling()),
                new Row("neighbour", Group.THREADS, "getInt beside a mapping unloaded 1,000 times a second",
                        "the same, undisturbed", Optional.of(Target.atLeast(0.95)), "per us", Row.How.SAMPLES,
                        _ -> neighbour()));
    }

    private static Pair scaling() throws Exception {
        BenchSystem system = BenchSystem.of(2 * DISTANCE);
        Mapping mapping = system.loaded(Export.PLAIN, 2 * DISTANCE);
        MemorySegment raw = system.rawOf(mapping);
        return new Pair(new SpeedUp(gets(mapping, 0), gets(mapping, DISTANCE)),
                new SpeedUp(gets(raw, 0), gets(raw, DISTANCE)), system);
    }

    private static Loop gets(Mapping mapping, long from) {
        return Loop.of(INTS, () -> {
            int sum = 0;
            for (long at = from; at < from + Pages.SIZE; at += Integer.BYTES) {
                sum += mapping.getInt(at);
            }
            return sum;
        });
    }

    private static Loop gets(MemorySegment raw, long from) {
        return Loop.of(INTS, () -> {
            int sum = 0;
            for (long at = from; at < from + Pages.SIZE; at += Integer.BYTES) {
                sum += raw.get(JAVA_INT, at);
            }
            return sum;
        });
    }

    private static Pair neighbour() throws Exception {
        BenchSystem system = BenchSystem.of(Pages.SIZE);
        Mapping quiet = system.loaded(Export.PLAIN, Pages.SIZE);
        Mapping busy = system.open(Export.WATCHED).map(0, Pages.SIZE, Protection.READ_WRITE, MapFlags.SHARED);
        DevmapCookie handle = system.handleOf(busy);
        Loop gets = gets(quiet, 0);
        Side undisturbed = nanos -> PER_MICROSECOND / gets.mean(nanos);
        return new Pair(nanos -> {
            Thread unloader = Thread.ofPlatform().daemon().start(() -> unloadRepeatedly(busy, handle));
            try {
                return undisturbed.measure(nanos);
            } finally {
                unloader.interrupt();
                unloader.join();
            }
        }, undisturbed, system);
    }

    /** Uses the page and takes it away, a thousand times a second, until interrupted. */
    private static void unloadRepeatedly(Mapping mapping, DevmapCookie handle) {
        long next = System.nanoTime();
        while (!Thread.currentThread().isInterrupted()) {
            mapping.getInt(0);
            BenchSystem.unload(handle);
            next += INTERVAL_NANOS;
            LockSupport.parkNanos(next - System.nanoTime());
        }
    }
}
