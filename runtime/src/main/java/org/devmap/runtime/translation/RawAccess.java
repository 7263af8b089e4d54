package org.devmap.runtime.translation;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * Single accesses of exactly one width to native memory, aligned, in one of the three ways memory is accessed. One method for each width:
 * what is inlined at every access must be small.
 */
final class RawAccess {

    static final VarHandle BYTE = ValueLayout.JAVA_BYTE.varHandle().withInvokeExactBehavior();
    static final VarHandle SHORT = ValueLayout.JAVA_SHORT.varHandle().withInvokeExactBehavior();
    static final VarHandle INT = ValueLayout.JAVA_INT.varHandle().withInvokeExactBehavior();
    static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle().withInvokeExactBehavior();

    private RawAccess() {
    }

    /** Initialises this class, so that no access is the first to need it: see {@link TranslatedMemory}. */
    static void prepare() {
        // The call has done it.
    }

    // Comparisons instead of switches over the enum: those look the branch up in an array, which no compiler folds.

    static byte getByte(MemorySegment memory, long at, AccessKind how) {
        return how == AccessKind.PLAIN ? memory.get(ValueLayout.JAVA_BYTE, at) : getOrderedByte(memory, at, how);
    }

    private static byte getOrderedByte(MemorySegment memory, long at, AccessKind how) {
        return how == AccessKind.OPAQUE ? (byte) BYTE.getOpaque(memory, at) : (byte) BYTE.getVolatile(memory, at);
    }

    static short getShort(MemorySegment memory, long at, AccessKind how) {
        return how == AccessKind.PLAIN ? memory.get(ValueLayout.JAVA_SHORT, at) : getOrderedShort(memory, at, how);
    }

    private static short getOrderedShort(MemorySegment memory, long at, AccessKind how) {
        return how == AccessKind.OPAQUE ? (short) SHORT.getOpaque(memory, at) : (short) SHORT.getVolatile(memory, at);
    }

    static int getInt(MemorySegment memory, long at, AccessKind how) {
        return how == AccessKind.PLAIN ? memory.get(ValueLayout.JAVA_INT, at) : getOrderedInt(memory, at, how);
    }

    private static int getOrderedInt(MemorySegment memory, long at, AccessKind how) {
        return how == AccessKind.OPAQUE ? (int) INT.getOpaque(memory, at) : (int) INT.getVolatile(memory, at);
    }

    static long getLong(MemorySegment memory, long at, AccessKind how) {
        return how == AccessKind.PLAIN ? memory.get(ValueLayout.JAVA_LONG, at) : getOrderedLong(memory, at, how);
    }

    private static long getOrderedLong(MemorySegment memory, long at, AccessKind how) {
        return how == AccessKind.OPAQUE ? (long) LONG.getOpaque(memory, at) : (long) LONG.getVolatile(memory, at);
    }

    static void setByte(MemorySegment memory, long at, byte value, AccessKind how) {
        if (how == AccessKind.PLAIN) {
            memory.set(ValueLayout.JAVA_BYTE, at, value);
        } else {
            setOrderedByte(memory, at, value, how);
        }
    }

    private static void setOrderedByte(MemorySegment memory, long at, byte value, AccessKind how) {
        if (how == AccessKind.OPAQUE) {
            BYTE.setOpaque(memory, at, value);
        } else {
            BYTE.setVolatile(memory, at, value);
        }
    }

    static void setShort(MemorySegment memory, long at, short value, AccessKind how) {
        if (how == AccessKind.PLAIN) {
            memory.set(ValueLayout.JAVA_SHORT, at, value);
        } else {
            setOrderedShort(memory, at, value, how);
        }
    }

    private static void setOrderedShort(MemorySegment memory, long at, short value, AccessKind how) {
        if (how == AccessKind.OPAQUE) {
            SHORT.setOpaque(memory, at, value);
        } else {
            SHORT.setVolatile(memory, at, value);
        }
    }

    static void setInt(MemorySegment memory, long at, int value, AccessKind how) {
        if (how == AccessKind.PLAIN) {
            memory.set(ValueLayout.JAVA_INT, at, value);
        } else {
            setOrderedInt(memory, at, value, how);
        }
    }

    private static void setOrderedInt(MemorySegment memory, long at, int value, AccessKind how) {
        if (how == AccessKind.OPAQUE) {
            INT.setOpaque(memory, at, value);
        } else {
            INT.setVolatile(memory, at, value);
        }
    }

    static void setLong(MemorySegment memory, long at, long value, AccessKind how) {
        if (how == AccessKind.PLAIN) {
            memory.set(ValueLayout.JAVA_LONG, at, value);
        } else {
            setOrderedLong(memory, at, value, how);
        }
    }

    private static void setOrderedLong(MemorySegment memory, long at, long value, AccessKind how) {
        if (how == AccessKind.OPAQUE) {
            LONG.setOpaque(memory, at, value);
        } else {
            LONG.setVolatile(memory, at, value);
        }
    }

    static long load(MemorySegment memory, long at, int width, AccessKind how) {
        return switch (width) {
            case 1 -> getByte(memory, at, how);
            case 2 -> getShort(memory, at, how);
            case 4 -> getInt(memory, at, how);
            default -> getLong(memory, at, how);
        };
    }

    static void store(MemorySegment memory, long at, int width, long value, AccessKind how) {
        switch (width) {
            case 1 -> setByte(memory, at, (byte) value, how);
            case 2 -> setShort(memory, at, (short) value, how);
            case 4 -> setInt(memory, at, (int) value, how);
            default -> setLong(memory, at, value, how);
        }
    }

    /** One atomic update of 4 or 8 bytes; answers what was there before. */
    static long update(MemorySegment memory, long at, int width, Update update, long expected, long operand) {
        if (update == Update.EXCHANGE) {
            return width == 4 ? (int) INT.compareAndExchange(memory, at, (int) expected, (int) operand)
                    : (long) LONG.compareAndExchange(memory, at, expected, operand);
        }
        if (update == Update.ADD) {
            return width == 4 ? (int) INT.getAndAdd(memory, at, (int) operand) : (long) LONG.getAndAdd(memory, at, operand);
        }
        return addReversed(memory, at, width, operand);
    }

    private static long addReversed(MemorySegment memory, long at, int width, long operand) {
        for (;;) {
            long before = width == 4 ? (int) INT.getVolatile(memory, at) : (long) LONG.getVolatile(memory, at);
            long after = Update.ADD_REVERSED.sum(before, operand, width);
            boolean done = width == 4 ? INT.compareAndSet(memory, at, (int) before, (int) after)
                    : LONG.compareAndSet(memory, at, before, after);
            if (done) {
                return before;
            }
        }
    }
}
