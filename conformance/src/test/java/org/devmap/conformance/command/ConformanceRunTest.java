package org.devmap.conformance.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.backend.BackendMemory;
import org.devmap.backend.MemoryProvider;
import org.devmap.backend.MemoryRequest;
import org.devmap.backend.Nexus;
import org.devmap.backend.NexusHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConformanceRunTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final ByteArrayOutputStream complained = new ByteArrayOutputStream();
    private final ConformanceRun command = new ConformanceRun(_ -> {
        throw new IllegalStateException("this test has no runtime");
    }, new Backends(List.of(new Named("sim"), new Named("ffm")), List.of(new Stopped("card"), new Stopped("sim"))),
            new PrintStream(printed, true, StandardCharsets.UTF_8),
            new PrintStream(complained, true, StandardCharsets.UTF_8));

    @Test
    void anUnknownBackendIsBadUsageAndTheAnswerNamesThoseThereAre() {
        assertThat(command.run(List.of("--backend", "nonesuch"))).isEqualTo(2);
        assertThat(complaints().lines()).containsExactly("conformance: no backend 'nonesuch'; there are: card, ffm, sim",
                Options.USAGE);
        assertThat(output()).isEmpty();
    }

    @Test
    void aNexusThatDoesNotStartIsAFailureThatSaysWhy() {
        assertThat(command.run(List.of("--backend", "card"))).isEqualTo(1);
        assertThat(complaints()).contains("conformance: ", "the slot is empty").doesNotContain("usage");
    }

    @Test
    void argumentsThatMakeNoSenseAreBadUsage() {
        assertThat(command.run(List.of())).isEqualTo(2);
        assertThat(command.run(List.of("--backend"))).isEqualTo(2);
        assertThat(command.run(List.of("--backend", "sim", "--loud"))).isEqualTo(2);
        assertThat(command.run(List.of("--backend", "sim", "--section", "3.99"))).isEqualTo(2);
        assertThat(command.run(List.of("--backend", "sim", "--statement", "S-400"))).isEqualTo(2);
        assertThat(command.run(List.of("--backend", "sim", "--statement", "first"))).isEqualTo(2);
        assertThat(command.run(List.of("--backend", "sim", "--section", "3.1", "--statement", "S-021"))).isEqualTo(2);
        assertThat(complaints()).contains("--backend is missing", "--backend needs a value", "unknown argument '--loud'",
                "no section 3.99", "no statement S-400", "'first' is no statement", "together");
    }

    @Test
    void aSeedWithoutPropertiesAndANumberThatIsNoneAreBadUsage() {
        assertThat(command.run(List.of("--backend", "sim", "--seed", "5"))).isEqualTo(2);
        assertThat(command.run(List.of("--backend", "sim", "--properties", "many"))).isEqualTo(2);
        assertThat(command.run(List.of("--backend", "sim", "--properties", "0"))).isEqualTo(2);
        assertThat(complaints()).contains("--seed is for --properties N", "--properties needs a number, not 'many'",
                "--properties needs a number from 1 to 2147483647, not 0");
    }

    @Test
    void aFailureShowsTheStatementAndTheLastLineCounts() {
        assertThat(command.run(List.of("--backend", "sim", "--statement", "S-001"))).isEqualTo(1);
        assertThat(output()).contains("S-001 [F] Given `std`, when mmap len 0, then EINVAL", "this test has no runtime",
                "3.1   mmap(2) and friends").endsWith("0 passed, 1 failed, 0 skipped" + System.lineSeparator());
    }

    @Test
    void theTraceListsEveryStatementWithItsTestAndItsResult(@TempDir Path folder) throws IOException {
        Path trace = folder.resolve("new").resolve("trace.tsv");
        command.run(List.of("--backend", "sim", "--statement", "1", "--trace", trace.toString()));
        List<String> lines = Files.readAllLines(trace);
        assertThat(lines).hasSize(400);
        assertThat(lines.get(0)).isEqualTo("statement\tmark\tsection\ttest\tbackend\tresult\treason");
        assertThat(lines.get(1)).startsWith("S-001\tF\t3.1\tMmapStatements.mmapOfLengthZeroIsInvalid\tsim\tfailed\t");
        assertThat(lines.get(2)).isEqualTo("S-002\tF\t3.1\tMmapStatements.mmapAtAnOffsetInsideAPageIsInvalid\tsim\t-\t-");
    }

    private String complaints() {
        return complained.toString(StandardCharsets.UTF_8);
    }

    private String output() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    /** A nexus that finds nothing. */
    private record Stopped(String name) implements Nexus {

        @Override
        public void start(NexusHost host) throws DdiException {
            throw new DdiException(Errno.ENXIO, "the slot is empty");
        }

        @Override
        public void stop() {
            // Was never started.
        }
    }

    /** A provider that has nothing but a name. */
    private record Named(String name) implements MemoryProvider {

        @Override
        public BackendMemory allocate(MemoryRequest request) {
            throw new UnsupportedOperationException("nothing is allocated here");
        }
    }
}
