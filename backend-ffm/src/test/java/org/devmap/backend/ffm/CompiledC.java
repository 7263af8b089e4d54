package org.devmap.backend.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.devmap.backend.ffm.ForkedJvm.Outcome;

/** Compiles C with the system's cc. */
final class CompiledC {

    private CompiledC() {
    }

    /** A program of {@code src/test/native}. */
    static Path program(String name, Path directory) {
        return compile(Path.of("src/test/native", name + ".c"), directory.resolve(name));
    }

    static Path compile(Path source, Path program) {
        Outcome compiled;
        try {
            compiled = ForkedJvm.run(List.of("cc", "-Wall", "-Wextra", "-Werror", "-O2", "-o", program.toString(),
                    source.toString()));
        } catch (UncheckedIOException missing) {
            throw new AssertionError("these tests need a C compiler called cc: install gcc and the C library's headers", missing);
        }
        assertThat(compiled.status()).as("cc %s: %s", source, compiled.err()).isZero();
        return program;
    }
}
