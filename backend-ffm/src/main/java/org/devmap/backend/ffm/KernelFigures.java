package org.devmap.backend.ffm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the kernel says about itself and this process in {@code /proc} and {@code /sys}, read anew each time. A file that
 * is missing or reads otherwise than expected is no answer, never an error. Thread-safe.
 *
 * @param proc {@code /proc}
 * @param sys {@code /sys}
 */
record KernelFigures(Path proc, Path sys) {

    static final KernelFigures HERE = new KernelFigures(Path.of("/proc"), Path.of("/sys"));

    private static final long KIB = 1024;
    private static final int CAP_IPC_LOCK = 14;
    private static final Pattern NODE = Pattern.compile(" N(\\d+)=");
    private static final String HUGE_PAGES = "kernel/mm/hugepages/hugepages-2048kB/";

    /** Bytes that this process may lock down; empty if nothing limits it: RLIMIT_MEMLOCK unless CAP_IPC_LOCK lifts it. */
    OptionalLong lockedLimit() {
        if (mayLockAnything()) {
            return OptionalLong.empty();
        }
        for (String line : lines(proc.resolve("self/limits"))) {
            if (line.startsWith("Max locked memory")) {
                return number(line.substring("Max locked memory".length()).trim().split("\\s+")[0]);
            }
        }
        return OptionalLong.empty();
    }

    private boolean mayLockAnything() {
        for (String line : lines(proc.resolve("self/status"))) {
            if (line.startsWith("CapEff:")) {
                return (Long.parseUnsignedLong(line.substring("CapEff:".length()).trim(), 16) >>> CAP_IPC_LOCK & 1) != 0;
            }
        }
        return false;
    }

    /** How many mappings a process may have. */
    OptionalLong mappingLimit() {
        return lines(proc.resolve("sys/vm/max_map_count")).stream().findFirst()
                .map(KernelFigures::number).orElse(OptionalLong.empty());
    }

    /** Bytes that the machine can give without running out: available memory and free swap. */
    OptionalLong available() {
        List<String> lines = lines(proc.resolve("meminfo"));
        OptionalLong available = field(lines, "MemAvailable:");
        return available.isEmpty() ? available
                : OptionalLong.of((available.getAsLong() + field(lines, "SwapFree:").orElse(0)) * KIB);
    }

    /** Bytes that the control groups of this process still allow; empty if none limits it. */
    OptionalLong groupHeadroom() {
        return new CgroupMemory(proc, sys).headroom();
    }

    /** How many pages of 2 MiB are free, for people. */
    String hugePagesFree() {
        return first(sys.resolve(HUGE_PAGES + "free_hugepages")) + " of " + first(sys.resolve(HUGE_PAGES + "nr_hugepages"));
    }

    /** The NUMA node that holds the memory which begins at an address; the first of them if there are several. */
    OptionalInt numaNode(long address) {
        String start = Long.toHexString(address) + " ";
        for (String line : lines(proc.resolve("self/numa_maps"))) {
            if (line.startsWith(start)) {
                Matcher node = NODE.matcher(line);
                return node.find() ? OptionalInt.of(Integer.parseInt(node.group(1))) : OptionalInt.empty();
            }
        }
        return OptionalInt.empty();
    }

    static OptionalLong field(List<String> lines, String name) {
        for (String line : lines) {
            if (line.startsWith(name)) {
                return number(line.substring(name.length()).trim().split("\\s+")[0]);
            }
        }
        return OptionalLong.empty();
    }

    /** A number in decimal; empty for words like "unlimited" and "max". */
    static OptionalLong number(String text) {
        return text.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    private static String first(Path file) {
        List<String> lines = lines(file);
        return lines.isEmpty() ? "?" : lines.getFirst();
    }

    /** The lines of a file; none if it is not there or not for us. */
    static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (NoSuchFileException absent) {
            return List.of();
        } catch (IOException unreadable) {
            System.getLogger(SaidOnce.LOGGER).log(System.Logger.Level.DEBUG, "cannot read " + file, unreadable);
            return List.of();
        }
    }
}
