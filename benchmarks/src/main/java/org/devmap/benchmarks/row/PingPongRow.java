package org.devmap.benchmarks.row;

import java.io.Closeable;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
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
import org.devmap.benchmarks.process.OneProcessor;
import org.devmap.benchmarks.table.Group;
import org.devmap.benchmarks.table.Row;
import org.devmap.benchmarks.table.Target;

/**
 * Two threads by turns, each touching a context of its own, against the same two threads that only take turns. One row
 * for threads that sleep until it is their turn, on one processor: on two, waking takes ten times as long, and a
 * scheduler that may choose does now this and now that. One row for threads that spin on two processors: there it is
 * seen what a change of contexts costs when a hand-over costs next to nothing.
 */
final class PingPongRow {

    private static final int TURNS = 20;

    private PingPongRow() {
    }

    static List<Row> rows() {
        return List.of(
                new Row("ping-pong", Group.CONTEXT, "two contexts from two threads by turns",
                        "hand-over and back, Semaphore", Optional.of(Target.atMost(1.5)), "ns", Row.How.SAMPLES,
                        _ -> onOneProcessor()),
                new Row("ping-pong-spin", Group.CONTEXT, "the same, each thread spinning until its turn",
                        "hand-over and back, spinning", Optional.empty(), "ns", Row.How.SAMPLES,
                        _ -> pair(Spinning::new, () -> { })));
    }

    private static Pair onOneProcessor() throws Exception {
        OneProcessor processor = OneProcessor.first();
        try {
            return pair(Sleeping::new, processor);
        } catch (Exception e) {
            processor.close();
            throw e;
        }
    }

    private static Pair pair(TurnTaking turnTaking, Closeable end) throws Exception {
        BenchSystem system = BenchSystem.of(2 * Pages.SIZE);
        DeviceFile file = system.open(Export.CONTEXT);
        Mapping mine = file.map(0, Pages.SIZE, Protection.READ_WRITE, MapFlags.SHARED);
        Mapping yours = file.map(Pages.SIZE, Pages.SIZE, Protection.READ_WRITE, MapFlags.SHARED);
        return new Pair(new Turns(turnTaking, () -> mine.getInt(0), () -> yours.getInt(0)),
                new Turns(turnTaking, () -> 0, () -> 0), () -> {
                    try (end) {
                        system.close();
                    }
                });
    }

    /** What a thread does when it has its turn. */
    private interface Turn {
        int take();
    }

    /** Makes what one thread waits at until the other one has had its turn. */
    private interface TurnTaking {
        Gate gate();
    }

    private interface Gate {
        void open();

        void pass() throws InterruptedException;
    }

    private static final class Sleeping implements Gate {

        private final Semaphore turn = new Semaphore(0);

        @Override
        public void open() {
            turn.release();
        }

        @Override
        public void pass() throws InterruptedException {
            turn.acquire();
        }
    }

    private static final class Spinning implements Gate {

        private final AtomicBoolean turn = new AtomicBoolean();

        @Override
        public void open() {
            turn.setRelease(true);
        }

        @Override
        public void pass() throws InterruptedException {
            while (!turn.getAcquire()) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                Thread.onSpinWait();
            }
            turn.setPlain(false);
        }
    }

    /** This thread and a partner. A sample is nanoseconds for both turns. */
    private static final class Turns implements Side {

        private final Gate there;
        private final Gate back;
        private final Thread partner;
        private final Loop loop;
        /** Handed over with the turns. */
        private long sum;

        Turns(TurnTaking turnTaking, Turn mine, Turn yours) {
            there = turnTaking.gate();
            back = turnTaking.gate();
            partner = Thread.ofPlatform().daemon().unstarted(() -> answer(yours));
            loop = Loop.of(TURNS, () -> {
                for (int i = 0; i < TURNS; i++) {
                    sum += mine.take();
                    there.open();
                    back.pass();
                }
                return sum;
            });
        }

        private void answer(Turn yours) {
            try {
                while (true) {
                    there.pass();
                    sum += yours.take();
                    back.open();
                }
            } catch (InterruptedException e) {
                // The end: nobody takes turns any more.
            }
        }

        @Override
        public double measure(long nanos) throws Exception {
            if (partner.getState() == Thread.State.NEW) {
                partner.start();
            }
            return loop.measure(nanos);
        }

        @Override
        public void close() {
            partner.interrupt();
        }
    }
}
