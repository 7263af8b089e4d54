package org.devmap.runtime.translation;

import org.devmap.MemoryAccess;

/**
 * How a class of {@link TranslatedMemory} makes its accesses that is ordinary memory as a rule: it looks for that first.
 * See {@link DeviceAccess} for why it is not the same for all.
 */
public interface OrdinaryAccess extends MemoryAccess {

    @Override
    default byte getByte(long offset) {
        return ((PlainMemory) this).loadByte("getByte", offset);
    }

    @Override
    default short getShort(long offset) {
        return ((PlainMemory) this).loadShort("getShort", offset);
    }

    @Override
    default int getInt(long offset) {
        return ((PlainMemory) this).loadInt("getInt", offset);
    }

    @Override
    default long getLong(long offset) {
        return ((PlainMemory) this).loadLong("getLong", offset);
    }

    @Override
    default void setByte(long offset, byte value) {
        ((PlainMemory) this).storeByte("setByte", offset, value);
    }

    @Override
    default void setShort(long offset, short value) {
        ((PlainMemory) this).storeShort("setShort", offset, value);
    }

    @Override
    default void setInt(long offset, int value) {
        ((PlainMemory) this).storeInt("setInt", offset, value);
    }

    @Override
    default void setLong(long offset, long value) {
        ((PlainMemory) this).storeLong("setLong", offset, value);
    }
}
