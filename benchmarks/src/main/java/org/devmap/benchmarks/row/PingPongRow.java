package org.devmap.benchmarks.row;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.SynchronousQueue;
import org.devmap.MapFlags;
import org.devmap.Pages;
import org.devmap.Protection;
import org.devmap.app.DeviceFile;
import org.devmap.app.Mapping;
import org.devmap.benchmarks.device.BenchSystem;
import org.devmap.benchmarks.device.Export;
import org.devmap.benchmarks.measure.Loop;
import org.devmap.benchmarks.measure.Pair;
import org.devmap.benchmarks.measure.Side;
import org.devmap.benchmarks.table.Group;
import org.devmap.benchmarks.table.Row;
import org.devmap.benchmarks.table.Target;

/** Two threads by turns, each touching a context of its own, against the same two threads that only take turns. */
final class PingPongRow {

    private static final int TURNS = 20;

    private PingPongRow() {
    }

    static List<Row> rows() {
        return List.of(new Row("ping-pong", Group.CONTEXT, "two contexts from two threads by turns",
                "hand-over and back, SynchronousQueue", Optional.of(Target.atMost(1.5)), "ns", Row.How.SAMPLES, _ -> {
                    BenchSystem system = BenchSystem.of(2 * Pages.SIZE);
                    DeviceFile file = system.open(Export.CONTEXT);
                    Mapping mine = file.map(0, Pages.SIZE, Protection.READ_WRITE, MapFlags.SHARED);
                    Mapping yours = file.map(Pages.SIZE, Pages.SIZE, Protection.READ_WRITE, MapFlags.SHARED);
                    return new Pair(new Turns(() -> mine.getInt(0), () -> yours.getInt(0)), new Turns(() -> 0, () -> 0),
                            system);
                }));
    }

    /** What a thread does when it has its turn. */
    private interface Turn {
        int take();
    }

    /** This thread and a partner. A sample is nanoseconds for both turns. */
    private static final class Turns implements Side {

        private final SynchronousQueue<Integer> there = new SynchronousQueue<>();
        private final SynchronousQueue<Integer> back = new SynchronousQueue<>();
        private final Thread partner;
        private final Loop loop;

        Turns(Turn mine, Turn yours) {
            partner = Thread.ofPlatform().daemon().start(() -> answer(yours));
            loop = Loop.of(TURNS, () -> {
                long sum = 0;
                for (int i = 0; i < TURNS; i++) {
                    there.put(mine.take());
                    sum += back.take();
                }
                return sum;
            });
        }

        private void answer(Turn yours) {
            try {
                while (true) {
                    back.put(there.take() + yours.take());
                }
            } catch (InterruptedException e) {
                // The end: nobody takes turns any more.
            }
        }

        @Override
        public double measure(long nanos) throws Exception {
            return loop.measure(nanos);
        }

        @Override
        public void close() {
            partner.interrupt();
        }
    }
}
