package org.devmap.runtime.translation;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * Two words that one context stores, one after the other, against an unload after which another context loads the page:
 * whether it sees the second one without the first, whether what it sees is final, and how far the accessor came.
 */
@Outcome(id = "0, 0, [012]", expect = Expect.ACCEPTABLE, desc = "All was seen.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Something was missing.")
public final class HandOverRace {

    private HandOverRace() {
    }

    private static void revoke(Raced page) {
        page.letBegin();
        page.table.unload(0, 1);
        Translation next = new Translation(Raced.START, 1);
        next.load(0, 1, Hat.READ, page.frames(Raced.HERE, AccessKind.PLAIN));
        RacedMemory other = new RacedMemory(access -> next);
        page.seen = other.getLong(0);
        page.seenBehind = other.getLong(8);
    }

    private static void judge(Raced page, III_Result result) {
        long ahead = page.seen - page.seenBehind;
        result.r1 = ahead == 0 || ahead == 1 ? 0 : 1;
        result.r2 = Math.toIntExact(page.late() + page.now(Raced.HERE, 8) - page.seenBehind);
        result.r3 = page.progress();
    }

    /** Lost if a revocation does not wait for seats. */
    @JCStressTest
    @JCStressMeta(HandOverRace.class)
    public static class GuardedStores {
        @Actor
        public void accessor(GuardedPage page) {
            page.storeTwice();
        }

        @Actor
        public void revoker(GuardedPage page) {
            revoke(page);
        }

        @Arbiter
        public void arbiter(GuardedPage page, III_Result result) {
            judge(page, result);
        }
    }

    /** Lost if a revocation does not meet all threads, or does not wait for marks behind that. */
    @JCStressTest
    @JCStressMeta(HandOverRace.class)
    public static class DirectStores {
        @Actor
        public void accessor(DirectPage page) {
            page.storeTwice();
        }

        @Actor
        public void revoker(DirectPage page) {
            revoke(page);
        }

        @Arbiter
        public void arbiter(DirectPage page, III_Result result) {
            judge(page, result);
        }
    }
}
