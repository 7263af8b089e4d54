package org.devmap.backend.ffm;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.devmap.backend.BackendMemory;
import org.devmap.backend.MemoryRequest;
import org.junit.jupiter.api.Test;

/** Nobody's memory is touched, moved or unmapped by what other threads allocate and release. */
class ConcurrentAllocationTest {

    private static final int THREADS = 4;
    private static final int STEPS = 2_000;

    private final FfmProvider provider = new FfmProvider();

    @Test
    void everyThreadFindsInItsMemoryWhatItPutThere() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        List<Callable<Void>> work = IntStream.range(0, THREADS).mapToObj(_ -> work(random.split())).toList();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            for (Future<Void> done : threads.invokeAll(work)) {
                done.get();
            }
        }
        assertThat(provider.lockedBytes()).isZero();
        assertThat(ProcessMemory.memoryFiles()).isZero();
    }

    private Callable<Void> work(SplittableRandom random) {
        return () -> {
            Deque<BackendMemory> mine = new ArrayDeque<>();
            for (int i = 0; i < STEPS; i++) {
                if (mine.size() < 8 && random.nextBoolean()) {
                    mine.add(filled(random));
                } else if (!mine.isEmpty()) {
                    checkAndRelease(mine.poll());
                }
            }
            mine.forEach(ConcurrentAllocationTest::checkAndRelease);
            return null;
        };
    }

    private BackendMemory filled(SplittableRandom random) throws Exception {
        long size = 4096L * random.nextInt(1, 5);
        MemoryRequest request = switch (random.nextInt(3)) {
            case 0 -> FfmProviderTest.locked(size);
            case 1 -> FfmProviderTest.named("concurrent", size, random.nextBoolean());
            default -> MemoryRequest.of(size, "concurrent");
        };
        BackendMemory memory = provider.allocate(request);
        for (long offset = 0; offset < size; offset += 8) {
            assertThat(memory.segment().get(JAVA_LONG, offset)).isZero();
            memory.segment().set(JAVA_LONG, offset, memory.segment().address() + offset);
        }
        return memory;
    }

    private static void checkAndRelease(BackendMemory memory) {
        for (long offset = 0; offset < memory.segment().byteSize(); offset += 8) {
            if (memory.segment().get(JAVA_LONG, offset) != memory.segment().address() + offset) {
                throw new AssertionError("somebody else wrote at " + offset);
            }
        }
        memory.release();
    }
}
