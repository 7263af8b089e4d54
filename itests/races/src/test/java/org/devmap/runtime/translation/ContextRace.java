package org.devmap.runtime.translation;

import java.lang.foreign.ValueLayout;
import java.util.concurrent.locks.ReentrantLock;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Two contexts that take turns in using a device, each of them undisturbed: the fault of one takes the page away from
 * the other, keeps its registers, and brings back those of its own. How often a context found something that it had not
 * written.
 */
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "Each found what it had written.")
@Outcome(expect = Expect.FORBIDDEN, desc = "One was disturbed by the other.")
public final class ContextRace {

    private ContextRace() {
    }

    /** A device with two registers. */
    private abstract static class Device extends Raced {
        private static final int REGISTERS = 2;
        private static final int ROUNDS = 16;

        private final Tier tier;
        private final ReentrantLock gate = new ReentrantLock();
        private final Translation[] tables = {new Translation(START, 1), new Translation(START, 1)};
        private final RacedMemory[] memories = {new RacedMemory(access -> turn(0)), new RacedMemory(access -> turn(1))};
        private final long[][] records = new long[2][REGISTERS];
        private final FrameRun registers = frames(HERE, AccessKind.PLAIN);

        Device(Tier tier) {
            this.tier = tier;
        }

        private Translation turn(int context) {
            gate.lock();
            try {
                if (!tables[context].permits(START, Hat.WRITE)) {
                    tables[1 - context].unload(0, 1);
                    for (int i = 0; i < REGISTERS; i++) {
                        long offset = at + (long) i * Long.BYTES;
                        records[1 - context][i] = HERE.get(ValueLayout.JAVA_LONG, offset);
                        HERE.set(ValueLayout.JAVA_LONG, offset, records[context][i]);
                    }
                    tables[context].load(0, 1, Hat.READ | Hat.WRITE, registers);
                    if (tier == Tier.DIRECT) {
                        memories[context].open(tables[context], START);
                    }
                }
                return tables[context];
            } finally {
                gate.unlock();
            }
        }

        /** Works with the registers; answers how often they were not as this context had left them. */
        final int use(int context) {
            RacedMemory mine = memories[context];
            int strange = 0;
            for (long round = 0; round < ROUNDS; round++) {
                mine.setLong(8, 2 * round + context);
                strange += mine.getAndAddLong(0, 1) == round ? 0 : 1;
                strange += mine.getLong(8) == 2 * round + context ? 0 : 1;
            }
            return strange;
        }
    }

    /** Contexts whose accesses are guarded. */
    @State
    public static class Guarded extends Device {
        /** For the harness. */
        public Guarded() {
            super(Tier.GUARDED);
        }
    }

    /** Contexts whose accesses are direct. */
    @State
    public static class Direct extends Device {
        /** For the harness. */
        public Direct() {
            super(Tier.DIRECT);
        }
    }

    /** Lost if a revocation does not wait for seats. */
    @JCStressTest
    @JCStressMeta(ContextRace.class)
    public static class GuardedContexts {
        @Actor
        public void first(Guarded device, II_Result result) {
            result.r1 = device.use(0);
        }

        @Actor
        public void second(Guarded device, II_Result result) {
            result.r2 = device.use(1);
        }
    }

    /** Lost if a revocation does not meet all threads. */
    @JCStressTest
    @JCStressMeta(ContextRace.class)
    public static class DirectContexts {
        @Actor
        public void first(Direct device, II_Result result) {
            result.r1 = device.use(0);
        }

        @Actor
        public void second(Direct device, II_Result result) {
            result.r2 = device.use(1);
        }
    }
}
