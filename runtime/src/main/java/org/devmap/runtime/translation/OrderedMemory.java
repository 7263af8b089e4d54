package org.devmap.runtime.translation;

import java.util.function.LongSupplier;

/**
 * Device memory that a window shows as a whole, accessed as its kind says: the few instructions that are left count,
 * because compilers make each access anew. So the seat is found through the window: it is that of whoever opened it;
 * other threads go the longer way. The JDK's accesses are called here and not through {@link RawAccess}: compilers are
 * forced to inline those, and inline a method of ours where their profile has seen it often.
 */
abstract class OrderedMemory extends DirectMemory {

    /**
     * Memory at a range of addresses.
     *
     * @param start address of offset 0
     * @param length bytes
     * @param patience guarded accesses without a revocation until a window is opened
     */
    OrderedMemory(long start, long length, LongSupplier patience) {
        super(start, length, patience);
    }

    final byte loadByteInOrder(String operation, long offset) {
        Window open = ordered;
        Seat seat = open.seat;
        if (IN_ORDER.isMet(seat.isMine() && open.takesInOrder(offset, 1))) {
            long at = open.at(offset, 1);
            seat.mark = open.mark;
            try {
                if (ordered == open) {
                    return open.kind == AccessKind.OPAQUE ? (byte) RawAccess.BYTE.getOpaque(RawViews.NATIVE, at)
                            : (byte) RawAccess.BYTE.getVolatile(RawViews.NATIVE, at);
                }
            } finally {
                seat.mark = 0;
            }
        }
        return loadByteByKind(operation, offset);
    }

    final short loadShortInOrder(String operation, long offset) {
        Window open = ordered;
        Seat seat = open.seat;
        if (IN_ORDER.isMet(seat.isMine() && open.takesInOrder(offset, 2))) {
            long at = open.at(offset, 2);
            seat.mark = open.mark;
            try {
                if (ordered == open) {
                    return open.kind == AccessKind.OPAQUE ? (short) RawAccess.SHORT.getOpaque(RawViews.NATIVE, at)
                            : (short) RawAccess.SHORT.getVolatile(RawViews.NATIVE, at);
                }
            } finally {
                seat.mark = 0;
            }
        }
        return loadShortByKind(operation, offset);
    }

    final int loadIntInOrder(String operation, long offset) {
        Window open = ordered;
        Seat seat = open.seat;
        if (IN_ORDER.isMet(seat.isMine() && open.takesInOrder(offset, 4))) {
            long at = open.at(offset, 4);
            seat.mark = open.mark;
            try {
                if (ordered == open) {
                    return open.kind == AccessKind.OPAQUE ? (int) RawAccess.INT.getOpaque(RawViews.NATIVE, at)
                            : (int) RawAccess.INT.getVolatile(RawViews.NATIVE, at);
                }
            } finally {
                seat.mark = 0;
            }
        }
        return loadIntByKind(operation, offset, false);
    }

    final long loadLongInOrder(String operation, long offset) {
        Window open = ordered;
        Seat seat = open.seat;
        if (IN_ORDER.isMet(seat.isMine() && open.takesInOrder(offset, 8))) {
            long at = open.at(offset, 8);
            seat.mark = open.mark;
            try {
                if (ordered == open) {
                    return open.kind == AccessKind.OPAQUE ? (long) RawAccess.LONG.getOpaque(RawViews.NATIVE, at)
                            : (long) RawAccess.LONG.getVolatile(RawViews.NATIVE, at);
                }
            } finally {
                seat.mark = 0;
            }
        }
        return loadLongByKind(operation, offset, false);
    }

    final void storeByteInOrder(String operation, long offset, byte value) {
        Window open = ordered;
        Seat seat = open.writer;
        if (IN_ORDER.isMet(seat.isMine() && open.takesInOrder(offset, 1))) {
            long at = open.at(offset, 1);
            seat.mark = open.mark;
            try {
                if (ordered == open) {
                    if (open.kind == AccessKind.OPAQUE) {
                        RawAccess.BYTE.setOpaque(RawViews.NATIVE, at, value);
                    } else {
                        RawAccess.BYTE.setVolatile(RawViews.NATIVE, at, value);
                    }
                    return;
                }
            } finally {
                seat.mark = 0;
            }
        }
        storeByteByKind(operation, offset, value);
    }

    final void storeShortInOrder(String operation, long offset, short value) {
        Window open = ordered;
        Seat seat = open.writer;
        if (IN_ORDER.isMet(seat.isMine() && open.takesInOrder(offset, 2))) {
            long at = open.at(offset, 2);
            seat.mark = open.mark;
            try {
                if (ordered == open) {
                    if (open.kind == AccessKind.OPAQUE) {
                        RawAccess.SHORT.setOpaque(RawViews.NATIVE, at, value);
                    } else {
                        RawAccess.SHORT.setVolatile(RawViews.NATIVE, at, value);
                    }
                    return;
                }
            } finally {
                seat.mark = 0;
            }
        }
        storeShortByKind(operation, offset, value);
    }

    final void storeIntInOrder(String operation, long offset, int value) {
        Window open = ordered;
        Seat seat = open.writer;
        if (IN_ORDER.isMet(seat.isMine() && open.takesInOrder(offset, 4))) {
            long at = open.at(offset, 4);
            seat.mark = open.mark;
            try {
                if (ordered == open) {
                    if (open.kind == AccessKind.OPAQUE) {
                        RawAccess.INT.setOpaque(RawViews.NATIVE, at, value);
                    } else {
                        RawAccess.INT.setVolatile(RawViews.NATIVE, at, value);
                    }
                    return;
                }
            } finally {
                seat.mark = 0;
            }
        }
        storeIntByKind(operation, offset, value, false);
    }

    final void storeLongInOrder(String operation, long offset, long value) {
        Window open = ordered;
        Seat seat = open.writer;
        if (IN_ORDER.isMet(seat.isMine() && open.takesInOrder(offset, 8))) {
            long at = open.at(offset, 8);
            seat.mark = open.mark;
            try {
                if (ordered == open) {
                    if (open.kind == AccessKind.OPAQUE) {
                        RawAccess.LONG.setOpaque(RawViews.NATIVE, at, value);
                    } else {
                        RawAccess.LONG.setVolatile(RawViews.NATIVE, at, value);
                    }
                    return;
                }
            } finally {
                seat.mark = 0;
            }
        }
        storeLongByKind(operation, offset, value, false);
    }
}
