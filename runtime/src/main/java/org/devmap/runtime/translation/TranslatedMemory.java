package org.devmap.runtime.translation;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLongArray;
import org.devmap.AccessDirection;
import org.devmap.BusError;
import org.devmap.DdiException;
import org.devmap.FaultCode;
import org.devmap.MemoryAccess;

/**
 * The processor: makes each access through a translation, and asks for one when there is none. Where a translation comes from,
 * and what a fault is, is said by the subclass.
 *
 * <p>The last translation used is kept without synchronisation. It may be out of date, which does no harm: it is used only inside
 * the guard and only for pages it still permits, and a page that is gone never becomes valid again in the same translation.
 */
public abstract class TranslatedMemory implements MemoryAccess {

    /** Bytes that bulk operations move inside one guard, so that nobody waits long for it. */
    private static final long BULK = 64 * 1024;

    private final long start;
    private final long length;
    private Translation window;

    /**
     * Memory at a range of addresses.
     *
     * @param start address of offset 0
     * @param length bytes
     */
    protected TranslatedMemory(long start, long length) {
        this.start = start;
        this.length = length;
    }

    /**
     * Finds the translation of an address and makes sure, by a fault if need be, that it permits the access.
     *
     * @param access the access that is to be made
     * @return a translation that permitted it a moment ago
     * @throws org.devmap.MemoryFault if the access cannot be made
     */
    protected abstract Translation reach(Access access);

    /**
     * Waits until memory on the move has settled, so that the access can be tried again.
     *
     * @param residence the memory
     * @param at byte in it
     * @param access the access that waits
     * @throws org.devmap.MemoryFault if it must not wait any longer
     */
    protected abstract void awaitSettled(Residence residence, long at, Access access);

    /**
     * What to say of an access that the device refused.
     *
     * @param access the access
     * @return one line: operation, offset, device
     */
    protected abstract String describe(Access access);

    /**
     * The same kind of memory over a part of it.
     *
     * @param address address of its first byte
     * @param bytes its length
     * @return the part
     */
    protected abstract TranslatedMemory part(long address, long bytes);

    /**
     * One access, as faults and errors speak of it.
     *
     * @param operation the method called
     * @param offset what it was given
     * @param address the address
     * @param width bytes
     * @param direction read or write
     */
    public record Access(String operation, long offset, long address, int width, AccessDirection direction) {

        /** The permission bits it needs. */
        public int need() {
            return direction == AccessDirection.WRITE ? Hat.WRITE : direction == AccessDirection.EXEC ? Hat.EXEC : Hat.READ;
        }
    }

    /** The address of offset 0. */
    protected final long start() {
        return start;
    }

    @Override
    public final long length() {
        return length;
    }

    @Override
    public final byte getByte(long offset) {
        return (byte) load("getByte", offset, 1, false);
    }

    @Override
    public final short getShort(long offset) {
        return (short) load("getShort", offset, 2, false);
    }

    @Override
    public final int getInt(long offset) {
        return (int) load("getInt", offset, 4, false);
    }

    @Override
    public final long getLong(long offset) {
        return load("getLong", offset, 8, false);
    }

    @Override
    public final void setByte(long offset, byte value) {
        store("setByte", offset, 1, value, false);
    }

    @Override
    public final void setShort(long offset, short value) {
        store("setShort", offset, 2, value, false);
    }

    @Override
    public final void setInt(long offset, int value) {
        store("setInt", offset, 4, value, false);
    }

    @Override
    public final void setLong(long offset, long value) {
        store("setLong", offset, 8, value, false);
    }

    @Override
    public final int getIntVolatile(long offset) {
        return (int) load("getIntVolatile", offset, 4, true);
    }

    @Override
    public final void setIntVolatile(long offset, int value) {
        store("setIntVolatile", offset, 4, value, true);
    }

    @Override
    public final long getLongVolatile(long offset) {
        return load("getLongVolatile", offset, 8, true);
    }

    @Override
    public final void setLongVolatile(long offset, long value) {
        store("setLongVolatile", offset, 8, value, true);
    }

    @Override
    public final int compareAndExchangeInt(long offset, int expected, int value) {
        return (int) update("compareAndExchangeInt", offset, 4, FrameRun.Update.EXCHANGE, expected, value);
    }

    @Override
    public final long compareAndExchangeLong(long offset, long expected, long value) {
        return update("compareAndExchangeLong", offset, 8, FrameRun.Update.EXCHANGE, expected, value);
    }

    @Override
    public final int getAndAddInt(long offset, int delta) {
        return (int) update("getAndAddInt", offset, 4, FrameRun.Update.ADD, 0, delta);
    }

    @Override
    public final long getAndAddLong(long offset, long delta) {
        return update("getAndAddLong", offset, 8, FrameRun.Update.ADD, 0, delta);
    }

    /** Adds to a datum of the other byte order, in one access; answers what was there, in raw order. */
    final long addReversed(String operation, long offset, int width, long delta) {
        return update(operation, offset, width, FrameRun.Update.ADD_REVERSED, 0, delta);
    }

    @Override
    public final void fence() {
        VarHandle.fullFence();
    }

    @Override
    public final MemoryAccess view(long offset, long bytes) {
        Objects.checkFromIndexSize(offset, bytes, length);
        return part(start + offset, bytes);
    }

    @Override
    public final MemoryAccess view(ByteOrder order) {
        return Objects.requireNonNull(order, "order") == ByteOrder.nativeOrder() ? this : new ReversedMemory(this);
    }

    // load, store and update repeat one loop on purpose: the guard must enclose exactly one access and be inlined with it, which an
    // access passed in as an object would prevent; it would also cost an allocation for each.

    private long load(String operation, long offset, int width, boolean asVolatile) {
        long address = checked(operation, offset, width);
        for (;;) {
            Translation translation = window;
            FrameRun frames = null;
            if (translation != null && translation.contains(address)) {
                AtomicLongArray slot = Guard.enter(translation.id());
                try {
                    frames = translation.permitted(address, Hat.READ);
                    MemorySegment memory = frames == null ? null : frames.memoryAt(address);
                    if (memory != null) {
                        return frames.load(memory, address, width, asVolatile);
                    }
                } finally {
                    Guard.exit(slot);
                }
            }
            Access access = new Access(operation, offset, address, width, AccessDirection.READ);
            if (entersModel(frames, translation, access)) {
                return ModelAccess.load(frames, access, this);
            }
        }
    }

    private void store(String operation, long offset, int width, long value, boolean asVolatile) {
        long address = checked(operation, offset, width);
        for (;;) {
            Translation translation = window;
            FrameRun frames = null;
            if (translation != null && translation.contains(address)) {
                AtomicLongArray slot = Guard.enter(translation.id());
                try {
                    frames = translation.permitted(address, Hat.WRITE);
                    MemorySegment memory = frames == null ? null : frames.memoryAt(address);
                    if (memory != null) {
                        frames.store(memory, address, width, value, asVolatile);
                        return;
                    }
                } finally {
                    Guard.exit(slot);
                }
            }
            Access access = new Access(operation, offset, address, width, AccessDirection.WRITE);
            if (entersModel(frames, translation, access)) {
                ModelAccess.store(frames, access, value, this);
                return;
            }
        }
    }

    private long update(String operation, long offset, int width, FrameRun.Update update, long expected, long operand) {
        long address = checked(operation, offset, width);
        for (;;) {
            Translation translation = window;
            FrameRun frames = null;
            if (translation != null && translation.contains(address)) {
                AtomicLongArray slot = Guard.enter(translation.id());
                try {
                    frames = translation.permitted(address, Hat.WRITE);
                    MemorySegment memory = frames == null ? null : frames.memoryAt(address);
                    if (memory != null) {
                        return frames.update(memory, address, width, update, expected, operand);
                    }
                } finally {
                    Guard.exit(slot);
                }
            }
            Access access = new Access(operation, offset, address, width, AccessDirection.WRITE);
            if (entersModel(frames, translation, access)) {
                return ModelAccess.update(frames, access, update, expected, operand, this);
            }
        }
    }

    /**
     * After an access that could not be made in memory. True if a model is to be asked, whose lock is held then; else the access is to
     * be tried again, because memory on the move has settled or a translation was found.
     */
    private boolean entersModel(FrameRun frames, Translation translation, Access access) {
        if (frames != null && frames.model() == null) {
            awaitSettled(frames.residence(), frames.offset(access.address()), access);
            return false;
        }
        if (frames != null && ModelAccess.enter(frames, translation, access)) {
            return true;
        }
        window = reach(access);
        return false;
    }

    @Override
    public final void fill(long offset, long bytes, byte value) {
        Objects.checkFromIndexSize(offset, bytes, length);
        bulk(new Bulk("fill", AccessDirection.WRITE, (memory, at, done, count) -> memory.asSlice(at, count).fill(value),
                (done, width) -> repeated(value, width), null), offset, bytes);
    }

    @Override
    public final void copyFrom(MemorySegment source, long sourceOffset, long offset, long bytes) {
        Objects.checkFromIndexSize(offset, bytes, length);
        Objects.checkFromIndexSize(sourceOffset, bytes, Objects.requireNonNull(source, "source").byteSize());
        bulk(new Bulk("copyFrom", AccessDirection.WRITE,
                (memory, at, done, count) -> MemorySegment.copy(source, sourceOffset + done, memory, at, count),
                (done, width) -> HostData.load(source, sourceOffset + done, width), null), offset, bytes);
    }

    @Override
    public final void copyTo(long offset, MemorySegment target, long targetOffset, long bytes) {
        Objects.checkFromIndexSize(offset, bytes, length);
        Objects.checkFromIndexSize(targetOffset, bytes, Objects.requireNonNull(target, "target").byteSize());
        if (target.isReadOnly()) {
            throw new IllegalArgumentException("target is a read-only segment; copyTo needs one that can be written");
        }
        bulk(new Bulk("copyTo", AccessDirection.READ,
                (memory, at, done, count) -> MemorySegment.copy(memory, at, target, targetOffset + done, count),
                null, (done, width, value) -> HostData.store(target, targetOffset + done, width, value)), offset, bytes);
    }

    /** Plain memory is moved in runs, each inside one guard; device memory datum by datum, naturally aligned. */
    private void bulk(Bulk bulk, long offset, long bytes) {
        long done = 0;
        while (done < bytes) {
            long moved = plainRun(bulk, offset + done, done, bytes - done);
            if (moved == 0) {
                int width = HostData.widest(start + offset + done, bytes - done);
                if (bulk.sink() != null) {
                    bulk.sink().put(done, width, load(bulk.operation(), offset + done, width, false));
                } else {
                    store(bulk.operation(), offset + done, width, bulk.datum().at(done, width), false);
                }
                moved = width;
            }
            done += moved;
        }
    }

    /** Moves what lies in one run of plain memory; 0 if the memory there is not plain. */
    private long plainRun(Bulk bulk, long offset, long done, long left) {
        long address = start + offset;
        Access access = new Access(bulk.operation(), offset, address, 1, bulk.direction());
        for (;;) {
            Translation translation = window;
            FrameRun frames = null;
            if (translation != null && translation.contains(address)) {
                AtomicLongArray slot = Guard.enter(translation.id());
                try {
                    frames = translation.permitted(address, access.need());
                    if (frames != null && (frames.kind() != AccessKind.PLAIN || frames.model() != null)) {
                        return 0;
                    }
                    MemorySegment memory = frames == null ? null : frames.memoryAt(address);
                    if (memory != null) {
                        long most = Math.min(Math.min(left, BULK), frames.untilBorder(address));
                        long count = translation.permittedRun(address, most, access.need());
                        bulk.plain().move(memory, frames.offset(address), done, count);
                        return count;
                    }
                } finally {
                    Guard.exit(slot);
                }
            }
            entersModel(frames, translation, access);
        }
    }

    private long checked(String operation, long offset, int width) {
        Objects.checkFromIndexSize(offset, width, length);
        long address = start + offset;
        if ((address & width - 1) != 0) {
            throw new BusError(FaultCode.ALIGN, address, describe(new Access(operation, offset, address, width, AccessDirection.OTHER))
                    + ": offset must be a multiple of " + width, null);
        }
        return address;
    }

    final BusError refused(Access access, DdiException cause) {
        return new BusError(FaultCode.makeErr(cause.errno()), access.address(),
                describe(access) + ": the device answered " + cause.getMessage(), cause);
    }

    final BusError broken(Access access, RuntimeException cause) {
        return new BusError(FaultCode.HWERR, access.address(), describe(access) + ": the device's model failed with " + cause, cause);
    }

    private static long repeated(byte value, int width) {
        return (value & 0xFFL) * 0x0101010101010101L >>> 64 - 8 * width;
    }
}
