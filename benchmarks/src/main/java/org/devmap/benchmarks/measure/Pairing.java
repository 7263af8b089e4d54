package org.devmap.benchmarks.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/** Takes the samples of a row: ours and theirs by turns, so that whatever drifts does so for both. */
public final class Pairing {

    private static final int WARM_SLICES = 10;
    /** How much faster the second half of a warm-up may be than the first one for the side to count as warm. */
    private static final double WARM = 0.95;
    /** Enough for the longest ways through the code, which compilers take seconds for. */
    private static final int MOST_WARM_UPS = 10;

    private Pairing() {
    }

    /**
     * Warms both sides up, again as long as one of them becomes faster by it, then measures them.
     *
     * @param pair the sides
     * @param effort how long
     * @param taken receives each pair of samples as soon as it is there
     * @throws Exception what a side failed with
     */
    public static void run(Pair pair, Effort effort, Consumer<Sample> taken) throws Exception {
        boolean warm = false;
        for (int i = 0; i < MOST_WARM_UPS && !warm; i++) {
            List<Sample> slices = warmUp(pair, effort.warmupNanos() / WARM_SLICES);
            warm = isSteady(slices, Sample::ours) && isSteady(slices, Sample::theirs);
        }
        for (int i = 0; i < effort.pairs(); i++) {
            taken.accept(sample(pair, i, effort.sampleNanos()));
        }
    }

    private static List<Sample> warmUp(Pair pair, long slice) throws Exception {
        List<Sample> slices = new ArrayList<>();
        for (int i = 0; i < WARM_SLICES; i++) {
            slices.add(sample(pair, i, slice));
        }
        return slices;
    }

    private static boolean isSteady(List<Sample> slices, ToDoubleFunction<Sample> side) {
        List<Double> times = slices.stream().map(side::applyAsDouble).toList();
        int half = times.size() / 2;
        return Interval.median(times.subList(half, times.size())) >= WARM * Interval.median(times.subList(0, half));
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
