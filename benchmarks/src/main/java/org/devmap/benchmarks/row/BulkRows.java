package org.devmap.benchmarks.row;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.devmap.Pages;
import org.devmap.app.Mapping;
import org.devmap.benchmarks.device.BenchSystem;
import org.devmap.benchmarks.device.Export;
import org.devmap.benchmarks.measure.Loop;
import org.devmap.benchmarks.measure.Pair;
import org.devmap.benchmarks.table.Group;
import org.devmap.benchmarks.table.Row;
import org.devmap.benchmarks.table.Target;

/** Copies and fills of umem, against MemorySegment.copy and fill over the same bytes. */
final class BulkRows {

    private static final long KIB = 1024;
    private static final long TARGET_FROM = 64 * KIB;
    private static final List<Long> SIZES = List.of(4 * KIB, 64 * KIB, 1024 * KIB, 64 * 1024 * KIB);

    private BulkRows() {
    }

    /** Makes the sides from a mapping, the raw segment behind it, and memory of the application. */
    private interface Sides {
        Loop[] over(Mapping mapping, MemorySegment raw, MemorySegment other, long bytes);
    }

    static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (long bytes : SIZES) {
            rows.add(row("copy-in-", "copyFrom", "MemorySegment.copy", bytes, BulkRows::copyIn));
            rows.add(row("copy-out-", "copyTo", "MemorySegment.copy", bytes, BulkRows::copyOut));
            rows.add(row("fill-", "fill", "MemorySegment.fill", bytes, BulkRows::fill));
        }
        return rows;
    }

    private static Row row(String prefix, String what, String against, long bytes, Sides sides) {
        boolean large = bytes >= KIB * KIB;
        String size = bytes / (large ? KIB * KIB : KIB) + (large ? "m" : "k");
        String spelled = bytes / (large ? KIB * KIB : KIB) + (large ? " MiB" : " KiB");
        return new Row(prefix + size, Group.BULK, what + " of " + spelled, against,
                bytes >= TARGET_FROM ? Optional.of(Target.atMost(1.02)) : Optional.empty(), "ns", Row.How.LOOPS,
                _ -> open(bytes, sides));
    }

    private static Pair open(long bytes, Sides sides) throws Exception {
        BenchSystem system = BenchSystem.of(bytes);
        Arena arena = Arena.ofShared();
        Mapping mapping = system.loaded(Export.PLAIN, bytes);
        MemorySegment other = arena.allocate(bytes, Pages.SIZE).fill((byte) 1);
        Loop[] both = sides.over(mapping, system.rawOf(mapping), other, bytes);
        return new Pair(both[0], both[1], () -> {
            arena.close();
            system.close();
        });
    }

    private static Loop[] copyIn(Mapping mapping, MemorySegment raw, MemorySegment other, long bytes) {
        return new Loop[] {
            Loop.of(1, () -> {
                mapping.copyFrom(other, 0, 0, bytes);
                return bytes;
            }),
            Loop.of(1, () -> {
                MemorySegment.copy(other, 0, raw, 0, bytes);
                return bytes;
            })};
    }

    private static Loop[] copyOut(Mapping mapping, MemorySegment raw, MemorySegment other, long bytes) {
        return new Loop[] {
            Loop.of(1, () -> {
                mapping.copyTo(0, other, 0, bytes);
                return other.get(JAVA_BYTE, 0);
            }),
            Loop.of(1, () -> {
                MemorySegment.copy(raw, 0, other, 0, bytes);
                return other.get(JAVA_BYTE, 0);
            })};
    }

    private static Loop[] fill(Mapping mapping, MemorySegment raw, MemorySegment other, long bytes) {
        return new Loop[] {
            Loop.of(1, () -> {
                mapping.fill(0, bytes, (byte) 7);
                return bytes;
            }),
            Loop.of(1, () -> {
                raw.fill((byte) 7);
                return bytes;
            })};
    }
}
