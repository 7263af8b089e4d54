package org.devmap.runtime.translation;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.devmap.MemoryAccess;

/**
 * The processor: makes each access through a translation, and asks for one when there is none. Accesses are made in the
 * direct tier if they can, else in the guarded one.
 */
public abstract class TranslatedMemory extends PlainMemory implements MemoryAccess {

    static {
        // A virtual thread that waits until a class is initialised keeps its carrier. If accesses that wait for this
        // one keep all carriers, and whoever initialises it waits for a lock that the JDK has handed to another virtual
        // thread, none of them ever goes on.
        RawAccess.prepare();
    }

    /**
     * Memory at a range of addresses.
     *
     * @param start address of offset 0
     * @param length bytes
     */
    protected TranslatedMemory(long start, long length) {
        this(start, length, Windows::patience);
    }

    TranslatedMemory(long start, long length, LongSupplier patience) {
        super(start, length, patience);
    }

    /**
     * The same kind of memory over a part of it.
     *
     * @param address address of its first byte
     * @param bytes its length
     * @return the part
     */
    protected abstract TranslatedMemory part(long address, long bytes);

    @Override
    public final long length() {
        return bytes();
    }

    @Override
    public final byte getByte(long offset) {
        return loadByte("getByte", offset);
    }

    @Override
    public final short getShort(long offset) {
        return loadShort("getShort", offset);
    }

    @Override
    public final int getInt(long offset) {
        return loadInt("getInt", offset);
    }

    @Override
    public final long getLong(long offset) {
        return loadLong("getLong", offset);
    }

    @Override
    public final void setByte(long offset, byte value) {
        storeByte("setByte", offset, value);
    }

    @Override
    public final void setShort(long offset, short value) {
        storeShort("setShort", offset, value);
    }

    @Override
    public final void setInt(long offset, int value) {
        storeInt("setInt", offset, value);
    }

    @Override
    public final void setLong(long offset, long value) {
        storeLong("setLong", offset, value);
    }

    @Override
    public final int getIntVolatile(long offset) {
        return loadIntByKind("getIntVolatile", offset, true);
    }

    @Override
    public final void setIntVolatile(long offset, int value) {
        storeIntByKind("setIntVolatile", offset, value, true);
    }

    @Override
    public final long getLongVolatile(long offset) {
        return loadLongByKind("getLongVolatile", offset, true);
    }

    @Override
    public final void setLongVolatile(long offset, long value) {
        storeLongByKind("setLongVolatile", offset, value, true);
    }

    @Override
    public final int compareAndExchangeInt(long offset, int expected, int value) {
        return (int) update("compareAndExchangeInt", offset, 4, Update.EXCHANGE, expected, value);
    }

    @Override
    public final long compareAndExchangeLong(long offset, long expected, long value) {
        return update("compareAndExchangeLong", offset, 8, Update.EXCHANGE, expected, value);
    }

    @Override
    public final int getAndAddInt(long offset, int delta) {
        return (int) update("getAndAddInt", offset, 4, Update.ADD, 0, delta);
    }

    @Override
    public final long getAndAddLong(long offset, long delta) {
        return update("getAndAddLong", offset, 8, Update.ADD, 0, delta);
    }

    /** Adds to a datum of the other byte order, in one access; answers what was there, in raw order. */
    final long addReversed(String operation, long offset, int width, long delta) {
        return update(operation, offset, width, Update.ADD_REVERSED, 0, delta);
    }

    @Override
    public final void fence() {
        VarHandle.fullFence();
    }

    @Override
    public final MemoryAccess view(long offset, long bytes) {
        Objects.checkFromIndexSize(offset, bytes, length());
        return part(start() + offset, bytes);
    }

    @Override
    public final MemoryAccess view(ByteOrder order) {
        return Objects.requireNonNull(order, "order") == ByteOrder.nativeOrder() ? this : new ReversedMemory(this);
    }

    // Bulk: plain memory is moved in runs, each inside one guard; device memory datum by datum, naturally aligned.

    @Override
    public final void fill(long offset, long bytes, byte value) {
        Objects.checkFromIndexSize(offset, bytes, length());
        for (long done = 0; done < bytes;) {
            long moved = moveRun(Bulk.FILL, null, 0, value, offset + done, bytes - done);
            if (moved == 0) {
                int width = HostData.widest(start() + offset + done, bytes - done);
                storeWord("fill", offset + done, width, (value & 0xFF) * 0x01010101);
                moved = width;
            }
            done += moved;
        }
    }

    @Override
    public final void copyFrom(MemorySegment source, long sourceOffset, long offset, long bytes) {
        Objects.checkFromIndexSize(offset, bytes, length());
        Objects.checkFromIndexSize(sourceOffset, bytes, Objects.requireNonNull(source, "source").byteSize());
        for (long done = 0; done < bytes;) {
            long moved = moveRun(Bulk.COPY_FROM, source, sourceOffset + done, (byte) 0, offset + done, bytes - done);
            if (moved == 0) {
                int width = HostData.widest(start() + offset + done, bytes - done);
                storeWord("copyFrom", offset + done, width, (int) HostData.load(source, sourceOffset + done, width));
                moved = width;
            }
            done += moved;
        }
    }

    @Override
    public final void copyTo(long offset, MemorySegment target, long targetOffset, long bytes) {
        Objects.checkFromIndexSize(offset, bytes, length());
        Objects.checkFromIndexSize(targetOffset, bytes, Objects.requireNonNull(target, "target").byteSize());
        if (target.isReadOnly()) {
            throw new IllegalArgumentException("target is a read-only segment; copyTo needs one that can be written");
        }
        for (long done = 0; done < bytes;) {
            long moved = moveRun(Bulk.COPY_TO, target, targetOffset + done, (byte) 0, offset + done, bytes - done);
            if (moved == 0) {
                int width = HostData.widest(start() + offset + done, bytes - done);
                HostData.store(target, targetOffset + done, width, loadWord("copyTo", offset + done, width));
                moved = width;
            }
            done += moved;
        }
    }

    /** What is moved datum by datum is not ordinary memory open as a whole. */
    private int loadWord(String operation, long offset, int width) {
        return switch (width) {
            case 1 -> loadByteInOrder(operation, offset);
            case 2 -> loadShortInOrder(operation, offset);
            default -> loadIntInOrder(operation, offset);
        };
    }

    private void storeWord(String operation, long offset, int width, int value) {
        switch (width) {
            case 1 -> storeByteInOrder(operation, offset, (byte) value);
            case 2 -> storeShortInOrder(operation, offset, (short) value);
            default -> storeIntInOrder(operation, offset, value);
        }
    }
}
