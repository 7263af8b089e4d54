package org.devmap.runtime.translation;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * Updates against an unload: how many landed besides those that returned, how many after it had returned, and how far
 * the accessor came.
 */
@Outcome(id = "0, 0, [012]", expect = Expect.ACCEPTABLE, desc = "Each once, none late.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Lost, doubled or late.")
public final class UnloadRace {

    private UnloadRace() {
    }

    private static void revoke(Raced page) {
        page.letBegin();
        page.table.unload(0, 1);
        page.seen = page.now(Raced.HERE, 0);
    }

    /** Lost if a revocation does not wait for seats, or if a seat is marked with a release store. */
    @JCStressTest
    @JCStressMeta(UnloadRace.class)
    public static class GuardedAdd {
        @Actor
        public void accessor(GuardedPage page) {
            page.add();
        }

        @Actor
        public void revoker(GuardedPage page) {
            revoke(page);
        }

        @Arbiter
        public void arbiter(GuardedPage page, III_Result result) {
            page.judge(result);
        }
    }

    /** Plain stores, one after the other. Lost by the same as {@link GuardedAdd}. */
    @JCStressTest
    @JCStressMeta(UnloadRace.class)
    public static class GuardedStore {
        @Actor
        public void accessor(GuardedPage page) {
            page.store();
        }

        @Actor
        public void revoker(GuardedPage page) {
            revoke(page);
        }

        @Arbiter
        public void arbiter(GuardedPage page, III_Result result) {
            page.judge(result);
        }
    }

    /** Lost if a revocation does not meet all threads. */
    @JCStressTest
    @JCStressMeta(UnloadRace.class)
    public static class DirectAdd {
        @Actor
        public void accessor(DirectPage page) {
            page.add();
        }

        @Actor
        public void revoker(DirectPage page) {
            revoke(page);
        }

        @Arbiter
        public void arbiter(DirectPage page, III_Result result) {
            page.judge(result);
        }
    }

    /** Plain stores, which compilers may move or leave out. Lost by the same as {@link DirectAdd}. */
    @JCStressTest
    @JCStressMeta(UnloadRace.class)
    public static class DirectStore {
        @Actor
        public void accessor(DirectPage page) {
            page.store();
        }

        @Actor
        public void revoker(DirectPage page) {
            revoke(page);
        }

        @Arbiter
        public void arbiter(DirectPage page, III_Result result) {
            page.judge(result);
        }
    }

    /** The accessor opens windows all the time. Lost if a window is opened without the lock of the table. */
    @JCStressTest
    @JCStressMeta(UnloadRace.class)
    public static class Opened {
        @Actor
        public void accessor(GuardedPage page) {
            page.addAndOpen();
        }

        @Actor
        public void revoker(GuardedPage page) {
            revoke(page);
        }

        @Arbiter
        public void arbiter(GuardedPage page, III_Result result) {
            page.judge(result);
        }
    }
}
