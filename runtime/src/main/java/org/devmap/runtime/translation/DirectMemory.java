package org.devmap.runtime.translation;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * The direct tier: what is accessed often has a {@link Window}; what has none falls through to the guarded tier.
 *
 * <p>Every access is written out for each width, and short: what is inlined where it is called costs what an access to
 * a raw segment costs, and a method that serves all widths is too large for that. Memory that is ordinary and open as a
 * whole comes first, because its one check of bounds moves out of loops; parts of memory, device memory and volatile
 * accesses come next. What decides is one condition each, put to an {@link Expectation}; behind it nothing but the
 * JDK's own accesses is called, which compilers inline however rarely their profile has seen them.
 */
abstract class DirectMemory extends GuardedMemory {

    private static final Expectation WHOLE = Expectation.unknown();
    private static final Expectation PART = Expectation.unknown();
    /**
     * Bytes that bulk operations move inside one mark, so that a revocation does not wait long for it: about a
     * millisecond.
     */
    private static final long BULK = 4 << 20;

    /** Written under the lock of the window's translation, read in any order: see the package description. */
    private Window window = Window.NONE;
    /** The same window if it shows all of an ordinary memory. */
    private Window whole = Window.NONE;
    private boolean isKnown;

    /**
     * Memory at a range of addresses.
     *
     * @param start address of offset 0
     * @param length bytes
     * @param patience guarded accesses without a revocation until a window is opened
     */
    DirectMemory(long start, long length, LongSupplier patience) {
        super(start, length, patience);
    }

    @Override
    final void open(Translation table, long address) {
        table.open(this, address);
        if (!isKnown && window != Window.NONE) {
            // Its accesses were guarded until now, and compilers have seen that.
            isKnown = true;
            Expectation.forget(WHOLE, PART);
        }
    }

    final void publish(Window opened) {
        window = opened;
        whole = opened.memory == null ? Window.NONE : opened;
    }

    final void withdraw(Window closed) {
        if (window == closed) {
            window = Window.NONE;
            whole = Window.NONE;
            ended(closed.hasPaid());
        }
    }

    /** What is accessed directly. */
    final Window window() {
        return window;
    }

    final byte loadByte(String operation, long offset) {
        Window open = whole;
        Seat seat = Seat.here();
        if (WHOLE.isMet(open != Window.NONE & seat.isMine())) {
            seat.mark = open.mark;
            try {
                if (whole == open) {
                    return open.memory.get(ValueLayout.JAVA_BYTE, offset);
                }
            } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
                throw misplaced(operation, offset, 1, e);
            } finally {
                seat.mark = 0;
            }
        }
        return loadByteByKind(operation, offset);
    }

    private byte loadByteByKind(String operation, long offset) {
        Window open = window;
        Seat seat = Seat.here();
        long at = open.at(offset, 1);
        if (PART.isMet(open.takes(offset, 1) & seat.isMine())) {
            seat.mark = open.mark;
            try {
                if (window == open) {
                    return RawAccess.getByte(RawViews.NATIVE, at, open.kind);
                }
            } finally {
                seat.mark = 0;
            }
        }
        return (byte) guardedLoad(operation, offset, 1, false);
    }

    final short loadShort(String operation, long offset) {
        Window open = whole;
        Seat seat = Seat.here();
        if (WHOLE.isMet(open != Window.NONE & seat.isMine())) {
            seat.mark = open.mark;
            try {
                if (whole == open) {
                    return open.memory.get(ValueLayout.JAVA_SHORT, offset);
                }
            } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
                throw misplaced(operation, offset, 2, e);
            } finally {
                seat.mark = 0;
            }
        }
        return loadShortByKind(operation, offset);
    }

    private short loadShortByKind(String operation, long offset) {
        Window open = window;
        Seat seat = Seat.here();
        long at = open.at(offset, 2);
        if (PART.isMet(open.takes(offset, 2) & seat.isMine())) {
            seat.mark = open.mark;
            try {
                if (window == open) {
                    return RawAccess.getShort(RawViews.NATIVE, at, open.kind);
                }
            } finally {
                seat.mark = 0;
            }
        }
        return (short) guardedLoad(operation, offset, 2, false);
    }

    final int loadInt(String operation, long offset) {
        Window open = whole;
        Seat seat = Seat.here();
        if (WHOLE.isMet(open != Window.NONE & seat.isMine())) {
            seat.mark = open.mark;
            try {
                if (whole == open) {
                    return open.memory.get(ValueLayout.JAVA_INT, offset);
                }
            } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
                throw misplaced(operation, offset, 4, e);
            } finally {
                seat.mark = 0;
            }
        }
        return loadIntByKind(operation, offset, false);
    }

    final int loadIntByKind(String operation, long offset, boolean asVolatile) {
        Window open = window;
        Seat seat = Seat.here();
        long at = open.at(offset, 4);
        if (PART.isMet(open.takes(offset, 4) & seat.isMine())) {
            seat.mark = open.mark;
            try {
                if (window == open) {
                    return RawAccess.getInt(RawViews.NATIVE, at, asVolatile ? AccessKind.VOLATILE : open.kind);
                }
            } finally {
                seat.mark = 0;
            }
        }
        return (int) guardedLoad(operation, offset, 4, asVolatile);
    }

    final long loadLong(String operation, long offset) {
        Window open = whole;
        Seat seat = Seat.here();
        if (WHOLE.isMet(open != Window.NONE & seat.isMine())) {
            seat.mark = open.mark;
            try {
                if (whole == open) {
                    return open.memory.get(ValueLayout.JAVA_LONG, offset);
                }
            } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
                throw misplaced(operation, offset, 8, e);
            } finally {
                seat.mark = 0;
            }
        }
        return loadLongByKind(operation, offset, false);
    }

    final long loadLongByKind(String operation, long offset, boolean asVolatile) {
        Window open = window;
        Seat seat = Seat.here();
        long at = open.at(offset, 8);
        if (PART.isMet(open.takes(offset, 8) & seat.isMine())) {
            seat.mark = open.mark;
            try {
                if (window == open) {
                    return RawAccess.getLong(RawViews.NATIVE, at, asVolatile ? AccessKind.VOLATILE : open.kind);
                }
            } finally {
                seat.mark = 0;
            }
        }
        return guardedLoad(operation, offset, 8, asVolatile);
    }

    final void storeByte(String operation, long offset, byte value) {
        Window open = whole;
        Seat seat = Seat.here();
        if (WHOLE.isMet(open.writable & seat.isMine())) {
            seat.mark = open.mark;
            try {
                if (whole == open) {
                    open.memory.set(ValueLayout.JAVA_BYTE, offset, value);
                    return;
                }
            } catch (IndexOutOfBoundsException e) {
                throw misplaced(operation, offset, 1, e);
            } finally {
                seat.mark = 0;
            }
        }
        storeByteByKind(operation, offset, value);
    }

    private void storeByteByKind(String operation, long offset, byte value) {
        Window open = window;
        Seat seat = Seat.here();
        long at = open.at(offset, 1);
        if (PART.isMet(open.takesStore(offset, 1) & seat.isMine())) {
            seat.mark = open.mark;
            try {
                if (window == open) {
                    RawAccess.setByte(RawViews.NATIVE, at, value, open.kind);
                    return;
                }
            } finally {
                seat.mark = 0;
            }
        }
        guardedStore(operation, offset, 1, value, false);
    }

    final void storeShort(String operation, long offset, short value) {
        Window open = whole;
        Seat seat = Seat.here();
        if (WHOLE.isMet(open.writable & seat.isMine())) {
            if ((open.memory.address() + offset & 1) != 0) {
                throw misplaced(operation, offset, 2, null);
            }
            seat.mark = open.mark;
            try {
                if (whole == open) {
                    open.memory.set(ValueLayout.JAVA_SHORT_UNALIGNED, offset, value);
                    return;
                }
            } catch (IndexOutOfBoundsException e) {
                throw misplaced(operation, offset, 2, e);
            } finally {
                seat.mark = 0;
            }
        }
        storeShortByKind(operation, offset, value);
    }

    private void storeShortByKind(String operation, long offset, short value) {
        Window open = window;
        Seat seat = Seat.here();
        long at = open.at(offset, 2);
        if (PART.isMet(open.takesStore(offset, 2) & seat.isMine())) {
            seat.mark = open.mark;
            try {
                if (window == open) {
                    RawAccess.setShort(RawViews.NATIVE, at, value, open.kind);
                    return;
                }
            } finally {
                seat.mark = 0;
            }
        }
        guardedStore(operation, offset, 2, value, false);
    }

    final void storeInt(String operation, long offset, int value) {
        Window open = whole;
        Seat seat = Seat.here();
        if (WHOLE.isMet(open.writable & seat.isMine())) {
            if ((open.memory.address() + offset & 3) != 0) {
                throw misplaced(operation, offset, 4, null);
            }
            seat.mark = open.mark;
            try {
                if (whole == open) {
                    open.memory.set(ValueLayout.JAVA_INT_UNALIGNED, offset, value);
                    return;
                }
            } catch (IndexOutOfBoundsException e) {
                throw misplaced(operation, offset, 4, e);
            } finally {
                seat.mark = 0;
            }
        }
        storeIntByKind(operation, offset, value, false);
    }

    final void storeIntByKind(String operation, long offset, int value, boolean asVolatile) {
        Window open = window;
        Seat seat = Seat.here();
        long at = open.at(offset, 4);
        if (PART.isMet(open.takesStore(offset, 4) & seat.isMine())) {
            seat.mark = open.mark;
            try {
                if (window == open) {
                    RawAccess.setInt(RawViews.NATIVE, at, value, asVolatile ? AccessKind.VOLATILE : open.kind);
                    return;
                }
            } finally {
                seat.mark = 0;
            }
        }
        guardedStore(operation, offset, 4, value, asVolatile);
    }

    final void storeLong(String operation, long offset, long value) {
        Window open = whole;
        Seat seat = Seat.here();
        if (WHOLE.isMet(open.writable & seat.isMine())) {
            if ((open.memory.address() + offset & 7) != 0) {
                throw misplaced(operation, offset, 8, null);
            }
            seat.mark = open.mark;
            try {
                if (whole == open) {
                    open.memory.set(ValueLayout.JAVA_LONG_UNALIGNED, offset, value);
                    return;
                }
            } catch (IndexOutOfBoundsException e) {
                throw misplaced(operation, offset, 8, e);
            } finally {
                seat.mark = 0;
            }
        }
        storeLongByKind(operation, offset, value, false);
    }

    final void storeLongByKind(String operation, long offset, long value, boolean asVolatile) {
        Window open = window;
        Seat seat = Seat.here();
        long at = open.at(offset, 8);
        if (PART.isMet(open.takesStore(offset, 8) & seat.isMine())) {
            seat.mark = open.mark;
            try {
                if (window == open) {
                    RawAccess.setLong(RawViews.NATIVE, at, value, asVolatile ? AccessKind.VOLATILE : open.kind);
                    return;
                }
            } finally {
                seat.mark = 0;
            }
        }
        guardedStore(operation, offset, 8, value, asVolatile);
    }

    final long update(String operation, long offset, int width, Update update, long expected, long operand) {
        Window open = window;
        Seat seat = Seat.here();
        long at = open.at(offset, width);
        if (PART.isMet(open.takesStore(offset, width) & seat.isMine())) {
            seat.mark = open.mark;
            try {
                if (window == open) {
                    return RawAccess.update(RawViews.NATIVE, at, width, update, expected, operand);
                }
            } finally {
                seat.mark = 0;
            }
        }
        return guardedUpdate(operation, offset, width, update, expected, operand);
    }

    /** Moves some of what is left, inside one mark; answers how much, 0 if the memory there is not plain. */
    final long moveRun(Bulk bulk, MemorySegment host, long hostOffset, byte value, long offset, long left) {
        Window open = whole;
        Seat seat = Seat.here();
        if (open != Window.NONE && seat.isMine() && (open.writable || !bulk.writes())) {
            seat.mark = open.mark;
            try {
                if (whole == open) {
                    long count = Math.min(left, BULK);
                    bulk.move(open.memory, offset, count, host, hostOffset, value);
                    return count;
                }
            } finally {
                seat.mark = 0;
            }
        }
        return guardedRun(bulk, host, hostOffset, value, offset, left);
    }
}
