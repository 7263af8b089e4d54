package org.devmap.runtime.translation;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import org.devmap.MemoryAccess;

/** Memory with its data in the other byte order. Bulk copies stay raw. */
final class ReversedMemory implements MemoryAccess {

    private final TranslatedMemory raw;

    ReversedMemory(TranslatedMemory raw) {
        this.raw = raw;
    }

    @Override
    public long length() {
        return raw.length();
    }

    @Override
    public byte getByte(long offset) {
        return raw.getByte(offset);
    }

    @Override
    public short getShort(long offset) {
        return Short.reverseBytes(raw.getShort(offset));
    }

    @Override
    public int getInt(long offset) {
        return Integer.reverseBytes(raw.getInt(offset));
    }

    @Override
    public long getLong(long offset) {
        return Long.reverseBytes(raw.getLong(offset));
    }

    @Override
    public void setByte(long offset, byte value) {
        raw.setByte(offset, value);
    }

    @Override
    public void setShort(long offset, short value) {
        raw.setShort(offset, Short.reverseBytes(value));
    }

    @Override
    public void setInt(long offset, int value) {
        raw.setInt(offset, Integer.reverseBytes(value));
    }

    @Override
    public void setLong(long offset, long value) {
        raw.setLong(offset, Long.reverseBytes(value));
    }

    @Override
    public int getIntVolatile(long offset) {
        return Integer.reverseBytes(raw.getIntVolatile(offset));
    }

    @Override
    public void setIntVolatile(long offset, int value) {
        raw.setIntVolatile(offset, Integer.reverseBytes(value));
    }

    @Override
    public long getLongVolatile(long offset) {
        return Long.reverseBytes(raw.getLongVolatile(offset));
    }

    @Override
    public void setLongVolatile(long offset, long value) {
        raw.setLongVolatile(offset, Long.reverseBytes(value));
    }

    @Override
    public int compareAndExchangeInt(long offset, int expected, int value) {
        return Integer.reverseBytes(
                raw.compareAndExchangeInt(offset, Integer.reverseBytes(expected), Integer.reverseBytes(value)));
    }

    @Override
    public long compareAndExchangeLong(long offset, long expected, long value) {
        return Long.reverseBytes(raw.compareAndExchangeLong(offset, Long.reverseBytes(expected), Long.reverseBytes(value)));
    }

    @Override
    public int getAndAddInt(long offset, int delta) {
        return Integer.reverseBytes((int) raw.addReversed("getAndAddInt", offset, 4, delta));
    }

    @Override
    public long getAndAddLong(long offset, long delta) {
        return Long.reverseBytes(raw.addReversed("getAndAddLong", offset, 8, delta));
    }

    @Override
    public void fence() {
        raw.fence();
    }

    @Override
    public void fill(long offset, long length, byte value) {
        raw.fill(offset, length, value);
    }

    @Override
    public void copyFrom(MemorySegment source, long sourceOffset, long offset, long length) {
        raw.copyFrom(source, sourceOffset, offset, length);
    }

    @Override
    public void copyTo(long offset, MemorySegment target, long targetOffset, long length) {
        raw.copyTo(offset, target, targetOffset, length);
    }

    @Override
    public MemoryAccess view(long offset, long length) {
        return raw.view(offset, length).view(order());
    }

    @Override
    public MemoryAccess view(ByteOrder order) {
        return raw.view(order);
    }

    private static ByteOrder order() {
        return ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }
}
