package org.devmap.benchmarks.row;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.bytes.PointerBytesStore;
import org.agrona.concurrent.UnsafeBuffer;
import org.devmap.app.Mapping;
import org.devmap.benchmarks.device.BenchSystem;
import org.devmap.benchmarks.device.Export;
import org.devmap.benchmarks.measure.Loop;
import org.devmap.benchmarks.measure.Pair;
import org.devmap.benchmarks.table.Group;
import org.devmap.benchmarks.table.Row;

/**
 * Loads and stores of ordinary memory, against what else Java programs use, over the same bytes. To be seen; no
 * targets. Loops are written out as in {@link PlainRows}, for the same reason.
 */
final class LibraryRows {

    private static final int BYTES = (int) PlainRows.BYTES;
    private static final int INTS = BYTES / Integer.BYTES;

    private LibraryRows() {
    }

    static List<Row> rows() {
        return List.of(
                row("agrona-get", "Agrona UnsafeBuffer.getInt", LibraryRows::agronaGet),
                row("agrona-set", "Agrona UnsafeBuffer.putInt", LibraryRows::agronaSet),
                row("chronicle-get", "Chronicle Bytes readInt", LibraryRows::chronicleGet),
                row("chronicle-set", "Chronicle Bytes writeInt", LibraryRows::chronicleSet),
                row("bytebuffer-get", "ByteBuffer.getInt", LibraryRows::bufferGet),
                row("bytebuffer-set", "ByteBuffer.putInt", LibraryRows::bufferSet),
                row("unsafe-get", "sun.misc.Unsafe.getInt", LibraryRows::unsafeGet),
                row("unsafe-set", "sun.misc.Unsafe.putInt", LibraryRows::unsafeSet));
    }

    private interface RawBody {
        Loop.Body over(MemorySegment raw);
    }

    private static Row row(String id, String against, RawBody theirs) {
        boolean loads = id.endsWith("get");
        return new Row(id, Group.LIBRARY, "sequential " + (loads ? "getInt" : "setInt") + ", loaded umem", against,
                Optional.empty(), "ns", Row.How.LOOPS, _ -> {
                    BenchSystem system = BenchSystem.of(BYTES);
                    Mapping mapping = system.loaded(Export.PLAIN, BYTES);
                    return new Pair(Loop.of(INTS, loads ? load(mapping) : store(mapping)),
                            Loop.of(INTS, theirs.over(system.rawOf(mapping))), system);
                });
    }

    private static Loop.Body load(Mapping mapping) {
        return () -> {
            int sum = 0;
            for (int at = 0; at < BYTES; at += Integer.BYTES) {
                sum += mapping.getInt(at);
            }
            return sum;
        };
    }

    private static Loop.Body store(Mapping mapping) {
        return () -> {
            for (int at = 0; at < BYTES; at += Integer.BYTES) {
                mapping.setInt(at, at);
            }
            return mapping.getInt(0);
        };
    }

    private static Loop.Body agronaGet(MemorySegment raw) {
        UnsafeBuffer buffer = new UnsafeBuffer(raw.address(), BYTES);
        return () -> {
            int sum = 0;
            for (int at = 0; at < BYTES; at += Integer.BYTES) {
                sum += buffer.getInt(at);
            }
            return sum;
        };
    }

    private static Loop.Body agronaSet(MemorySegment raw) {
        UnsafeBuffer buffer = new UnsafeBuffer(raw.address(), BYTES);
        return () -> {
            for (int at = 0; at < BYTES; at += Integer.BYTES) {
                buffer.putInt(at, at);
            }
            return buffer.getInt(0);
        };
    }

    private static Loop.Body chronicleGet(MemorySegment raw) {
        PointerBytesStore bytes = chronicle(raw);
        return () -> {
            int sum = 0;
            for (int at = 0; at < BYTES; at += Integer.BYTES) {
                sum += bytes.readInt(at);
            }
            return sum;
        };
    }

    private static Loop.Body chronicleSet(MemorySegment raw) {
        PointerBytesStore bytes = chronicle(raw);
        return () -> {
            for (int at = 0; at < BYTES; at += Integer.BYTES) {
                bytes.writeInt(at, at);
            }
            return bytes.readInt(0);
        };
    }

    private static PointerBytesStore chronicle(MemorySegment raw) {
        PointerBytesStore bytes = BytesStore.nativePointer();
        bytes.set(raw.address(), BYTES);
        return bytes;
    }

    private static Loop.Body bufferGet(MemorySegment raw) {
        ByteBuffer buffer = raw.asByteBuffer().order(ByteOrder.nativeOrder());
        return () -> {
            int sum = 0;
            for (int at = 0; at < BYTES; at += Integer.BYTES) {
                sum += buffer.getInt(at);
            }
            return sum;
        };
    }

    private static Loop.Body bufferSet(MemorySegment raw) {
        ByteBuffer buffer = raw.asByteBuffer().order(ByteOrder.nativeOrder());
        return () -> {
            for (int at = 0; at < BYTES; at += Integer.BYTES) {
                buffer.putInt(at, at);
            }
            return buffer.getInt(0);
        };
    }

    private static Loop.Body unsafeGet(MemorySegment raw) {
        long address = raw.address();
        return () -> {
            int sum = 0;
            for (int at = 0; at < BYTES; at += Integer.BYTES) {
                sum += UnsafeAccess.getInt(address + at);
            }
            return sum;
        };
    }

    private static Loop.Body unsafeSet(MemorySegment raw) {
        long address = raw.address();
        return () -> {
            for (int at = 0; at < BYTES; at += Integer.BYTES) {
                UnsafeAccess.putInt(address + at, at);
            }
            return UnsafeAccess.getInt(address);
        };
    }
}
