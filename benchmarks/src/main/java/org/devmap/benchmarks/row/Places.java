package org.devmap.benchmarks.row;

import java.util.SplittableRandom;

/** Random offsets, made beforehand and the same for both sides. */
final class Places {

    private static final long SEED = 42;

    private Places() {
    }

    /** Every multiple of a width once, shuffled the same way each time. */
    static int[] shuffled(int count, int width) {
        int[] places = new int[count];
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < count; i++) {
            int other = random.nextInt(i + 1);
            places[i] = places[other];
            places[other] = i * width;
        }
        return places;
    }
}
