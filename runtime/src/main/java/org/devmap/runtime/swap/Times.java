package org.devmap.runtime.swap;

/** How long the parts of a move have taken, in nanoseconds. Of one thread. */
final class Times {

    private long prepare;
    private long drain;
    private long copy;
    private long pause;

    void prepared(long since) {
        prepare = System.nanoTime() - since;
    }

    void drained(long since) {
        drain = System.nanoTime() - since;
    }

    void copied(long since) {
        copy += System.nanoTime() - since;
    }

    /** The longest one counts. */
    void paused(long since) {
        pause = Math.max(pause, System.nanoTime() - since);
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
