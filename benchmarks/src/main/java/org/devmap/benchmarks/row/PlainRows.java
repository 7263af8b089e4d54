package org.devmap.benchmarks.row;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.Closeable;
import java.lang.foreign.MemorySegment;
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

/**
 * Loads and stores of ordinary memory, against a raw segment over the same bytes; and a raw segment against itself.
 *
 * <p>Every loop is written out, however alike they are: it must be bytecode of its own. One loop that took the access
 * as an argument would have one profile for both sides, and its call would be compiled for the two of them; and the row
 * {@code self} would compare a loop with itself instead of two that only read the same.
 */
final class PlainRows {

    /** Fits the first cache, so that the access is measured and not the memory. */
    static final long BYTES = 16 * 1024;

    private static final int INTS = (int) (BYTES / Integer.BYTES);
    private static final int LONGS = (int) (BYTES / Long.BYTES);

    private static final int MODELLED = 50_000;

    private PlainRows() {
    }

    static List<Row> rows() {
        return List.of(
                new Row("self", Group.SELF, "raw segment, sequential getInt", "the same loop, written again",
                        Optional.of(Target.around(1, 0.02)), "ns", Row.How.LOOPS, PlainRows::self),
                row("get-int-seq", "sequential getInt", PlainRows::getIntSequential),
                row("get-int-rnd", "random getInt", PlainRows::getIntRandom),
                row("get-long-seq", "sequential getLong", PlainRows::getLongSequential),
                row("get-long-rnd", "random getLong", PlainRows::getLongRandom),
                row("set-int-seq", "sequential setInt", PlainRows::setIntSequential),
                row("set-int-rnd", "random setInt", PlainRows::setIntRandom),
                row("set-long-seq", "sequential setLong", PlainRows::setLongSequential),
                row("set-long-rnd", "random setLong", PlainRows::setLongRandom),
                new Row("get-int-after-models", Group.PLAIN, "sequential getInt after 50,000 modelled accesses",
                        "raw segment in a shared arena", Optional.of(Target.atMost(1.05)), "ns", Row.How.LOOPS,
                        _ -> afterModels()));
    }

    /** A compiler that has seen nothing but guarded accesses before this loop. */
    private static Pair afterModels() throws Exception {
        BenchSystem system = BenchSystem.of(BYTES);
        Mapping modelled = system.loaded(Export.MODELLED, Pages.SIZE);
        for (int i = 0; i < MODELLED; i++) {
            modelled.getInt(0);
        }
        Mapping mapping = system.loaded(Export.PLAIN, BYTES);
        return getIntSequential(mapping, system.rawOf(mapping), system);
    }

    /** Makes the sides from a mapping and the raw segment behind it. */
    private interface Sides {
        Pair over(Mapping mapping, MemorySegment raw, Closeable system);
    }

    private static Row row(String id, String what, Sides sides) {
        return new Row(id, Group.PLAIN, what + ", loaded umem", "raw segment in a shared arena",
                Optional.of(Target.atMost(1.05)), "ns", Row.How.LOOPS, _ -> {
                    BenchSystem system = BenchSystem.of(BYTES);
                    Mapping mapping = system.loaded(Export.PLAIN, BYTES);
                    return sides.over(mapping, system.rawOf(mapping), system);
                });
    }

    private static Pair self(boolean quick) throws Exception {
        BenchSystem system = BenchSystem.of(BYTES);
        MemorySegment raw = system.rawOf(system.loaded(Export.PLAIN, BYTES));
        return new Pair(Loop.of(INTS, () -> {
            int sum = 0;
            for (long at = 0; at < BYTES; at += Integer.BYTES) {
                sum += raw.get(JAVA_INT, at);
            }
            return sum;
        }), Loop.of(INTS, () -> {
            int sum = 0;
            for (long at = 0; at < BYTES; at += Integer.BYTES) {
                sum += raw.get(JAVA_INT, at);
            }
            return sum;
        }), system);
    }

    private static Pair getIntSequential(Mapping mapping, MemorySegment raw, Closeable system) {
        return new Pair(Loop.of(INTS, () -> {
            int sum = 0;
            for (long at = 0; at < BYTES; at += Integer.BYTES) {
                sum += mapping.getInt(at);
            }
            return sum;
        }), Loop.of(INTS, () -> {
            int sum = 0;
            for (long at = 0; at < BYTES; at += Integer.BYTES) {
                sum += raw.get(JAVA_INT, at);
            }
            return sum;
        }), system);
    }

    private static Pair getIntRandom(Mapping mapping, MemorySegment raw, Closeable system) {
        int[] places = Places.shuffled(INTS, Integer.BYTES);
        return new Pair(Loop.of(INTS, () -> {
            int sum = 0;
            for (int at : places) {
                sum += mapping.getInt(at);
            }
            return sum;
        }), Loop.of(INTS, () -> {
            int sum = 0;
            for (int at : places) {
                sum += raw.get(JAVA_INT, at);
            }
            return sum;
        }), system);
    }

    private static Pair getLongSequential(Mapping mapping, MemorySegment raw, Closeable system) {
        return new Pair(Loop.of(LONGS, () -> {
            long sum = 0;
            for (long at = 0; at < BYTES; at += Long.BYTES) {
                sum += mapping.getLong(at);
            }
            return sum;
        }), Loop.of(LONGS, () -> {
            long sum = 0;
            for (long at = 0; at < BYTES; at += Long.BYTES) {
                sum += raw.get(JAVA_LONG, at);
            }
            return sum;
        }), system);
    }

    private static Pair getLongRandom(Mapping mapping, MemorySegment raw, Closeable system) {
        int[] places = Places.shuffled(LONGS, Long.BYTES);
        return new Pair(Loop.of(LONGS, () -> {
            long sum = 0;
            for (int at : places) {
                sum += mapping.getLong(at);
            }
            return sum;
        }), Loop.of(LONGS, () -> {
            long sum = 0;
            for (int at : places) {
                sum += raw.get(JAVA_LONG, at);
            }
            return sum;
        }), system);
    }

    private static Pair setIntSequential(Mapping mapping, MemorySegment raw, Closeable system) {
        return new Pair(Loop.of(INTS, () -> {
            for (long at = 0; at < BYTES; at += Integer.BYTES) {
                mapping.setInt(at, (int) at);
            }
            return mapping.getInt(0);
        }), Loop.of(INTS, () -> {
            for (long at = 0; at < BYTES; at += Integer.BYTES) {
                raw.set(JAVA_INT, at, (int) at);
            }
            return raw.get(JAVA_INT, 0);
        }), system);
    }

    private static Pair setIntRandom(Mapping mapping, MemorySegment raw, Closeable system) {
        int[] places = Places.shuffled(INTS, Integer.BYTES);
        return new Pair(Loop.of(INTS, () -> {
            for (int at : places) {
                mapping.setInt(at, at);
            }
            return mapping.getInt(0);
        }), Loop.of(INTS, () -> {
            for (int at : places) {
                raw.set(JAVA_INT, at, at);
            }
            return raw.get(JAVA_INT, 0);
        }), system);
    }

    private static Pair setLongSequential(Mapping mapping, MemorySegment raw, Closeable system) {
        return new Pair(Loop.of(LONGS, () -> {
            for (long at = 0; at < BYTES; at += Long.BYTES) {
                mapping.setLong(at, at);
            }
            return mapping.getLong(0);
        }), Loop.of(LONGS, () -> {
            for (long at = 0; at < BYTES; at += Long.BYTES) {
                raw.set(JAVA_LONG, at, at);
            }
            return raw.get(JAVA_LONG, 0);
        }), system);
    }

    private static Pair setLongRandom(Mapping mapping, MemorySegment raw, Closeable system) {
        int[] places = Places.shuffled(LONGS, Long.BYTES);
        return new Pair(Loop.of(LONGS, () -> {
            for (int at : places) {
                mapping.setLong(at, at);
            }
            return mapping.getLong(0);
        }), Loop.of(LONGS, () -> {
            for (int at : places) {
                raw.set(JAVA_LONG, at, at);
            }
            return raw.get(JAVA_LONG, 0);
        }), system);
    }
}
