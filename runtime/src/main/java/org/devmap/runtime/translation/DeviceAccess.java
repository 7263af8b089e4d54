package org.devmap.runtime.translation;

import org.devmap.MemoryAccess;

/**
 * How a class of {@link TranslatedMemory} makes its accesses that is registers or device memory as a rule: it does not
 * look for ordinary memory at all. A class of its own, because that is what compilers tell apart: of a loop over memory
 * of both classes they make two, and what slow registers need does not slow ordinary memory down.
 */
public interface DeviceAccess extends MemoryAccess {

    @Override
    default byte getByte(long offset) {
        return ((OrderedMemory) this).loadByteInOrder("getByte", offset);
    }

    @Override
    default short getShort(long offset) {
        return ((OrderedMemory) this).loadShortInOrder("getShort", offset);
    }

    @Override
    default int getInt(long offset) {
        return ((OrderedMemory) this).loadIntInOrder("getInt", offset);
    }

    @Override
    default long getLong(long offset) {
        return ((OrderedMemory) this).loadLongInOrder("getLong", offset);
    }

    @Override
    default void setByte(long offset, byte value) {
        ((OrderedMemory) this).storeByteInOrder("setByte", offset, value);
    }

    @Override
    default void setShort(long offset, short value) {
        ((OrderedMemory) this).storeShortInOrder("setShort", offset, value);
    }

    @Override
    default void setInt(long offset, int value) {
        ((OrderedMemory) this).storeIntInOrder("setInt", offset, value);
    }

    @Override
    default void setLong(long offset, long value) {
        ((OrderedMemory) this).storeLongInOrder("setLong", offset, value);
    }
}
