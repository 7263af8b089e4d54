package org.devmap.conformance.junit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.devmap.backend.MemoryProvider;
import org.devmap.conformance.Backend;
import org.devmap.conformance.port.PortResult;
import org.devmap.conformance.port.PortedDriver;
import org.devmap.conformance.property.PropertyReport;
import org.devmap.conformance.property.PropertyRun;
import org.devmap.conformance.suite.Report;
import org.devmap.conformance.suite.Result;
import org.devmap.conformance.suite.Runner;
import org.devmap.conformance.suite.StatementMethod;
import org.devmap.conformance.suite.Suite;
import org.devmap.conformance.suite.Trace;
import org.devmap.embed.DevmapSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * What every backend must satisfy, as a JUnit test: extend it, name the backend, done. With a runtime on the class path each
 * statement becomes a test, grouped by section; afterwards {@code target/conformance/trace-NAME.tsv} tells which test proved
 * which statement.
 *
 * <pre>{@code
 * class MyBackendTest extends BackendContract {
 *     @Override
 *     protected Backend backend() {
 *         return Backend.hosting(new MyProvider());
 *     }
 * }
 * }</pre>
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class BackendContract {

    private final Suite suite = Suite.load();
    private final List<Result> results = new CopyOnWriteArrayList<>();

    /** For subclasses. */
    protected BackendContract() {
    }

    /**
     * The backend to test. Asked for once per statement; may be the same object each time.
     *
     * @return for example {@code Backend.hosting(named("sim"))}
     */
    protected abstract Backend backend();

    /**
     * Where the trace goes.
     *
     * @return {@code target/conformance/trace-NAME.tsv}, unless overridden
     */
    protected Path trace() {
        return Path.of("target", "conformance", "trace-" + backend().name() + ".tsv");
    }

    /**
     * The memory provider of a name on the class path, found by {@link ServiceLoader}.
     *
     * @param name the name it gives itself
     * @return the provider
     * @throws IllegalArgumentException if there is none, naming those there are
     */
    protected static MemoryProvider named(String name) {
        List<MemoryProvider> present =
                ServiceLoader.load(MemoryProvider.class).stream().map(ServiceLoader.Provider::get).toList();
        return present.stream().filter(provider -> provider.name().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no memory provider " + name + " on the class path, only "
                        + present.stream().map(MemoryProvider::name).toList()));
    }

    /**
     * A test per statement, in a container per section.
     *
     * @return the tests
     */
    @TestFactory
    Stream<DynamicNode> statements() {
        return suite.catalogue().sections().stream().filter(section -> !suite.tests(section).isEmpty())
                .map(section -> DynamicContainer.dynamicContainer(section + " " + suite.catalogue().title(section),
                        suite.tests(section).stream().map(this::dynamicTest)));
    }

    /**
     * A test per ported driver of section 5.
     *
     * @return the tests
     */
    @TestFactory
    Stream<DynamicTest> portedDrivers() {
        return Arrays.stream(PortedDriver.values()).map(driver -> DynamicTest.dynamicTest(driver.toString(), () -> {
            PortResult result = new Runner(DevmapSystem::create, backend()).run(driver);
            result.skipped().ifPresent(Assumptions::abort);
            if (result.failure().isPresent()) {
                throw new AssertionError(String.join("\n", result.details()), result.failure().get());
            }
        }));
    }

    /**
     * The properties of section 5.2: {@code devmap.conformance.properties} operations, 100,000 unless set, from the seed
     * {@code devmap.conformance.seed}, a new one unless set.
     */
    @Test
    void properties() {
        int operations = Integer.getInteger("devmap.conformance.properties", PropertyRun.DEFAULT_OPERATIONS);
        long seed = Long.getLong("devmap.conformance.seed", new SplittableRandom().nextLong());
        PropertyReport report = new PropertyRun(DevmapSystem::create, backend()).run(operations, seed);
        report.lines().forEach(System.out::println);
        if (!report.holds()) {
            throw new AssertionError(String.join("\n", report.lines()));
        }
    }

    private DynamicTest dynamicTest(StatementMethod test) {
        return DynamicTest.dynamicTest(test.statement().toString(), () -> {
            Result result = new Runner(DevmapSystem::create, backend()).run(test);
            results.add(result);
            switch (result.status()) {
                case FAILED -> throw new AssertionError(String.join("\n", Report.details(result)),
                        result.failure().orElseThrow());
                case SKIPPED -> Assumptions.abort(result.reason());
                case PASSED, DEVIATES -> { }
            }
        });
    }

    /**
     * Writes the trace.
     *
     * @throws IOException if it cannot be written
     */
    @AfterAll
    void writeTrace() throws IOException {
        Trace.write(trace(), Trace.lines(suite, backend().name(), results));
    }
}
