package org.devmap.benchmarks.row;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.List;
import java.util.Optional;
import org.devmap.app.Mapping;
import org.devmap.benchmarks.device.BenchSystem;
import org.devmap.benchmarks.device.Export;
import org.devmap.benchmarks.measure.Loop;
import org.devmap.benchmarks.measure.Pair;
import org.devmap.benchmarks.table.Group;
import org.devmap.benchmarks.table.Row;
import org.devmap.benchmarks.table.Target;

/** Loads and stores of device memory, against a VarHandle of the same ordering over the same bytes. */
final class OrderedRows {

    private static final VarHandle INT = JAVA_INT.varHandle();
    private static final long BYTES = PlainRows.BYTES;
    private static final int INTS = (int) (BYTES / Integer.BYTES);

    private OrderedRows() {
    }

    static List<Row> rows() {
        return List.of(
                row("get-opaque", Export.UNORDERED, "getInt, device memory, unordered",
                        "VarHandle getOpaque, raw segment",
                        raw -> () -> {
                            int sum = 0;
                            for (long at = 0; at < BYTES; at += Integer.BYTES) {
                                sum += (int) INT.getOpaque(raw, at);
                            }
                            return sum;
                        }),
                row("set-opaque", Export.UNORDERED, "setInt, device memory, unordered",
                        "VarHandle setOpaque, raw segment",
                        raw -> () -> {
                            for (long at = 0; at < BYTES; at += Integer.BYTES) {
                                INT.setOpaque(raw, at, (int) at);
                            }
                            return raw.get(JAVA_INT, 0);
                        }),
                row("get-strict", Export.STRICT, "getInt, device memory, strict order",
                        "VarHandle getVolatile, raw segment",
                        raw -> () -> {
                            int sum = 0;
                            for (long at = 0; at < BYTES; at += Integer.BYTES) {
                                sum += (int) INT.getVolatile(raw, at);
                            }
                            return sum;
                        }),
                row("set-strict", Export.STRICT, "setInt, device memory, strict order",
                        "VarHandle setVolatile, raw segment",
                        raw -> () -> {
                            for (long at = 0; at < BYTES; at += Integer.BYTES) {
                                INT.setVolatile(raw, at, (int) at);
                            }
                            return raw.get(JAVA_INT, 0);
                        }));
    }

    private interface RawBody {
        Loop.Body over(MemorySegment raw);
    }

    private static Row row(String id, Export export, String what, String against, RawBody theirs) {
        boolean loads = id.startsWith("get");
        return new Row(id, Group.ORDERED, what, against, Optional.of(Target.atMost(1.10)), "ns", Row.How.LOOPS, _ -> {
            BenchSystem system = BenchSystem.of(BYTES);
            Mapping mapping = system.loaded(export, BYTES);
            return new Pair(Loop.of(INTS, loads ? load(mapping) : store(mapping)),
                    Loop.of(INTS, theirs.over(system.rawOf(mapping))), system);
        });
    }

    private static Loop.Body load(Mapping mapping) {
        return () -> {
            int sum = 0;
            for (long at = 0; at < BYTES; at += Integer.BYTES) {
                sum += mapping.getInt(at);
            }
            return sum;
        };
    }

    private static Loop.Body store(Mapping mapping) {
        return () -> {
            for (long at = 0; at < BYTES; at += Integer.BYTES) {
                mapping.setInt(at, (int) at);
            }
            return mapping.getInt(0);
        };
    }
}
