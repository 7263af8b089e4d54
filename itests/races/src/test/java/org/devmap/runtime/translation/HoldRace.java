package org.devmap.runtime.translation;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Updates against the suspension of a driver: how many landed besides those that returned, and how many while all were
 * held back.
 */
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "Each once, none late.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Lost, doubled or late.")
public final class HoldRace {

    private HoldRace() {
    }

    private static void revoke(Raced page) {
        page.letBegin();
        page.table.hold();
        page.seen = page.now(Raced.HERE, 0);
        page.hesitate();
        page.seen -= page.now(Raced.HERE, 0);
        page.table.release();
        page.done = true;
    }

    private static void judge(Raced page, II_Result result) {
        result.r1 = page.surplus();
        result.r2 = Math.toIntExact(page.seen);
    }

    /** Lost if permissions are put aside without a wait. */
    @JCStressTest
    @JCStressMeta(HoldRace.class)
    public static class GuardedAdd {
        @Actor
        public void accessor(Guarded page) {
            page.addUntilDone();
        }

        @Actor
        public void revoker(Guarded page) {
            revoke(page);
        }

        @Arbiter
        public void arbiter(Guarded page, II_Result result) {
            judge(page, result);
        }
    }

    /** The same with a window. */
    @JCStressTest
    @JCStressMeta(HoldRace.class)
    public static class DirectAdd {
        @Actor
        public void accessor(Direct page) {
            page.addUntilDone();
        }

        @Actor
        public void revoker(Direct page) {
            revoke(page);
        }

        @Arbiter
        public void arbiter(Direct page, II_Result result) {
            judge(page, result);
        }
    }

    /** A page whose faults wait while it is held back. */
    @State
    public static class Guarded extends GuardedPage {
        @Override
        Translation fault(GuardedMemory.Access access) {
            return awaitPermission(access);
        }
    }

    /** A page whose faults wait while it is held back. */
    @State
    public static class Direct extends DirectPage {
        @Override
        Translation fault(GuardedMemory.Access access) {
            return awaitPermission(access);
        }
    }
}
