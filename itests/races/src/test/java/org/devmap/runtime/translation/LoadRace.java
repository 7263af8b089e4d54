package org.devmap.runtime.translation;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Loads against an unload, after which the memory is somebody else's: whether a load saw what that one wrote, and how
 * far the accessor came.
 */
@Outcome(id = "0, [012]", expect = Expect.ACCEPTABLE, desc = "Nothing foreign was seen.")
@Outcome(expect = Expect.FORBIDDEN, desc = "A load was late.")
public final class LoadRace {

    private LoadRace() {
    }

    private static void revoke(Raced page) {
        page.hesitate();
        page.table.unload(0, 1);
        page.put(Raced.HERE, Raced.FOREIGN);
    }

    private static void judge(Raced page, II_Result result) {
        result.r1 = page.foreign;
        result.r2 = page.progress();
    }

    /** Lost if a revocation does not wait for seats. */
    @JCStressTest
    @JCStressMeta(LoadRace.class)
    public static class GuardedLoad {
        @Actor
        public void accessor(GuardedPage page) {
            page.load();
        }

        @Actor
        public void revoker(GuardedPage page) {
            revoke(page);
        }

        @Arbiter
        public void arbiter(GuardedPage page, II_Result result) {
            judge(page, result);
        }
    }

    /** Lost if a revocation does not meet all threads, or does not wait for marks behind that. */
    @JCStressTest
    @JCStressMeta(LoadRace.class)
    public static class DirectLoad {
        @Actor
        public void accessor(DirectPage page) {
            page.load();
        }

        @Actor
        public void revoker(DirectPage page) {
            revoke(page);
        }

        @Arbiter
        public void arbiter(DirectPage page, II_Result result) {
            judge(page, result);
        }
    }
}
