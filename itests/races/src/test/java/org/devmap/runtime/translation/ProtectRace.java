package org.devmap.runtime.translation;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * Updates against an mprotect that leaves the right to read: how many landed besides those that returned, how many
 * after it had returned, and how far the accessor came.
 */
@Outcome(id = "0, 0, [012]", expect = Expect.ACCEPTABLE, desc = "Each once, none late.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Lost, doubled or late.")
public final class ProtectRace {

    private ProtectRace() {
    }

    private static void revoke(Raced page) {
        page.letBegin();
        page.table.protect(0, 1, Hat.READ);
        page.seen = page.memory.getLong(0);
    }

    /** Lost if the wait is left out where permissions shrink. */
    @JCStressTest
    @JCStressMeta(ProtectRace.class)
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

    /** Lost by the same, and if a revocation that has met all threads does not wait for their marks. */
    @JCStressTest
    @JCStressMeta(ProtectRace.class)
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

    /** Plain stores. Lost by the same as {@link GuardedAdd}. */
    @JCStressTest
    @JCStressMeta(ProtectRace.class)
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
}
