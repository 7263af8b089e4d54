package org.devmap.runtime.swap;

import java.util.function.LongSupplier;

/** How long the parts of a move have taken, in nanoseconds. Of one thread. */
final class Times {

    private final LongSupplier clock;
    private long prepare;
    private long drain;
    private long copy;
    private long pause;

    /** Told by a clock that only goes forward. */
    Times(LongSupplier clock) {
        this.clock = clock;
    }

    /** To be given back where a part ends. */
    long now() {
        return clock.getAsLong();
    }

    void prepared(long since) {
        prepare = now() - since;
    }

    void drained(long since) {
        drain = now() - since;
    }

    void copied(long since) {
        copy += now() - since;
    }

    /** The longest one counts. */
    void paused(long since) {
        pause = Math.max(pause, now() - since);
    }

    long prepare() {
        return prepare;
    }

    long drain() {
        return drain;
    }

    long copy() {
        return copy;
    }

    long pause() {
        return pause;
    }
}
