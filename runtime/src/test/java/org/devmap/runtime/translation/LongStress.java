package org.devmap.runtime.translation;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * The long form of the revocation stress, as a program: seed, revocations of each kind. Of those, one in five takes a
 * window away under tight loops, and the others are of a {@link RevocationStress}, linear and scattered in equal parts.
 * A fifth as often two revocations are made at once, of each kind and in each tier of {@link TwoRevokersStress}.
 * Kinds take turns, so that whenever it is ended they have come equally far; after each turn it prints how far. It ends
 * with 1 at the first access that was late, lost or doubled.
 */
final class LongStress {

    /** Revocations of a kind in a turn. */
    private static final int TURN = 1_000;

    /** What a kind has come to. */
    private record Total(Behind kind, long revocations, long direct, long returned, long landed) {

        private Total plus(long moreRevocations, long moreDirect, long moreReturned, long moreLanded) {
            if (moreReturned != moreLanded) {
                throw new AssertionError("%s: %,d updates returned, %,d landed"
                        .formatted(kind, moreReturned, moreLanded));
            }
            return new Total(kind, revocations + moreRevocations, direct + moreDirect, returned + moreReturned,
                    landed + moreLanded);
        }
    }

    private final long begin = System.nanoTime();
    private final long seed;
    private final long revocations;
    private long pairs;
    private long met;
    private final Map<Behind, Total> totals = new EnumMap<>(Behind.class);

    private LongStress(long seed, long revocations) {
        this.seed = seed;
        this.revocations = revocations;
        for (Behind kind : Behind.values()) {
            totals.put(kind, new Total(kind, 0, 0, 0, 0));
        }
    }

    public static void main(String[] arguments) throws InterruptedException {
        new LongStress(Long.parseLong(arguments[0]), Long.parseLong(arguments[1])).run();
    }

    private void run() throws InterruptedException {
        System.out.println("seed " + seed);
        for (long done = 0; done < revocations; done += TURN) {
            int turn = (int) Math.min(TURN, revocations - done);
            for (Behind kind : Behind.values()) {
                totals.put(kind, turn(totals.get(kind), seed + done, turn));
            }
            revokeTwice(seed + done, turn / 5);
            System.out.printf("%,d of %,d revocations of each kind, %,d s%n", done + turn, revocations, seconds());
        }
        for (Total total : totals.values()) {
            System.out.printf("%s: %,d revocations, %,d of them of a window under loops; updates returned %,d, landed %,d%n",
                    total.kind, total.revocations, total.direct, total.returned, total.landed);
        }
        System.out.printf("%,d times two revocations at once, %,d of which met%n", pairs, met);
        System.out.printf("all landed once, none late, %,d s%n", seconds());
    }

    private Total turn(Total before, long turnSeed, int count) throws InterruptedException {
        Total total = before;
        int loops = total.kind == Behind.MODELLED ? 0 : count / 5;
        int scattered = (count - loops) / 2;
        if (loops > 0) {
            LoopStress.Result result = new LoopStress(total.kind.kind(), loops).run();
            total = total.plus(loops, result.direct(), result.returned(), result.landed());
        }
        RevocationStress.Result apart = new RevocationStress(turnSeed, scattered, total.kind, true).run();
        total = total.plus(scattered, 0, apart.returned(), apart.landed());
        int linear = count - loops - scattered;
        RevocationStress.Result inRow = new RevocationStress(turnSeed, linear, total.kind, false).run();
        return total.plus(linear, 0, inRow.returned(), inRow.landed());
    }

    private void revokeTwice(long turnSeed, int samples) throws InterruptedException {
        for (TwoRevokers.Second second : TwoRevokers.Second.values()) {
            for (boolean direct : new boolean[] {false, true}) {
                met += new TwoRevokersStress(turnSeed, samples, second, direct).run().together();
                pairs += samples;
            }
        }
    }

    private long seconds() {
        return Duration.ofNanos(System.nanoTime() - begin).toSeconds();
    }
}
