package org.devmap.backend.ffm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the kernel holds for this process, read from {@code /proc/self}: the independent witness of the tests. */
final class ProcessMemory {

    private ProcessMemory() {
    }

    static List<String> lines(String file) {
        try {
            return Files.readAllLines(Path.of("/proc/self", file));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Bytes that are resident. */
    static long resident() {
        return Long.parseLong(lines("statm").getFirst().split(" ")[1]) * 4096;
    }

    /** How many mappings there are. */
    static int mappings() {
        return lines("maps").size();
    }

    /** How many descriptors of memory files there are. */
    static long memoryFiles() {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.filter(ProcessMemory::isMemoryFile).count();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static boolean isMemoryFile(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("/memfd:devmap");
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }

    /** The line of maps whose range contains an address. */
    static String mappingAt(long address) {
        return lines("maps").stream().filter(line -> contains(line, address)).findFirst().orElse("nothing");
    }

    /** A figure of smaps in KiB for the mapping that contains an address, as "Locked". */
    static long smaps(long address, String figure) {
        boolean inside = false;
        for (String line : lines("smaps")) {
            if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
                inside = contains(line, address);
            } else if (inside && line.startsWith(figure + ":")) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new AssertionError("smaps has no " + figure + " at " + Long.toHexString(address));
    }

    private static boolean contains(String line, long address) {
        String[] range = line.split(" ")[0].split("-");
        return Long.parseUnsignedLong(range[0], 16) <= address && address < Long.parseUnsignedLong(range[1], 16);
    }
}
