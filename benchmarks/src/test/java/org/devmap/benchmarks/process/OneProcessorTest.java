package org.devmap.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class OneProcessorTest {

    private static final String ALLOWED = "Cpus_allowed_list:";

    /** Of the calling thread, as the system lists them: numbers and ranges, with commas between. */
    private static String allowed() {
        try {
            return Files.readAllLines(Path.of("/proc/thread-self/status")).stream()
                    .filter(line -> line.startsWith(ALLOWED)).findFirst().orElseThrow()
                    .substring(ALLOWED.length()).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aThreadAndThoseItStartsAreKeptOnTheFirstOfTheirProcessors() throws Exception {
        String before = allowed();
        String first = before.split("[-,]")[0];
        CompletableFuture<String> started = new CompletableFuture<>();
        try (OneProcessor _ = OneProcessor.first()) {
            assertThat(allowed()).isEqualTo(first);
            Thread.ofPlatform().start(() -> started.complete(allowed()));
            assertThat(started.join()).isEqualTo(first);
        }
        assertThat(allowed()).isEqualTo(before);
    }
}
