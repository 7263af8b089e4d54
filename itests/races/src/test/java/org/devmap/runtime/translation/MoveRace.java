package org.devmap.runtime.translation;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/**
 * Updates against a move of the memory: how many landed besides those that returned, how many in the old memory after
 * it had been copied, and how many found something else than the update before had left.
 */
@Outcome(id = "0, 0, 0", expect = Expect.ACCEPTABLE, desc = "Each once, none late.")
@Outcome(expect = Expect.FORBIDDEN, desc = "Lost, doubled, early or late.")
public final class MoveRace {

    private MoveRace() {
    }

    /** Memory that can move. */
    private abstract static class Movable extends Raced {
        final Residence residence = new Residence(HERE);
        /** Updates that did not find what the one before had left. */
        int strange;
        private final Tier tier;

        Movable(Tier tier) {
            this.tier = tier;
            put(THERE, FOREIGN);
            load(FrameRun.memory(residence, AccessKind.PLAIN, at - START));
            if (tier == Tier.DIRECT) {
                open();
            }
        }

        /** Counts up until the memory has moved, and a little longer. */
        final void accessor() {
            long count = 0;
            for (int last = 0; last < LAST_ROUNDS && count < MOST; last += done ? 1 : 0) {
                for (int i = 0; i < ROUND; i++) {
                    strange += memory.getAndAddLong(0, 1) == count++ ? 0 : 1;
                }
                if (tier == Tier.DIRECT) {
                    memory.open(table, START);
                }
            }
            returned = count;
        }

        final void move() {
            letBegin();
            residence.leave();
            carry();
            residence.settle(THERE);
            done = true;
        }

        final void moveChunk() {
            int chunk = (int) (at / Residence.CHUNK);
            letBegin();
            residence.divide(HERE);
            residence.leave(chunk, chunk + 1);
            carry();
            residence.settle(chunk, chunk + 1, THERE);
            done = true;
        }

        /** After the bytes were declared on the move: waits, copies. */
        private void carry() {
            table.quiesce();
            seen = now(HERE, 0);
            put(THERE, seen);
        }

        /** Updates in the new memory besides those that returned, late ones in the old one, and strange ones. */
        @Override
        final void judge(III_Result result) {
            result.r1 = Math.toIntExact(now(THERE, 0) - returned);
            result.r2 = late();
            result.r3 = strange;
        }
    }

    /** A page that is guarded. */
    @State
    public static class Guarded extends Movable {
        /** For the harness. */
        public Guarded() {
            super(Tier.GUARDED);
        }
    }

    /** A page that has a window whenever it can. */
    @State
    public static class Direct extends Movable {
        /** For the harness. */
        public Direct() {
            super(Tier.DIRECT);
        }
    }

    /** Lost if the table is not quiesced before the copy. */
    @JCStressTest
    @JCStressMeta(MoveRace.class)
    public static class GuardedAdd {
        @Actor
        public void accessor(Guarded page) {
            page.accessor();
        }

        @Actor
        public void revoker(Guarded page) {
            page.move();
        }

        @Arbiter
        public void arbiter(Guarded page, III_Result result) {
            page.judge(result);
        }
    }

    /** Lost if that leaves windows open. */
    @JCStressTest
    @JCStressMeta(MoveRace.class)
    public static class DirectAdd {
        @Actor
        public void accessor(Direct page) {
            page.accessor();
        }

        @Actor
        public void revoker(Direct page) {
            page.move();
        }

        @Arbiter
        public void arbiter(Direct page, III_Result result) {
            page.judge(result);
        }
    }

    /** One chunk moves. Lost if the table is not quiesced before the copy. */
    @JCStressTest
    @JCStressMeta(MoveRace.class)
    public static class ChunkAdd {
        @Actor
        public void accessor(Guarded page) {
            page.accessor();
        }

        @Actor
        public void revoker(Guarded page) {
            page.moveChunk();
        }

        @Arbiter
        public void arbiter(Guarded page, III_Result result) {
            page.judge(result);
        }
    }
}
