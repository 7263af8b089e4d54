package org.devmap;

/**
 * Page arithmetic (ptob(9F), btop(9F), btopr(9F)). A devmap page is 4096 bytes on every machine: translations are made
 * by the framework, so its page need not be the processor's (decision 3).
 */
public final class Pages {

    /** Bytes of a page. */
    public static final long SIZE = 4096;
    /** Binary logarithm of {@link #SIZE}. */
    public static final int SHIFT = 12;

    private Pages() {
    }

    /**
     * Up to the next page multiple. Lengths are unsigned; above 2^64 - SIZE the result wraps to 0, as in C.
     *
     * @param bytes a length or offset
     * @return the smallest page multiple not below it
     */
    public static long roundUp(long bytes) {
        return (bytes + SIZE - 1) & -SIZE;
    }

    /**
     * Down to a page multiple.
     *
     * @param bytes a length or offset, also negative
     * @return the largest page multiple not above it
     */
    public static long roundDown(long bytes) {
        return bytes & -SIZE;
    }

    /**
     * Whether this is a page multiple.
     *
     * @param bytes a length or offset
     * @return true if the page offset is 0
     */
    public static boolean isAligned(long bytes) {
        return (bytes & SIZE - 1) == 0;
    }

    /**
     * ptob: pages to bytes.
     *
     * @param pages a number of pages
     * @return bytes
     */
    public static long ptob(long pages) {
        return pages << SHIFT;
    }

    /**
     * btop: bytes to whole pages, rounding down.
     *
     * @param bytes unsigned bytes
     * @return pages
     */
    public static long btop(long bytes) {
        return bytes >>> SHIFT;
    }

    /**
     * btopr: bytes to pages, rounding up.
     *
     * @param bytes unsigned bytes
     * @return pages
     */
    public static long btopr(long bytes) {
        return (bytes >>> SHIFT) + ((bytes & SIZE - 1) == 0 ? 0 : 1);
    }
}
