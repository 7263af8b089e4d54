package org.devmap.benchmarks.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.devmap.benchmarks.measure.Side;

/** The C program whose cycles ours are compared with: compiled by the system's compiler when it is needed. */
public final class CProgram {

    private static final String SOURCE = "/native/cycles.c";

    private CProgram() {
    }

    /**
     * Compiles and starts it.
     *
     * @param cycle which of its cycles
     * @return the side; a sample is nanoseconds for one cycle
     * @throws IOException if there is no compiler, or it refuses the source
     * @throws InterruptedException if this thread was interrupted
     */
    public static Side start(String cycle) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("devmap-bench");
        Path source = directory.resolve("cycles.c");
        Path program = directory.resolve("cycles");
        try (InputStream text = CProgram.class.getResourceAsStream(SOURCE)) {
            Files.copy(text, source, StandardCopyOption.REPLACE_EXISTING);
        }
        try {
            compile(source, program);
            // A running program keeps its file, also when its name is gone.
            return ProcessSide.start(List.of(program.toString(), cycle));
        } finally {
            Files.deleteIfExists(program);
            Files.deleteIfExists(source);
            Files.deleteIfExists(directory);
        }
    }

    private static void compile(Path source, Path program) throws IOException, InterruptedException {
        Process compiler;
        try {
            compiler = new ProcessBuilder("cc", "-std=gnu11", "-O2", "-Wall", "-Wextra", "-o", program.toString(),
                    source.toString()).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new IOException("there is no C compiler: install one that is called cc (package gcc)", e);
        }
        String said = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (compiler.waitFor() != 0) {
            throw new IOException("cc refused cycles.c: " + said);
        }
    }
}
