package org.devmap.runtime.translation;

import org.devmap.backend.RegisterModel;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Stores to registers with behaviour against whoever takes the model away: how many landed besides those that returned,
 * and how many afterwards.
 */
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "Each once, none late.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Lost, doubled or late.")
public final class ModelRace {

    private ModelRace() {
    }

    /** A register that counts its stores, each of which takes a while. */
    private static final class Register implements RegisterModel {
        private volatile long stores;

        @Override
        public long size() {
            return Long.BYTES;
        }

        @Override
        public long read(long offset, int width) {
            return stores;
        }

        @Override
        public void write(long offset, int width, long value) {
            long before = stores;
            Thread.onSpinWait();
            stores = before + 1;
        }
    }

    /** A page of one register. */
    private abstract static class Modelled extends Raced {
        final Register first = new Register();
        final Register second = new Register();
        final Residence residence = new Residence(first);

        Modelled() {
            load(FrameRun.memory(residence, AccessKind.VOLATILE, -START));
        }

        final void storeUntilDone() {
            long count = 0;
            for (int last = 0; last < LAST_ROUNDS && count < MOST; last += done ? 1 : 0) {
                for (int i = 0; i < ROUND; i++) {
                    memory.setLong(0, 0);
                    count++;
                }
            }
            returned = count;
        }

        final void awaitStore() {
            for (int looks = 0; looks < 1_000 && first.stores == 0; looks++) {
                Thread.onSpinWait();
            }
        }

        final void judge(II_Result result) {
            result.r1 = Math.toIntExact(first.stores + second.stores - returned);
            result.r2 = Math.toIntExact(first.stores - seen);
        }
    }

    /** The same, for the harness. */
    @State
    public static class Registers extends Modelled {
    }

    /** Lost if a revocation does not pass through the lock of the model's accesses. */
    @JCStressTest
    @JCStressMeta(ModelRace.class)
    public static class Unload {
        @Actor
        public void accessor(Registers page) {
            page.store();
        }

        @Actor
        public void revoker(Registers page) {
            page.awaitStore();
            page.table.unload(0, 1);
            page.seen = page.first.stores;
        }

        @Arbiter
        public void arbiter(Registers page, II_Result result) {
            page.judge(result);
        }
    }

    /** Another model takes over. Lost by the same. */
    @JCStressTest
    @JCStressMeta(ModelRace.class)
    public static class Exchange {
        @Actor
        public void accessor(Registers page) {
            page.storeUntilDone();
        }

        @Actor
        public void revoker(Registers page) {
            page.awaitStore();
            page.residence.leave();
            page.table.quiesce();
            page.seen = page.first.stores;
            page.residence.settle(page.second);
            page.done = true;
        }

        @Arbiter
        public void arbiter(Registers page, II_Result result) {
            page.judge(result);
        }
    }
}
