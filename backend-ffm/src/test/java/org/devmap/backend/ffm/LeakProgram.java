package org.devmap.backend.ffm;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import org.devmap.DdiException;
import org.devmap.backend.BackendMemory;
import org.devmap.backend.MemoryRequest;

/** Allocates and releases many times and prints what the kernel held before and after. */
public final class LeakProgram {

    private static final int WARM_UP = 5_000;
    private static final long SIZE = 64 * 1024;

    private final FfmProvider provider = new FfmProvider();
    private final FfmProvider limited = new FfmProvider(new FfmSettings(OptionalLong.of(0), false));

    private LeakProgram() {
    }

    public static void main(String[] arguments) throws Exception {
        LeakProgram program = new LeakProgram();
        Cycle cycle = switch (arguments[0]) {
            case "private" -> program::usePrivate;
            case "shared" -> program::useShared;
            case "failing" -> program::fail;
            default -> throw new IllegalArgumentException(arguments[0] + " must be private, shared or failing");
        };
        int cycles = Integer.parseInt(arguments[1]);
        repeat(cycle, WARM_UP);
        print();
        long begin = System.nanoTime();
        repeat(cycle, cycles);
        long end = System.nanoTime();
        print();
        System.out.printf("%.1f%n", (end - begin) / 1000.0 / cycles);
    }

    /** Descriptors, mappings, resident KiB, locked bytes. */
    private static void print() {
        System.gc();
        System.out.println(ProcessMemory.memoryFiles() + " " + ProcessMemory.mappings() + " "
                + ProcessMemory.resident() / 1024);
    }

    private void usePrivate() throws DdiException {
        BackendMemory memory = provider.allocate(FfmProviderTest.locked(SIZE));
        memory.segment().set(JAVA_INT, SIZE - 4, 1);
        memory.release();
    }

    /** Plain Java in the part of the peer: it finds the memory by its path, maps it, reads it, unmaps it. */
    private void useShared() throws DdiException, IOException {
        BackendMemory memory = provider.allocate(FfmProviderTest.named("leak", SIZE, true));
        memory.segment().set(JAVA_INT, 0, 7);
        Path path = Path.of(memory.peerPath().orElseThrow());
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ); Arena arena = Arena.ofConfined()) {
            if (channel.map(MapMode.READ_ONLY, 0, SIZE, arena).get(JAVA_INT, 0) != 7) {
                throw new IllegalStateException("the peer does not see what was written");
            }
        }
        memory.release();
    }

    private void fail() {
        requireFailure(limited, FfmProviderTest.locked(SIZE));
        requireFailure(provider, FfmProviderTest.named("too much", 1L << 45, true));
    }

    private static void requireFailure(FfmProvider provider, MemoryRequest request) {
        try {
            provider.allocate(request).release();
        } catch (DdiException expected) {
            return;
        }
        throw new IllegalStateException("succeeded: " + request);
    }

    private static void repeat(Cycle cycle, int times) throws Exception {
        for (int i = 0; i < times; i++) {
            cycle.run();
        }
    }

    private interface Cycle {

        void run() throws Exception;
    }
}
