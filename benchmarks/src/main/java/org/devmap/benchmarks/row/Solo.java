package org.devmap.benchmarks.row;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.List;
import org.devmap.Pages;
import org.devmap.app.Mapping;
import org.devmap.benchmarks.device.BenchSystem;
import org.devmap.benchmarks.device.Export;
import org.devmap.benchmarks.measure.Loop;
import org.devmap.benchmarks.measure.Side;
import org.devmap.benchmarks.process.JavaMachine;
import org.devmap.benchmarks.process.ProcessSide;

/**
 * A side in a Java machine of its own: where the compiler's profile, or an option of the machine, makes the difference
 * between the two. Speaks as {@link ProcessSide} wants it.
 */
enum Solo {
    /** Plain loads at a site that sees nothing else. */
    PLAIN_SITE {
        @Override
        Side over(BenchSystem system) throws Exception {
            return site(system.loaded(Export.PLAIN, Pages.SIZE));
        }
    },
    /** Plain loads at a site that sees all kinds of memory; only the plain ones are timed. */
    MIXED_SITE {
        @Override
        Side over(BenchSystem system) throws Exception {
            Mapping unordered = system.loaded(Export.UNORDERED, Pages.SIZE);
            Mapping strict = system.loaded(Export.STRICT, Pages.SIZE);
            Mapping modelled = system.loaded(Export.MODELLED, Pages.SIZE);
            return site(system.loaded(Export.PLAIN, Pages.SIZE)).after(() -> {
                long sum = 0;
                for (int i = 0; i < OTHERS; i++) {
                    sum += SharedSite.sum(unordered, PLACES) + SharedSite.sum(strict, PLACES)
                            + SharedSite.sum(modelled, PLACES);
                }
                return sum;
            });
        }
    },
    /** Unload, fault, access callback, load. */
    CYCLE {
        @Override
        Side over(BenchSystem system) throws Exception {
            Mapping mapping = system.loaded(Export.WATCHED, Pages.SIZE);
            return CycleRows.cycle(mapping, system.handleOf(mapping), 1, CYCLES);
        }
    };

    private static final int INTS = (int) (Pages.SIZE / Integer.BYTES);
    private static final int[] PLACES = Places.shuffled(INTS, Integer.BYTES);
    private static final int OTHERS = 10;
    private static final int CYCLES = 100;

    abstract Side over(BenchSystem system) throws Exception;

    private static Loop site(Mapping plain) {
        return Loop.of(INTS, () -> SharedSite.sum(plain, PLACES));
    }

    /** Starts it in another machine. */
    Side start(String... options) throws IOException {
        return ProcessSide.start(JavaMachine.command(System.getProperty("java.class.path"), List.of(options),
                Solo.class,
                List.of(name())));
    }

    /**
     * Answers each line of nanoseconds with a sample.
     *
     * @param words which side
     * @throws Exception if it cannot be measured
     */
    public static void main(String[] words) throws Exception {
        try (BenchSystem system = BenchSystem.of(Pages.SIZE); Side side = valueOf(words[0]).over(system);
             BufferedReader requests = new BufferedReader(new InputStreamReader(System.in))) {
            for (String line = requests.readLine(); line != null; line = requests.readLine()) {
                System.out.println(side.measure(Long.parseLong(line)));
            }
        }
    }
}
