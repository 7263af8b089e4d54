package org.devmap.runtime.translation;

import org.devmap.Pages;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * Updates of the upper page of a handle against the split of the handle: how many landed besides those that returned,
 * how many after it had returned, and how far the accessor came.
 */
public final class SplitRace {

    private SplitRace() {
    }

    /** The upper one of two pages. */
    private abstract static class UpperOfTwo extends Raced {
        final Translation both = new Translation(START - Pages.SIZE, 2);

        UpperOfTwo() {
            both.load(0, 2, Hat.READ | Hat.WRITE, frames(HERE, AccessKind.PLAIN));
        }

        @Override
        Translation fault(GuardedMemory.Access access) {
            return permitted(both, access);
        }
    }

    /** The same, for the harness. */
    @State
    public static class Upper extends UpperOfTwo {
    }

    /** Lost if the upper permissions are handed over without a wait. */
    @JCStressTest
    @Outcome(id = "0, 0, [012]", expect = Expect.ACCEPTABLE, desc = "Each once, none late.")
    @Outcome(expect = Expect.FORBIDDEN, desc = "Lost, doubled or late.")
    public static class GuardedAdd {
        @Actor
        public void accessor(Upper page) {
            page.add();
        }

        @Actor
        public void revoker(Upper page) {
            page.letBegin();
            page.both.moveInto(page.both.upperPart(1));
            page.seen = page.now(Raced.HERE, 0);
        }

        @Arbiter
        public void arbiter(Upper page, III_Result result) {
            page.judge(result);
        }
    }
}
