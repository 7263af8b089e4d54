package org.devmap.backend.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.devmap.backend.BackendMemory;
import org.devmap.backend.ffm.ForkedJvm.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Descriptors, mappings and resident memory stay where they were, however often memory is allocated and released. The long
 * form is {@code -Ddevmap.ffm.cycles=100000}.
 */
class LeakTest {

    private static final int CYCLES = Integer.getInteger("devmap.ffm.cycles", 5_000);
    /** What the JVM itself may need more: leaking a page per cycle would be 20 MiB in the short form. */
    private static final int TOLERATED_KIB = 10 * 1024;
    /** A heap that never grows: what is resident then changes only by what is outside of it. */
    private static final List<String> FIXED_HEAP = List.of(ForkedJvm.NATIVE, ForkedJvm.ONE_LINE, "-XX:+UseSerialGC", "-Xms64m",
            "-Xmx64m", "-XX:+AlwaysPreTouch", "-XX:TieredStopAtLevel=1");

    @ParameterizedTest
    @ValueSource(strings = {"private", "shared", "failing"})
    void cyclesLeaveNothingBehind(String kind) {
        Outcome outcome = ForkedJvm.run(List.of(), FIXED_HEAP, LeakProgram.class, kind, Integer.toString(CYCLES));

        assertThat(outcome.status()).as("%s", outcome.err()).isZero();
        long[] before = figures(outcome.out().get(0));
        long[] after = figures(outcome.out().get(1));
        System.out.printf("%,d %s cycles of 64 KiB, %s us each: descriptors %d -> %d, mappings %d -> %d,"
                + " resident %,d -> %,d KiB%n", CYCLES, kind, outcome.out().get(2),
                before[0], after[0], before[1], after[1], before[2], after[2]);
        assertThat(after[0]).as("descriptors").isEqualTo(before[0]).isZero();
        assertThat(after[1] - before[1]).as("mappings").isBetween(-16L, 16L);
        assertThat(after[2] - before[2]).as("KiB resident").isLessThan(TOLERATED_KIB);
        assertThat(outcome.err()).hasSizeLessThanOrEqualTo(1);
    }

    private static long[] figures(String line) {
        return Arrays.stream(line.split(" ")).mapToLong(Long::parseLong).toArray();
    }

    @Test
    void manyPiecesAtOnceAreAllGivenBack() throws Exception {
        FfmProvider provider = new FfmProvider();
        int mappings = ProcessMemory.mappings();
        Deque<BackendMemory> held = new ArrayDeque<>();
        for (int i = 0; i < 2_000; i++) {
            held.add(i % 4 == 0 ? provider.allocate(FfmProviderTest.named("many", 4096, false))
                    : provider.allocate(FfmProviderTest.locked(4096)));
        }
        assertThat(ProcessMemory.mappings()).isGreaterThan(mappings + 4_000 - 16);
        while (!held.isEmpty()) {
            held.pollFirst().release();
            held.pollLast().release();
        }
        assertThat(ProcessMemory.mappings()).isBetween(mappings - 16, mappings + 16);
        assertThat(ProcessMemory.memoryFiles()).isZero();
        assertThat(provider.lockedBytes()).isZero();
    }
}
