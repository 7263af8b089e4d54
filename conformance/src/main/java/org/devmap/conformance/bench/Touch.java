package org.devmap.conformance.bench;

import org.devmap.MemoryAccess;

/** Accesses of four bytes whose result, datum or signal, is an {@link Outcome}. To be imported statically. */
public final class Touch {

    private Touch() {
    }

    /**
     * Reads.
     *
     * @param memory a mapping, a space, or a driver's memory
     * @param off bytes into it
     * @return the value as an unsigned number, or what kept it from being read
     */
    public static Outcome read(MemoryAccess memory, long off) {
        int[] datum = new int[1];
        Outcome outcome = Outcome.of(() -> datum[0] = memory.getInt(off));
        return outcome.equals(Outcome.success()) ? Outcome.value(Integer.toUnsignedLong(datum[0])) : outcome;
    }

    /**
     * Writes.
     *
     * @param memory a mapping, a space, or a driver's memory
     * @param off bytes into it
     * @param datum what to write
     * @return success, or what kept it from being written
     */
    public static Outcome write(MemoryAccess memory, long off, int datum) {
        return Outcome.of(() -> memory.setInt(off, datum));
    }
}
