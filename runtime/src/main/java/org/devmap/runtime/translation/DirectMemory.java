package org.devmap.runtime.translation;

/**
 * The direct tier: what is accessed often has a {@link Window}; what has none falls through to the guarded tier.
 *
 * <p>Every access is written out for each width, and short: what is inlined where it is called costs what an access to a raw segment
 * costs, and a method that serves all widths is too large for that. Memory that is ordinary and open as a whole comes first, because its
 * one check of bounds moves out of loops; parts of memory, device memory and volatile accesses come next.
 */
abstract class DirectMemory extends GuardedMemory {

    /** Written under the lock of the window's translation, read in any order: see the package description. */
    private Window window;

    /**
     * Memory at a range of addresses.
     *
     * @param start address of offset 0
     * @param length bytes
     * @param patience nanoseconds spent in guarded accesses without a revocation until a window is opened
     */
    DirectMemory(long start, long length, long patience) {
        super(start, length, patience);
    }

    @Override
    final void open(Translation table, long address) {
        table.open(this, address);
    }

    final void publish(Window opened) {
        window = opened;
    }

    final void withdraw(Window closed) {
        if (window == closed) {
            window = null;
        }
    }

    /** What is accessed directly, or null. */
    final Window window() {
        return window;
    }

    final byte loadByte(String operation, long offset) {
        Window open = window;
        Seat seat;
        if (open != null && open.takesPlainLoad(offset, 1) && (seat = open.enter()) != null) {
            try {
                if (window == open) {
                    return RawAccess.getByte(open.whole, offset, AccessKind.PLAIN);
                }
            } finally {
                seat.mark = 0;
            }
        }
        return loadByteByKind(operation, offset);
    }

    private byte loadByteByKind(String operation, long offset) {
        Window open = window;
        Seat seat;
        if (open != null && open.takes(offset, 1) && (seat = open.enter()) != null) {
            try {
                if (window == open) {
                    return RawAccess.getByte(RawViews.NATIVE, open.at(offset, 1), open.kind);
                }
            } finally {
                seat.mark = 0;
            }
        }
        return (byte) guardedLoad(operation, offset, 1, false);
    }

    final short loadShort(String operation, long offset) {
        Window open = window;
        Seat seat;
        if (open != null && open.takesPlainLoad(offset, 2) && (seat = open.enter()) != null) {
            try {
                if (window == open) {
                    return RawAccess.getShort(open.whole, offset, AccessKind.PLAIN);
                }
            } finally {
                seat.mark = 0;
            }
        }
        return loadShortByKind(operation, offset);
    }

    private short loadShortByKind(String operation, long offset) {
        Window open = window;
        Seat seat;
        if (open != null && open.takes(offset, 2) && (seat = open.enter()) != null) {
            try {
                if (window == open) {
                    return RawAccess.getShort(RawViews.NATIVE, open.at(offset, 2), open.kind);
                }
            } finally {
                seat.mark = 0;
            }
        }
        return (short) guardedLoad(operation, offset, 2, false);
    }

    final int loadInt(String operation, long offset) {
        Window open = window;
        Seat seat;
        if (open != null && open.takesPlainLoad(offset, 4) && (seat = open.enter()) != null) {
            try {
                if (window == open) {
                    return RawAccess.getInt(open.whole, offset, AccessKind.PLAIN);
                }
            } finally {
                seat.mark = 0;
            }
        }
        return loadIntByKind(operation, offset, false);
    }

    final int loadIntByKind(String operation, long offset, boolean asVolatile) {
        Window open = window;
        Seat seat;
        if (open != null && open.takes(offset, 4) && (seat = open.enter()) != null) {
            try {
                if (window == open) {
                    return RawAccess.getInt(RawViews.NATIVE, open.at(offset, 4), asVolatile ? AccessKind.VOLATILE : open.kind);
                }
            } finally {
                seat.mark = 0;
            }
        }
        return (int) guardedLoad(operation, offset, 4, asVolatile);
    }

    final long loadLong(String operation, long offset) {
        Window open = window;
        Seat seat;
        if (open != null && open.takesPlainLoad(offset, 8) && (seat = open.enter()) != null) {
            try {
                if (window == open) {
                    return RawAccess.getLong(open.whole, offset, AccessKind.PLAIN);
                }
            } finally {
                seat.mark = 0;
            }
        }
        return loadLongByKind(operation, offset, false);
    }

    final long loadLongByKind(String operation, long offset, boolean asVolatile) {
        Window open = window;
        Seat seat;
        if (open != null && open.takes(offset, 8) && (seat = open.enter()) != null) {
            try {
                if (window == open) {
                    return RawAccess.getLong(RawViews.NATIVE, open.at(offset, 8), asVolatile ? AccessKind.VOLATILE : open.kind);
                }
            } finally {
                seat.mark = 0;
            }
        }
        return guardedLoad(operation, offset, 8, asVolatile);
    }

    final void storeByte(String operation, long offset, byte value) {
        Window open = window;
        Seat seat;
        if (open != null && open.takesPlainStore(offset, 1) && (seat = open.enter()) != null) {
            try {
                if (window == open) {
                    RawAccess.setByte(open.whole, offset, value, AccessKind.PLAIN);
                    return;
                }
            } finally {
                seat.mark = 0;
            }
        }
        storeByteByKind(operation, offset, value);
    }

    private void storeByteByKind(String operation, long offset, byte value) {
        Window open = window;
        Seat seat;
        if (open != null && open.takesStore(offset, 1) && (seat = open.enter()) != null) {
            try {
                if (window == open) {
                    RawAccess.setByte(RawViews.NATIVE, open.at(offset, 1), value, open.kind);
                    return;
                }
            } finally {
                seat.mark = 0;
            }
        }
        guardedStore(operation, offset, 1, value, false);
    }

    final void storeShort(String operation, long offset, short value) {
        Window open = window;
        Seat seat;
        if (open != null && open.takesPlainStore(offset, 2) && (seat = open.enter()) != null) {
            try {
                if (window == open) {
                    RawAccess.setShort(open.whole, offset, value, AccessKind.PLAIN);
                    return;
                }
            } finally {
                seat.mark = 0;
            }
        }
        storeShortByKind(operation, offset, value);
    }

    private void storeShortByKind(String operation, long offset, short value) {
        Window open = window;
        Seat seat;
        if (open != null && open.takesStore(offset, 2) && (seat = open.enter()) != null) {
            try {
                if (window == open) {
                    RawAccess.setShort(RawViews.NATIVE, open.at(offset, 2), value, open.kind);
                    return;
                }
            } finally {
                seat.mark = 0;
            }
        }
        guardedStore(operation, offset, 2, value, false);
    }

    final void storeInt(String operation, long offset, int value) {
        Window open = window;
        Seat seat;
        if (open != null && open.takesPlainStore(offset, 4) && (seat = open.enter()) != null) {
            try {
                if (window == open) {
                    RawAccess.setInt(open.whole, offset, value, AccessKind.PLAIN);
                    return;
                }
            } finally {
                seat.mark = 0;
            }
        }
        storeIntByKind(operation, offset, value, false);
    }

    final void storeIntByKind(String operation, long offset, int value, boolean asVolatile) {
        Window open = window;
        Seat seat;
        if (open != null && open.takesStore(offset, 4) && (seat = open.enter()) != null) {
            try {
                if (window == open) {
                    RawAccess.setInt(RawViews.NATIVE, open.at(offset, 4), value, asVolatile ? AccessKind.VOLATILE : open.kind);
                    return;
                }
            } finally {
                seat.mark = 0;
            }
        }
        guardedStore(operation, offset, 4, value, asVolatile);
    }

    final void storeLong(String operation, long offset, long value) {
        Window open = window;
        Seat seat;
        if (open != null && open.takesPlainStore(offset, 8) && (seat = open.enter()) != null) {
            try {
                if (window == open) {
                    RawAccess.setLong(open.whole, offset, value, AccessKind.PLAIN);
                    return;
                }
            } finally {
                seat.mark = 0;
            }
        }
        storeLongByKind(operation, offset, value, false);
    }

    final void storeLongByKind(String operation, long offset, long value, boolean asVolatile) {
        Window open = window;
        Seat seat;
        if (open != null && open.takesStore(offset, 8) && (seat = open.enter()) != null) {
            try {
                if (window == open) {
                    RawAccess.setLong(RawViews.NATIVE, open.at(offset, 8), value, asVolatile ? AccessKind.VOLATILE : open.kind);
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
        Seat seat;
        if (open != null && open.takesStore(offset, width) && (seat = open.enter()) != null) {
            try {
                if (window == open) {
                    return RawAccess.update(RawViews.NATIVE, open.at(offset, width), width, update, expected, operand);
                }
            } finally {
                seat.mark = 0;
            }
        }
        return guardedUpdate(operation, offset, width, update, expected, operand);
    }
}
