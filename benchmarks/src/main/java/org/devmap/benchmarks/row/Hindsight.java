package org.devmap.benchmarks.row;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.devmap.Pages;
import org.devmap.app.Mapping;
import org.devmap.benchmarks.measure.Loop;
import org.devmap.benchmarks.measure.Side;
import org.devmap.driver.DevmapCookie;

/**
 * What a cycle would have cost with the better of two techniques, had one known beforehand how often the page is used.
 * Computed from prices that are measured for each sample: of a cycle with one access, of an access soon after a fault,
 * which is guarded, of a raw access, and of opening and closing a shared arena, which is what the direct technique pays
 * for a cycle.
 */
final class Hindsight implements Side {

    /** Few enough that none of them is worth the direct technique. */
    private static final int FEW = 101;
    private static final int CYCLES = 20;
    private static final int PRICES = 4;

    private final int accesses;
    private final Loop onceUsed;
    private final Loop fewTimesUsed;
    private final Loop raw;
    private final Loop revoked;

    Hindsight(Mapping mapping, DevmapCookie handle, MemorySegment memory, int accesses) {
        this.accesses = accesses;
        onceUsed = CycleRows.cycle(mapping, handle, 1, CYCLES);
        fewTimesUsed = CycleRows.cycle(mapping, handle, FEW, CYCLES);
        raw = Loop.of(Pages.SIZE / Integer.BYTES, () -> {
            int sum = 0;
            for (int at = 0; at < Pages.SIZE; at += Integer.BYTES) {
                sum += memory.get(JAVA_INT, at);
            }
            return sum;
        });
        revoked = Loop.of(1, () -> openAndClose(memory));
    }

    @SuppressWarnings("restricted")
    private static long openAndClose(MemorySegment memory) {
        try (Arena arena = Arena.ofShared()) {
            return memory.reinterpret(arena, null).get(JAVA_INT, 0);
        }
    }

    @Override
    public double measure(long nanos) throws Exception {
        long slice = nanos / PRICES;
        double cycle = onceUsed.measure(slice);
        double guardedAccess = Math.max(0, (fewTimesUsed.measure(slice) - cycle) / (FEW - 1));
        double guarded = cycle + accesses * guardedAccess;
        double direct = cycle + revoked.measure(slice) + accesses * raw.measure(slice);
        return Math.min(guarded, direct);
    }
}
