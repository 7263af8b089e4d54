package org.devmap.runtime.translation;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Who stores in one place and then loads from another one must, where the order is strict, not both miss what the
 * other one stored. A load that is made before an earlier store is the only thing in which x86 differs from the order
 * of the program; other machines do more, which these do not look for. That both can miss it where the order is not
 * strict is shown by {@link MayBeReordered}.
 */
@Outcome(id = {"0, 1", "1, 0", "1, 1"}, expect = Expect.ACCEPTABLE, desc = "One was first.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Both loads were made before the stores.")
public final class OrderRace {

    private OrderRace() {
    }

    /** A page of device memory with a window. */
    private abstract static class DeviceMemory extends Raced {
        DeviceMemory(AccessKind kind) {
            load(frames(HERE, kind));
            open();
        }
    }

    /** Whose order is strict. */
    @State
    public static class Strict extends DeviceMemory {
        /** For the harness. */
        public Strict() {
            super(AccessKind.VOLATILE);
        }
    }

    /** That may be reordered. */
    @State
    public static class Unordered extends DeviceMemory {
        /** For the harness. */
        public Unordered() {
            super(AccessKind.OPAQUE);
        }
    }

    private static int volatileStoreAndLoad(RacedMemory memory, int stored, int loaded) {
        memory.setIntVolatile(stored, 1);
        return memory.getIntVolatile(loaded);
    }

    private static int storeAndLoad(RacedMemory memory, int stored, int loaded) {
        memory.setInt(stored, 1);
        return memory.getInt(loaded);
    }

    /**
     * Volatile accesses of ordinary memory. Lost if stores are made opaque and seats are marked with a release store;
     * with opaque stores alone it holds on x86, as the mark of the load is a fence behind the store.
     */
    @JCStressTest
    @JCStressMeta(OrderRace.class)
    public static class GuardedVolatile {
        @Actor
        public void first(GuardedPage page, II_Result result) {
            result.r1 = volatileStoreAndLoad(page.memory, 0, 32);
        }

        @Actor
        public void second(GuardedPage page, II_Result result) {
            result.r2 = volatileStoreAndLoad(page.memory, 32, 0);
        }
    }

    /**
     * The same with a window, which must not make them the way its memory is accessed otherwise. Lost if stores are
     * made opaque.
     */
    @JCStressTest
    @JCStressMeta(OrderRace.class)
    public static class DirectVolatile {
        @Actor
        public void first(DirectPage page, II_Result result) {
            result.r1 = volatileStoreAndLoad(page.memory, 0, 32);
        }

        @Actor
        public void second(DirectPage page, II_Result result) {
            result.r2 = volatileStoreAndLoad(page.memory, 32, 0);
        }
    }

    /** Plain accesses of strictly ordered device memory. Lost if stores are made opaque. */
    @JCStressTest
    @JCStressMeta(OrderRace.class)
    public static class StrictOrder {
        @Actor
        public void first(Strict page, II_Result result) {
            result.r1 = storeAndLoad(page.memory, 0, 32);
        }

        @Actor
        public void second(Strict page, II_Result result) {
            result.r2 = storeAndLoad(page.memory, 32, 0);
        }
    }

    /**
     * Accesses of device memory that may be reordered. Each sample that ends in what is interesting shows that the
     * actors overlap, and that the other races could be lost; a run may have none.
     */
    @JCStressTest
    @Outcome(id = {"0, 1", "1, 0", "1, 1"}, expect = Expect.ACCEPTABLE, desc = "One was first.")
    @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "Both loads were made before the stores.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Nobody stored this.")
    public static class MayBeReordered {
        @Actor
        public void first(Unordered page, II_Result result) {
            result.r1 = storeAndLoad(page.memory, 0, 32);
        }

        @Actor
        public void second(Unordered page, II_Result result) {
            result.r2 = storeAndLoad(page.memory, 32, 0);
        }
    }

    /** Plain accesses with a fence in between. Lost without it. */
    @JCStressTest
    @JCStressMeta(OrderRace.class)
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
