package org.devmap.backend.sim.fault;

import java.util.Objects;

/** What can go wrong with a simulated device. */
public sealed interface Fault {

    /**
     * A range of a register set.
     *
     * @param set the name of the set
     * @param offset bytes from its start
     * @param length bytes, greater than 0
     */
    record Where(String set, long offset, long length) {

        /** Refuses null and a range that is none. */
        public Where {
            Objects.requireNonNull(set, "set");
            if (offset < 0 || length <= 0) {
                throw new IllegalArgumentException("offset " + offset + " must not be negative, length " + length
                        + " must be greater than 0");
            }
        }

        /**
         * The whole of a set.
         *
         * @param set its name
         * @return the range
         */
        public static Where all(String set) {
            return new Where(set, 0, Long.MAX_VALUE);
        }

        /** Whether an access touches it. */
        boolean touches(String accessed, long at, int width) {
            return set.equals(accessed) && at < offset + length && offset < at + width || length == Long.MAX_VALUE
                    && set.equals(accessed);
        }

        @Override
        public String toString() {
            return length == Long.MAX_VALUE ? set : set + " 0x" + Long.toHexString(offset) + "+" + length;
        }
    }

    /** A fault of accesses to registers. */
    sealed interface OfAccess extends Fault {

        /**
         * Which accesses it hits.
         *
         * @return the range
         */
        Where where();
    }

    /**
     * Bits that read the same whatever is written.
     *
     * @param where at most 8 bytes; bit 0 is the lowest bit of its first byte
     * @param ones bits that read 1
     * @param zeros bits that read 0, if they are not among the ones
     */
    record StuckBits(Where where, long ones, long zeros) implements OfAccess { }

    /**
     * Accesses end with a bus error EIO.
     *
     * @param where which
     */
    record BusFailure(Where where) implements OfAccess { }

    /**
     * Accesses take time on the system's clock.
     *
     * @param where which
     * @param nanos how long
     */
    record Slow(Where where, long nanos) implements OfAccess { }

    /**
     * Accesses get no answer: they end with a bus error ETIMEDOUT after a time on the system's clock.
     *
     * @param where which
     * @param nanos when the bus gives up
     */
    record Hang(Where where, long nanos) implements OfAccess { }

    /** The device was pulled out: reads answer all ones, writes vanish, interrupts are gone. */
    record Removal() implements Fault { }

    /**
     * Interrupts do not arrive.
     *
     * @param number which
     */
    record LostInterrupt(int number) implements Fault { }

    /**
     * An interrupt arrives that nobody raised, at once, if it is enabled.
     *
     * @param number which
     */
    record SpuriousInterrupt(int number) implements Fault { }

    /** The provider sim has no memory: ENOMEM. Belongs to no node. */
    record AllocationFailure() implements Fault { }
}
