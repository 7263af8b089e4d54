package org.devmap.runtime.translation;

import java.util.function.LongSupplier;

/**
 * The direct tier: what is accessed often has a {@link Window}; what has none falls through to the guarded tier. Here
 * is what every window serves, whatever it shows and however it is accessed; {@link OrderedMemory} and {@link
 * PlainMemory} come before it with what is shorter.
 *
 * <p>Every access is written out for each width, and short: what is inlined where it is called costs what an access to
 * a raw segment costs, and a method that serves all widths is too large for that. What decides is one condition each,
 * put to an {@link Expectation}.
 */
abstract class DirectMemory extends GuardedMemory {

    static final Expectation WHOLE = Expectation.unknown();
    static final Expectation IN_ORDER = Expectation.unknown();
    private static final Expectation PART = Expectation.unknown();

    // Written under the lock of the window's translation, read in any order: see the package description.

    private Window window = Window.NONE;
    /** The same window if it shows all of an ordinary memory. */
    Window whole = Window.NONE;
    /** The same window if it shows all of a device memory. */
    Window ordered = Window.NONE;
    private boolean isKnown;
    private boolean isKnownAsWhole;

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
        boolean isWhole = whole != Window.NONE || ordered != Window.NONE;
        if (window != Window.NONE && (!isKnown || isWhole && !isKnownAsWhole)) {
            // Its accesses went a longer way until now, and compilers have seen that. Pages are loaded one by one, so
            // the first window often shows a part.
            isKnown = true;
            isKnownAsWhole = isWhole;
            Expectation.forget(WHOLE, IN_ORDER, PART);
        }
    }

    final void publish(Window opened) {
        window = opened;
        whole = opened.memory == null ? Window.NONE : opened;
        ordered = opened.isOrdered ? opened : Window.NONE;
    }

    final void withdraw(Window closed) {
        if (window == closed) {
            window = Window.NONE;
            whole = Window.NONE;
            ordered = Window.NONE;
            ended(closed.hasPaid());
        }
    }

    /** What is accessed directly. */
    final Window window() {
        return window;
    }

    final byte loadByteByKind(String operation, long offset) {
        Window open = window;
        Seat seat = Seat.here();
        long at = open.at(offset, 1);
        if (PART.isMet(open.takes(offset, 1) && seat.isMine())) {
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

    final short loadShortByKind(String operation, long offset) {
        Window open = window;
        Seat seat = Seat.here();
        long at = open.at(offset, 2);
        if (PART.isMet(open.takes(offset, 2) && seat.isMine())) {
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

    final int loadIntByKind(String operation, long offset, boolean asVolatile) {
        Window open = window;
        Seat seat = Seat.here();
        long at = open.at(offset, 4);
        if (PART.isMet(open.takes(offset, 4) && seat.isMine())) {
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

    final long loadLongByKind(String operation, long offset, boolean asVolatile) {
        Window open = window;
        Seat seat = Seat.here();
        long at = open.at(offset, 8);
        if (PART.isMet(open.takes(offset, 8) && seat.isMine())) {
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

    final void storeByteByKind(String operation, long offset, byte value) {
        Window open = window;
        Seat seat = Seat.here();
        long at = open.at(offset, 1);
        if (PART.isMet(open.takesStore(offset, 1) && seat.isMine())) {
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

    final void storeShortByKind(String operation, long offset, short value) {
        Window open = window;
        Seat seat = Seat.here();
        long at = open.at(offset, 2);
        if (PART.isMet(open.takesStore(offset, 2) && seat.isMine())) {
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

    final void storeIntByKind(String operation, long offset, int value, boolean asVolatile) {
        Window open = window;
        Seat seat = Seat.here();
        long at = open.at(offset, 4);
        if (PART.isMet(open.takesStore(offset, 4) && seat.isMine())) {
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

    final void storeLongByKind(String operation, long offset, long value, boolean asVolatile) {
        Window open = window;
        Seat seat = Seat.here();
        long at = open.at(offset, 8);
        if (PART.isMet(open.takesStore(offset, 8) && seat.isMine())) {
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
        if (PART.isMet(open.takesStore(offset, width) && seat.isMine())) {
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
}
