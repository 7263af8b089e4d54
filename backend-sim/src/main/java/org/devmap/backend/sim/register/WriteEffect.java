package org.devmap.backend.sim.register;

/** What a write of a bit does to that bit. */
public enum WriteEffect {
    /** Stores it. */
    STORE,
    /** Writing 1 clears, writing 0 does nothing. */
    ONE_TO_CLEAR,
    /** Writing 1 sets, writing 0 does nothing. */
    ONE_TO_SET,
    /** Writing 1 toggles, writing 0 does nothing. */
    ONE_TO_TOGGLE,
    /** Writing 0 clears, writing 1 does nothing. */
    ZERO_TO_CLEAR,
    /** Writing 0 sets, writing 1 does nothing. */
    ZERO_TO_SET,
    /** Writing 0 toggles, writing 1 does nothing. */
    ZERO_TO_TOGGLE,
    /** Any write clears. */
    CLEAR,
    /** Any write sets. */
    SET,
    /** Changes it in a way the description does not say: the model stores what is written. */
    MODIFY;

    /**
     * Applies the effect.
     *
     * @param stored the bits before
     * @param written the bits as written
     * @param mask the bits the effect is on
     * @return the bits after; those outside the mask as stored
     */
    long apply(long stored, long written, long mask) {
        return switch (this) {
            case STORE, MODIFY -> stored & ~mask | written & mask;
            case ONE_TO_CLEAR -> stored & ~(written & mask);
            case ONE_TO_SET -> stored | written & mask;
            case ONE_TO_TOGGLE -> stored ^ written & mask;
            case ZERO_TO_CLEAR -> stored & ~(~written & mask);
            case ZERO_TO_SET -> stored | ~written & mask;
            case ZERO_TO_TOGGLE -> stored ^ ~written & mask;
            case CLEAR -> stored & ~mask;
            case SET -> stored | mask;
        };
    }
}
