package org.devmap.runtime.translation;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Who stores in one place and then loads from another one must, where the order is strict, not both miss what the
 * other one stored. These were not seen to be lost yet: with more busy threads than processors both are hardly ever
 * between their store and their load at once (see {@code benchmarks/results}).
 */
public final class OrderRace {

    private OrderRace() {
    }

    /** A page of strictly ordered device memory with a window. */
    private abstract static class DeviceMemory extends Raced {
        DeviceMemory() {
            load(frames(HERE, AccessKind.VOLATILE));
            open();
        }
    }

    /** The same, for the harness. */
    @State
    public static class Strict extends DeviceMemory {
    }

    /** Volatile accesses of ordinary memory. */
    @JCStressTest
    @Outcome(id = {"0, 1", "1, 0", "1, 1"}, expect = Expect.ACCEPTABLE, desc = "One was first.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Both loads were made before the stores.")
    public static class GuardedVolatile {
        @Actor
        public void first(GuardedPage page, II_Result result) {
            page.memory.setIntVolatile(0, 1);
            result.r1 = page.memory.getIntVolatile(32);
        }

        @Actor
        public void second(GuardedPage page, II_Result result) {
            page.memory.setIntVolatile(32, 1);
            result.r2 = page.memory.getIntVolatile(0);
        }
    }

    /** The same with a window, which must not make them the way its memory is accessed otherwise. */
    @JCStressTest
    @Outcome(id = {"0, 1", "1, 0", "1, 1"}, expect = Expect.ACCEPTABLE, desc = "One was first.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Both loads were made before the stores.")
    public static class DirectVolatile {
        @Actor
        public void first(DirectPage page, II_Result result) {
            page.memory.setIntVolatile(0, 1);
            result.r1 = page.memory.getIntVolatile(32);
        }

        @Actor
        public void second(DirectPage page, II_Result result) {
            page.memory.setIntVolatile(32, 1);
            result.r2 = page.memory.getIntVolatile(0);
        }
    }

    /** Plain accesses of strictly ordered device memory. */
    @JCStressTest
    @Outcome(id = {"0, 1", "1, 0", "1, 1"}, expect = Expect.ACCEPTABLE, desc = "One was first.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Both loads were made before the stores.")
    public static class StrictOrder {
        @Actor
        public void first(Strict page, II_Result result) {
            page.memory.setInt(0, 1);
            result.r1 = page.memory.getInt(32);
        }

        @Actor
        public void second(Strict page, II_Result result) {
            page.memory.setInt(32, 1);
            result.r2 = page.memory.getInt(0);
        }
    }

    /** Plain accesses with a fence in between. */
    @JCStressTest
    @Outcome(id = {"0, 1", "1, 0", "1, 1"}, expect = Expect.ACCEPTABLE, desc = "One was first.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Both loads were made before the stores.")
    public static class Fence {
        @Actor
        public void first(DirectPage page, II_Result result) {
            page.memory.setInt(0, 1);
            page.memory.fence();
            result.r1 = page.memory.getInt(32);
        }

        @Actor
        public void second(DirectPage page, II_Result result) {
            page.memory.setInt(32, 1);
            page.memory.fence();
            result.r2 = page.memory.getInt(0);
        }
    }
}
