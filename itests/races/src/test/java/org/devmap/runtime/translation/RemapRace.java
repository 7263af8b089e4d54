package org.devmap.runtime.translation;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Updates against a remap, as atomic as can be: the accessor goes on in the new memory. How many landed in both besides
 * those that returned, and how many in the old one after the remap had returned.
 */
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "Each once, none late.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Lost, doubled or late.")
public final class RemapRace {

    private RemapRace() {
    }

    private static void revoke(Raced page) {
        page.letBegin();
        page.load(page.frames(Raced.THERE, AccessKind.PLAIN));
        page.seen = page.now(Raced.HERE, 0);
        page.done = true;
    }

    private static void judge(Raced page, II_Result result) {
        result.r1 = Math.toIntExact(page.now(Raced.HERE, 0) + page.now(Raced.THERE, 0) - page.returned);
        result.r2 = page.late();
    }

    /** Lost if other frames are put in place without dropping what is left of the old ones. */
    @JCStressTest
    @JCStressMeta(RemapRace.class)
    public static class GuardedAdd {
        @Actor
        public void accessor(HoldRace.Guarded page) {
            page.addUntilDone();
        }

        @Actor
        public void revoker(HoldRace.Guarded page) {
            revoke(page);
        }

        @Arbiter
        public void arbiter(HoldRace.Guarded page, II_Result result) {
            judge(page, result);
        }
    }

    /** Lost by the same, and if an access does not look at the window again inside its mark. */
    @JCStressTest
    @JCStressMeta(RemapRace.class)
    public static class DirectAdd {
        @Actor
        public void accessor(HoldRace.Direct page) {
            page.addUntilDone();
        }

        @Actor
        public void revoker(HoldRace.Direct page) {
            revoke(page);
        }

        @Arbiter
        public void arbiter(HoldRace.Direct page, II_Result result) {
            judge(page, result);
        }
    }
}
