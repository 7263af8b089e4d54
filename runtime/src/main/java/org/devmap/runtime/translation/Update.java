package org.devmap.runtime.translation;

/** The atomic updates. */
enum Update {
    /** Compare and exchange. */
    EXCHANGE,
    /** Add. */
    ADD,
    /** Add to a datum that lies there in the other byte order. */
    ADD_REVERSED;

    /** What an addition puts there, in raw order; bits beyond the width mean nothing. */
    long sum(long before, long operand, int width) {
        if (this == ADD) {
            return before + operand;
        }
        return width == 4 ? Integer.reverseBytes(Integer.reverseBytes((int) before) + (int) operand)
                : Long.reverseBytes(Long.reverseBytes(before) + operand);
    }
}
