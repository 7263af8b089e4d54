package org.devmap.runtime.translation;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Single data in the host's own memory, at any alignment: the other side of copies to and from devices. */
public final class HostData {

    private HostData() {
    }

    /**
     * Reads a datum.
     *
     * @param source host memory
     * @param offset bytes
     * @param width 1, 2, 4 or 8
     * @return the value in the low bits
     */
    public static long load(MemorySegment source, long offset, int width) {
        return switch (width) {
            case 1 -> source.get(ValueLayout.JAVA_BYTE, offset);
            case 2 -> source.get(ValueLayout.JAVA_SHORT_UNALIGNED, offset);
            case 4 -> source.get(ValueLayout.JAVA_INT_UNALIGNED, offset);
            default -> source.get(ValueLayout.JAVA_LONG_UNALIGNED, offset);
        };
    }

    /**
     * Writes a datum.
     *
     * @param target host memory
     * @param offset bytes
     * @param width 1, 2, 4 or 8
     * @param value the value in the low bits
     */
    public static void store(MemorySegment target, long offset, int width, long value) {
        switch (width) {
            case 1 -> target.set(ValueLayout.JAVA_BYTE, offset, (byte) value);
            case 2 -> target.set(ValueLayout.JAVA_SHORT_UNALIGNED, offset, (short) value);
            case 4 -> target.set(ValueLayout.JAVA_INT_UNALIGNED, offset, (int) value);
            default -> target.set(ValueLayout.JAVA_LONG_UNALIGNED, offset, value);
        }
    }

    /** The widest natural access at an address that is not longer than what is left; at most 4 bytes, a bus word. */
    static int widest(long address, long left) {
        int width = 4;
        while (width > left || (address & width - 1) != 0) {
            width >>= 1;
        }
        return width;
    }
}
