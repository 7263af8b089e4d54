package org.devmap.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the Java machine that the tests run in uses. */
final class JavaMachine {

    private static final Path STATUS = Path.of("/proc/self/status");

    private JavaMachine() {
    }

    /** Heap in use after a collection, memory of the process where the operating system tells, and threads. */
    static String afterCollection() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return "heap %d KiB, process %s, %d threads".formatted((runtime.totalMemory() - runtime.freeMemory()) / 1024, resident(),
                Thread.getAllStackTraces().size());
    }

    private static String resident() {
        if (!Files.isReadable(STATUS)) {
            return "unknown";
        }
        try (var lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith("VmRSS:")).findFirst().map(line -> line.substring("VmRSS:".length()).strip())
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown: " + e;
        }
    }
}
