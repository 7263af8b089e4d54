package org.devmap.conformance.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.devmap.backend.BackendMemory;
import org.devmap.backend.MemoryProvider;
import org.devmap.backend.MemoryRequest;
import org.devmap.conformance.Backend;
import org.devmap.conformance.Capability;
import org.devmap.conformance.Statement;
import org.devmap.conformance.bench.Bench;
import org.devmap.conformance.bench.Expect;
import org.devmap.conformance.suite.Result.Status;
import org.junit.jupiter.api.Test;

class RunnerTest {

    private static final StatementText TEXT = new StatementText(1, "3.1", "F", "Given nothing, then all is well.");

    private final Runner runner = new Runner(_ -> {
        throw new IllegalStateException("no runtime here");
    }, new Poor());

    @Test
    void aTestThatReturnsHasPassed() {
        assertThat(run("passes").status()).isEqualTo(Status.PASSED);
    }

    @Test
    void aTestThatThrowsHasFailedAndItsReportShowsTheStatementAndBothSides() {
        Result result = run("fails");
        assertThat(result.status()).isEqualTo(Status.FAILED);
        assertThat(Report.details(result)).contains("failed S-001 [F] Given nothing, then all is well.",
                "    expected: 0x2", "    actual:   0x1");
    }

    @Test
    void aTestThatNeedsWhatTheBackendDeclaresToLackIsSkippedUnderItsName() {
        Result result = run("needsMemorySets");
        assertThat(result.status()).isEqualTo(Status.SKIPPED);
        assertThat(result.reason()).contains("poor").contains("MEMORY_SETS");
    }

    @Test
    void aTestWithAReasonDeviates() {
        Result result = run("deviates");
        assertThat(result.status()).isEqualTo(Status.DEVIATES);
        assertThat(result.reason()).isEqualTo("because");
    }

    @Test
    void aDeviationThatDoesNotHoldHasFailed() {
        assertThat(run("deviatesAndFails").status()).isEqualTo(Status.FAILED);
    }

    @Test
    void theLastLineCountsDeviationsAsPassed() {
        assertThat(Report.total(List.of(run("passes"), run("deviates"), run("fails"), run("needsMemorySets"))))
                .isEqualTo("2 passed, 1 failed, 1 skipped");
    }

    @Test
    void aMethodThatTakesNoBenchIsRefused() {
        assertThatThrownBy(() -> test("takesNothing")).hasMessageContaining("takesNothing").hasMessageContaining("take a Bench");
    }

    private Result run(String method) {
        return runner.run(test(method));
    }

    private static StatementMethod test(String name) {
        for (var method : Samples.class.getDeclaredMethods()) {
            if (method.getName().equals(name)) {
                return new StatementMethod(TEXT, method);
            }
        }
        throw new IllegalArgumentException(name);
    }

    /** Tests to be run. */
    public static final class Samples {

        /** Holds. */
        @Statement(1)
        public void passes(Bench bench) {
            bench.clock().advance(1);
        }

        /** Does not hold. */
        @Statement(1)
        public void fails(Bench bench) {
            Expect.expect("one", bench.clock().nanoTime() + 1, 2L);
        }

        /** Needs the device. */
        @Statement(1)
        public void needsMemorySets(Bench bench) {
            bench.system();
        }

        /** Holds otherwise. */
        @Statement(value = 1, deviates = "because")
        public void deviates(Bench bench) {
            bench.clock().advance(1);
        }

        /** Does not even hold otherwise. */
        @Statement(value = 1, deviates = "because")
        public void deviatesAndFails(Bench bench) {
            fails(bench);
        }

        /** Is no test. */
        @Statement(1)
        public void takesNothing() {
        }
    }

    /** A backend that has nothing. */
    private static final class Poor implements Backend {

        @Override
        public String name() {
            return "poor";
        }

        @Override
        public MemoryProvider provider() {
            return new MemoryProvider() {

                @Override
                public String name() {
                    return "poor";
                }

                @Override
                public BackendMemory allocate(MemoryRequest request) {
                    throw new UnsupportedOperationException("nothing is allocated here");
                }
            };
        }

        @Override
        public Set<Capability> lacking() {
            return Set.of(Capability.MEMORY_SETS);
        }
    }
}
