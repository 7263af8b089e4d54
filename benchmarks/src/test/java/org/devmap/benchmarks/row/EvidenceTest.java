package org.devmap.benchmarks.row;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import org.devmap.Pages;
import org.devmap.app.Mapping;
import org.devmap.benchmarks.device.BenchSystem;
import org.devmap.benchmarks.device.Export;
import org.devmap.benchmarks.process.JavaMachine;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the figures rest on: accesses are made as they are written, and cost no garbage. */
@Timeout(300)
class EvidenceTest {

    private static final int ALLOCATION_LOOPS = 1000;

    @TempDir
    private Path directory;

    /** No interpreter and no compiler may merge, split, repeat or leave out an access to a register. */
    @ParameterizedTest
    @ValueSource(strings = {"-Xint", "-XX:TieredStopAtLevel=1", "-XX:-TieredCompilation", "-XX:+TieredCompilation"})
    void aLoopOverARegisterMakesExactlyTheAccessesThatAreWritten(String mode) throws Exception {
        Path file = directory.resolve("accesses.txt");
        Path log = directory.resolve("log.txt");
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Process machine = new ProcessBuilder(JavaMachine.command(classPath, List.of(mode, "-XX:+PrintCompilation"),
                RegisterLoop.class, List.of(file.toString()))).redirectErrorStream(true).redirectOutput(log.toFile())
                .start();
        try {
            assertThat(machine.waitFor()).as(() -> "exit status; " + read(log).lines()
                    .filter(line -> !line.contains("::")).collect(Collectors.joining("\n"))).isZero();
        } finally {
            machine.destroyForcibly();
        }
        assertThat(read(log).contains(RegisterLoop.class.getName() + "::round ")).as("the loop was compiled")
                .isEqualTo(!mode.equals("-Xint"));
        List<String> accesses = Files.readAllLines(file).stream().filter(line -> !line.startsWith("#"))
                .map(line -> line.replaceFirst("^[0-9]+ ", "").replaceFirst(" [^ ]+ \\[.*]$", "")).toList();
        assertThat(accesses).hasSize(RegisterLoop.ROUNDS * RegisterLoop.written(0).size());
        List<String> wrong = new ArrayList<>();
        Iterator<String> next = accesses.iterator();
        for (int i = 0; i < RegisterLoop.ROUNDS; i++) {
            for (String written : RegisterLoop.written(i)) {
                String access = next.next();
                if (!access.equals(written)) {
                    wrong.add("round " + i + ": " + access + " should be " + written);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Export.class, names = {"PLAIN", "WATCHED", "UNORDERED", "STRICT"})
    void anAccessAllocatesNothing(Export export) throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().threadId();
        try (BenchSystem system = BenchSystem.of(Pages.SIZE)) {
            Mapping mapping = system.loaded(export, Pages.SIZE);
            accesses(mapping);
            long before = threads.getThreadAllocatedBytes(thread);
            long nothing = threads.getThreadAllocatedBytes(thread) - before;
            long start = threads.getThreadAllocatedBytes(thread);
            long sum = accesses(mapping);
            long allocated = threads.getThreadAllocatedBytes(thread) - start - nothing;
            assertThat(sum).isNotZero();
            // Less than a byte for a thousand accesses: no access allocates, whatever the machine itself may do once in
            // a while.
            assertThat(allocated).isLessThan(ALLOCATION_LOOPS * Pages.SIZE / Integer.BYTES / 1000);
        }
    }

    private static long accesses(Mapping mapping) {
        long sum = 0;
        for (int i = 0; i < ALLOCATION_LOOPS; i++) {
            for (long at = 0; at < Pages.SIZE; at += Integer.BYTES) {
                mapping.setInt(at, i);
                sum += mapping.getInt(at) + mapping.getLong(at & -Long.BYTES);
            }
        }
        return sum;
    }
}
