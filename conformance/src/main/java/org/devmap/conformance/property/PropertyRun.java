package org.devmap.conformance.property;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.devmap.conformance.Backend;
import org.devmap.conformance.bench.Bench;
import org.devmap.embed.DevmapSystemFactory;

/**
 * Random operations against a backend, in sequences that each begin with a fresh system. The same seed makes the same
 * operations. A sequence that breaks a property is shortened, and ends the run.
 */
public final class PropertyRun {

    /** How many operations a run has unless told otherwise. */
    public static final int DEFAULT_OPERATIONS = 100_000;

    private static final int SEQUENCE = 250;
    private static final int SHRINK_ATTEMPTS = 1500;
    /** Each attempt that fails waits for the onlooker's patience to end. */
    private static final int SHRINK_ATTEMPTS_WITH_WAITS = 10;
    /** Longer than every wait in a sequence, so that those report first. It bounds a failure and times nothing. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final DevmapSystemFactory factory;
    private final Backend backend;
    private final Supplier<Oracle> oracles;

    /**
     * A run.
     *
     * @param factory makes the system of each sequence
     * @param backend what is tested
     */
    public PropertyRun(DevmapSystemFactory factory, Backend backend) {
        this(factory, backend, Oracle::new);
    }

    PropertyRun(DevmapSystemFactory factory, Backend backend, Supplier<Oracle> oracles) {
        this.factory = factory;
        this.backend = backend;
        this.oracles = oracles;
    }

    /**
     * Runs.
     *
     * @param operations how many, at least 1
     * @param seed of the random source
     * @return what it came to
     */
    public PropertyReport run(int operations, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long begin = System.nanoTime();
        Optional<CounterExample> found = Optional.empty();
        int done = 0;
        while (done < operations && found.isEmpty()) {
            List<Operation> sequence = new Generator(random.split()).sequence(Math.min(SEQUENCE, operations - done));
            done += sequence.size();
            found = attempt(sequence).map(first -> shortened(sequence, first));
        }
        return new PropertyReport(backend.name(), done, seed, Duration.ofNanos(System.nanoTime() - begin), found);
    }

    /** Shortens as long as the same property breaks. A sequence that hangs is shown as it is. */
    private CounterExample shortened(List<Operation> sequence, CounterExample first) {
        if (first.hangs()) {
            return first;
        }
        AtomicReference<CounterExample> shortest = new AtomicReference<>(first);
        new Shrinker<Operation>(candidate -> {
            Optional<CounterExample> again = attempt(candidate).filter(first::breaksTheSame);
            again.ifPresent(shortest::set);
            return again.isPresent();
        }, first.property().filter(Property.NO_LOCK_HELD::equals).isPresent() ? SHRINK_ATTEMPTS_WITH_WAITS : SHRINK_ATTEMPTS)
                .shrink(sequence);
        return shortest.get();
    }

    private Optional<CounterExample> attempt(List<Operation> sequence) {
        AtomicReference<CounterExample> found = new AtomicReference<>();
        List<Operation> done = new CopyOnWriteArrayList<>();
        Thread thread = Thread.ofPlatform().name("conformance properties").daemon().start(() -> found.set(tried(sequence, done)));
        try {
            if (!thread.join(PATIENCE)) {
                AssertionError hang = new AssertionError("does not end");
                hang.setStackTrace(thread.getStackTrace());
                return Optional.of(new CounterExample(done, Optional.empty(), hang));
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return Optional.of(new CounterExample(done, Optional.empty(), stop));
        }
        return Optional.ofNullable(found.get());
    }

    /** Answers null if all is well; otherwise the steps up to the failure. */
    private CounterExample tried(List<Operation> sequence, List<Operation> done) {
        Bench bench = new Bench(factory, backend);
        CounterExample found = null;
        try {
            World world = new World(bench, oracles.get());
            for (Operation operation : sequence) {
                done.add(operation);
                world.perform(operation);
            }
            world.end();
        } catch (Broken broken) {
            found = new CounterExample(done, Optional.of(broken.property()), broken);
        } catch (Throwable unexpected) {
            found = new CounterExample(done, Optional.empty(), unexpected);
        }
        try {
            bench.close();
        } catch (Throwable leftover) {
            found = found != null ? found : new CounterExample(done, Optional.of(Property.NOTHING_LEFT), leftover);
        }
        return found;
    }
}
