package org.devmap.backend.sim.register;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;
import java.util.Set;
import org.devmap.RegisterDescription.Effect;

/**
 * A data port: writes append, reads take the oldest. Appending to a full one loses the new datum, taking from an empty one
 * answers 0; both are counted. Guarded by the lock of the register file it is a port of.
 */
public final class Fifo implements Port {

    private final int capacity;
    private final Deque<Long> data = new ArrayDeque<>();
    private long lost;
    private long missing;

    /**
     * An empty one.
     *
     * @param capacity how many data it holds, at least 1
     */
    public Fifo(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity " + capacity + " must be at least 1");
        }
        this.capacity = capacity;
    }

    @Override
    public long read(long stored) {
        OptionalLong oldest = take();
        if (oldest.isEmpty()) {
            missing++;
        }
        return oldest.orElse(0);
    }

    @Override
    public long write(long stored, long next, long written) {
        append(written);
        return stored;
    }

    @Override
    public Set<Effect> effects() {
        return Set.of(Effect.READ, Effect.WRITE);
    }

    /**
     * Appends from the device's side.
     *
     * @param datum what
     * @return false if it was full and the datum is lost
     */
    public boolean append(long datum) {
        if (data.size() == capacity) {
            lost++;
            return false;
        }
        return data.add(datum);
    }

    /**
     * Takes from the device's side.
     *
     * @return the oldest, empty if there is none
     */
    public OptionalLong take() {
        return data.isEmpty() ? OptionalLong.empty() : OptionalLong.of(data.remove());
    }

    /** Forgets what is in it. */
    public void clear() {
        data.clear();
    }

    /**
     * How full it is.
     *
     * @return data in it
     */
    public int level() {
        return data.size();
    }

    /**
     * Data that were lost because it was full.
     *
     * @return the count
     */
    public long lost() {
        return lost;
    }

    /**
     * Reads that found it empty.
     *
     * @return the count
     */
    public long missing() {
        return missing;
    }
}
