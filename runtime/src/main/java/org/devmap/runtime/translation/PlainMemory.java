package org.devmap.runtime.translation;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.LongSupplier;

/**
 * The top of the tiers: ordinary memory that a window shows as a whole comes first, and its one check of bounds moves
 * out of loops, as the whole access path does. Alignment is checked here, of the offset alone, inside the mark: so
 * compilers join what ends one access with what begins the next, and a random access costs less than one to a raw
 * segment.
 */
abstract class PlainMemory extends OrderedMemory {

    /**
     * Bytes that bulk operations move inside one mark, so that a revocation does not wait long for it: about a
     * millisecond.
     */
    private static final long BULK = 4 << 20;

    /**
     * Memory at a range of addresses.
     *
     * @param start address of offset 0
     * @param length bytes
     * @param patience guarded accesses without a revocation until a window is opened
     */
    PlainMemory(long start, long length, LongSupplier patience) {
        super(start, length, patience);
    }

    final byte loadByte(String operation, long offset) {
        Window open = whole;
        Seat seat = Seat.here();
        if (WHOLE.isMet(open != Window.NONE && seat.isMine())) {
            seat.mark = open.mark;
            try {
                if (whole == open) {
                    return open.memory.get(ValueLayout.JAVA_BYTE, offset);
                }
            } catch (IndexOutOfBoundsException e) {
                throw misplaced(operation, offset, 1, e);
            } finally {
                seat.mark = 0;
            }
        }
        return loadByteInOrder(operation, offset);
    }

    final short loadShort(String operation, long offset) {
        Window open = whole;
        Seat seat = Seat.here();
        if (WHOLE.isMet(open != Window.NONE && seat.isMine())) {
            seat.mark = open.mark;
            try {
                if (whole == open) {
                    if ((offset & 1) != 0) {
                        throw misplaced(operation, offset, 2, null);
                    }
                    return open.memory.get(ValueLayout.JAVA_SHORT_UNALIGNED, offset);
                }
            } catch (IndexOutOfBoundsException e) {
                throw misplaced(operation, offset, 2, e);
            } finally {
                seat.mark = 0;
            }
        }
        return loadShortInOrder(operation, offset);
    }

    final int loadInt(String operation, long offset) {
        Window open = whole;
        Seat seat = Seat.here();
        if (WHOLE.isMet(open != Window.NONE && seat.isMine())) {
            seat.mark = open.mark;
            try {
                if (whole == open) {
                    if ((offset & 3) != 0) {
                        throw misplaced(operation, offset, 4, null);
                    }
                    return open.memory.get(ValueLayout.JAVA_INT_UNALIGNED, offset);
                }
            } catch (IndexOutOfBoundsException e) {
                throw misplaced(operation, offset, 4, e);
            } finally {
                seat.mark = 0;
            }
        }
        return loadIntInOrder(operation, offset);
    }

    final long loadLong(String operation, long offset) {
        Window open = whole;
        Seat seat = Seat.here();
        if (WHOLE.isMet(open != Window.NONE && seat.isMine())) {
            seat.mark = open.mark;
            try {
                if (whole == open) {
                    if ((offset & 7) != 0) {
                        throw misplaced(operation, offset, 8, null);
                    }
                    return open.memory.get(ValueLayout.JAVA_LONG_UNALIGNED, offset);
                }
            } catch (IndexOutOfBoundsException e) {
                throw misplaced(operation, offset, 8, e);
            } finally {
                seat.mark = 0;
            }
        }
        return loadLongInOrder(operation, offset);
    }

    final void storeByte(String operation, long offset, byte value) {
        Window open = whole;
        Seat seat = Seat.here();
        if (WHOLE.isMet(open.writable && seat.isMine())) {
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
        storeByteInOrder(operation, offset, value);
    }

    final void storeShort(String operation, long offset, short value) {
        Window open = whole;
        Seat seat = Seat.here();
        if (WHOLE.isMet(open.writable && seat.isMine())) {
            seat.mark = open.mark;
            try {
                if (whole == open) {
                    if ((offset & 1) != 0) {
                        throw misplaced(operation, offset, 2, null);
                    }
                    open.memory.set(ValueLayout.JAVA_SHORT_UNALIGNED, offset, value);
                    return;
                }
            } catch (IndexOutOfBoundsException e) {
                throw misplaced(operation, offset, 2, e);
            } finally {
                seat.mark = 0;
            }
        }
        storeShortInOrder(operation, offset, value);
    }

    final void storeInt(String operation, long offset, int value) {
        Window open = whole;
        Seat seat = Seat.here();
        if (WHOLE.isMet(open.writable && seat.isMine())) {
            seat.mark = open.mark;
            try {
                if (whole == open) {
                    if ((offset & 3) != 0) {
                        throw misplaced(operation, offset, 4, null);
                    }
                    open.memory.set(ValueLayout.JAVA_INT_UNALIGNED, offset, value);
                    return;
                }
            } catch (IndexOutOfBoundsException e) {
                throw misplaced(operation, offset, 4, e);
            } finally {
                seat.mark = 0;
            }
        }
        storeIntInOrder(operation, offset, value);
    }

    final void storeLong(String operation, long offset, long value) {
        Window open = whole;
        Seat seat = Seat.here();
        if (WHOLE.isMet(open.writable && seat.isMine())) {
            seat.mark = open.mark;
            try {
                if (whole == open) {
                    if ((offset & 7) != 0) {
                        throw misplaced(operation, offset, 8, null);
                    }
                    open.memory.set(ValueLayout.JAVA_LONG_UNALIGNED, offset, value);
                    return;
                }
            } catch (IndexOutOfBoundsException e) {
                throw misplaced(operation, offset, 8, e);
            } finally {
                seat.mark = 0;
            }
        }
        storeLongInOrder(operation, offset, value);
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
