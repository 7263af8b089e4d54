package org.devmap.backend.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.devmap.backend.ffm.ForkedJvm.Outcome;

/** A C program of {@code src/test/native}, compiled with the system's cc. */
final class CompiledC {

    private CompiledC() {
    }

    static Path program(String name, Path directory) {
        Path program = directory.resolve(name);
        Outcome compiled;
        try {
            compiled = ForkedJvm.run(List.of("cc", "-Wall", "-Wextra", "-Werror", "-O2", "-o", program.toString(),
                    Path.of("src/test/native", name + ".c").toString()));
        } catch (UncheckedIOException missing) {
            throw new AssertionError("these tests need a C compiler called cc: install gcc and the C library's headers", missing);
        }
        assertThat(compiled.status()).as("cc %s.c: %s", name, compiled.err()).isZero();
        return program;
    }
}
