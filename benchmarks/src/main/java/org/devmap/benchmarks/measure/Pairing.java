package org.devmap.benchmarks.measure;

import java.util.function.Consumer;

/** Takes the samples of a row: ours and theirs by turns, so that whatever drifts does so for both. */
public final class Pairing {

    private static final int WARM_SLICES = 10;

    private Pairing() {
    }

    /**
     * Warms both sides up, then measures them.
     *
     * @param pair the sides
     * @param effort how long
     * @param taken receives each pair of samples as soon as it is there
     * @throws Exception what a side failed with
     */
    public static void run(Pair pair, Effort effort, Consumer<Sample> taken) throws Exception {
        long slice = effort.warmupNanos() / WARM_SLICES;
        for (int i = 0; i < WARM_SLICES; i++) {
            sample(pair, i, slice);
        }
        for (int i = 0; i < effort.pairs(); i++) {
            taken.accept(sample(pair, i, effort.sampleNanos()));
        }
    }

    /** Who comes first changes every time: what the first leaves behind in caches and clocks meets both alike. */
    private static Sample sample(Pair pair, int turn, long nanos) throws Exception {
        if (turn % 2 == 0) {
            double ours = pair.ours().measure(nanos);
            return new Sample(ours, pair.theirs().measure(nanos));
        }
        double theirs = pair.theirs().measure(nanos);
        return new Sample(pair.ours().measure(nanos), theirs);
    }
}
