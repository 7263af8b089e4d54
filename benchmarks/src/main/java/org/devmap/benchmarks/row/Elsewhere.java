package org.devmap.benchmarks.row;

import java.io.IOException;
import org.devmap.DdiException;
import org.devmap.Pages;
import org.devmap.app.Mapping;
import org.devmap.benchmarks.device.BenchSystem;
import org.devmap.benchmarks.device.Export;
import org.devmap.benchmarks.measure.Loop;
import org.devmap.benchmarks.measure.Pair;
import org.devmap.benchmarks.measure.Side;

/**
 * An application that has nothing to do with the memory that moves: how fast it reads while somebody else's is used and moves, by turns
 * at once and by chunks, as often as it can.
 */
final class Elsewhere implements Side {

    /** A throughput and not a time, because that is what the target is about. */
    private static final double PER_MICROSECOND = 1000;
    private static final int INTS = (int) (Pages.SIZE / Integer.BYTES);
    /** Often enough that the moving memory is accessed directly, and has to be taken away from whoever does. */
    private static final int USES = 100_000;

    private final BenchSystem system;
    private final Mapping moving;
    private final Loop staying;
    private volatile boolean stopped;
    private volatile Exception failure;

    private Elsewhere(BenchSystem system, Mapping moving, Loop staying) {
        this.system = system;
        this.moving = moving;
        this.staying = staying;
    }

    static Pair pair(long bytes) throws Exception {
        BenchSystem system = BenchSystem.besideMoving(Pages.SIZE, bytes);
        Mapping mapping = system.loaded(Export.PLAIN, Pages.SIZE);
        Loop gets = Loop.of(INTS, () -> {
            int sum = 0;
            for (long at = 0; at < Pages.SIZE; at += Integer.BYTES) {
                sum += mapping.getInt(at);
            }
            return sum;
        });
        return new Pair(new Elsewhere(system, system.moving(bytes), gets),
                nanos -> PER_MICROSECOND / gets.mean(nanos), system);
    }

    @Override
    public double measure(long nanos) throws Exception {
        stopped = false;
        Thread mover = Thread.ofPlatform().daemon().start(this::moveRepeatedly);
        double gets;
        try {
            gets = PER_MICROSECOND / staying.mean(nanos);
        } finally {
            stopped = true;
            mover.join();
        }
        if (failure != null) {
            throw new IOException("nothing moved: " + failure, failure);
        }
        return gets;
    }

    private void moveRepeatedly() {
        try {
            for (int swap = 0; !stopped; swap++) {
                for (int use = 0; use < USES; use++) {
                    moving.getAndAddLong(use * Pages.SIZE % moving.length(), 1);
                }
                system.swap(swap % 2 == 0).orThrow();
            }
        } catch (DdiException | RuntimeException e) {
            failure = e;
        }
    }
}
