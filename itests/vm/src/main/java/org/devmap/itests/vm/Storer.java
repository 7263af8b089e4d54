package org.devmap.itests.vm;

import java.time.Duration;
import org.devmap.app.Mapping;

/** An application that stores ever greater numbers at one place until it is stopped, by an error or by request. */
final class Storer {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Mapping mapping;
    private final long place;
    private final Thread thread;
    /** The last number whose store has returned; one thread writes. */
    private volatile long stored;
    private volatile Throwable end;
    private volatile boolean stopped;

    Storer(Mapping mapping, long place) {
        this.mapping = mapping;
        this.place = place;
        this.thread = Thread.ofPlatform().daemon().name("storer at 0x" + Long.toHexString(place))
                .unstarted(this::store);
    }

    void start() {
        thread.start();
    }

    private void store() {
        try {
            for (long next = 1; !stopped; next++) {
                mapping.setLong(place, next);
                stored = next;
            }
        } catch (Throwable failure) {
            end = failure;
        }
    }

    /** By request; nothing is stored any more when this returns. */
    void stop() throws InterruptedException {
        stopped = true;
        if (end() != null) {
            throw new AssertionError(this + " has ended by itself", end);
        }
    }

    /** Whether it waits, as an access does whose device is away. */
    boolean isWaiting() {
        return thread.getState() == Thread.State.WAITING;
    }

    Mapping mapping() {
        return mapping;
    }

    long place() {
        return place;
    }

    long stored() {
        return stored;
    }

    /** What error stopped it; null if none did. */
    Throwable end() throws InterruptedException {
        if (!thread.join(PATIENCE)) {
            throw new AssertionError(this + " still stores after " + PATIENCE.toSeconds() + " s");
        }
        return end;
    }

    @Override
    public String toString() {
        return thread.getName();
    }
}
