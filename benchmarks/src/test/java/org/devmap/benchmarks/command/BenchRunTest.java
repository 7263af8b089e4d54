package org.devmap.benchmarks.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command with real processes; no figure is judged. */
@Timeout(300)
class BenchRunTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream progress = new ByteArrayOutputStream();

    @TempDir
    private Path directory;

    private int run(String classPath, String... arguments) {
        return new BenchRun(classPath, new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(progress, true, StandardCharsets.UTF_8)).run(List.of(arguments));
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    @Test
    void aQuickRunPrintsTheTableAndWritesJsonAndCharts() throws Exception {
        Path json = directory.resolve("r.json");
        int status = run(classPath(), "--quick", "--only", "self,cycle", "--json", json.toString(), "--charts",
                directory.toString());
        assertThat(progress.toString(StandardCharsets.UTF_8)).contains("[1/2] self ...", "[1/2] self: ratio ", "[2/2] cycle ...", "[2/2] cycle: ratio ");
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("mprotect", "of 2 targets met");
        assertThat(status).isZero();
        assertThat(Files.readString(json)).contains("\"id\": \"self\"", "\"id\": \"cycle\"");
        assertThat(directory.resolve("self.svg")).exists();
        assertThat(directory.resolve("context.svg")).exists();
    }

    @Test
    void whatFailsToRunIsSaidAndIsTheExitStatus() {
        assertThat(run(directory.toString(), "--quick", "--only", "self")).isEqualTo(BenchRun.FAILED);
        assertThat(progress.toString(StandardCharsets.UTF_8).lines()).hasSize(2)
                .first().isEqualTo("[1/1] self ...");
        assertThat(progress.toString(StandardCharsets.UTF_8).lines().skip(1))
                .allMatch(line -> line.startsWith("bench: self failed to run: Error: "));
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void wrongUsageIsSaidWithTheRightOne() {
        assertThat(run(classPath(), "--fast")).isEqualTo(BenchRun.USAGE);
        assertThat(progress.toString(StandardCharsets.UTF_8)).contains("unknown argument '--fast'", Options.USAGE);
    }
}
