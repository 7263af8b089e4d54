package org.devmap.backend.sim.register;

import java.math.BigInteger;
import java.util.Set;
import org.devmap.RegisterDescription.Effect;
import org.devmap.backend.DevmapClock;

/**
 * A register that counts time: so many steps a second from the value stored last, wrapping at the width of the register.
 * Guarded by the lock of the register file it is a port of.
 */
public final class Counter implements Port {

    private static final BigInteger NANOS_PER_SECOND = BigInteger.valueOf(1_000_000_000L);

    private final DevmapClock clock;
    private final long perSecond;
    private long since;

    /**
     * A counter that starts now from the register's reset value.
     *
     * @param clock the time it counts
     * @param perSecond steps in a second, greater than 0
     */
    public Counter(DevmapClock clock, long perSecond) {
        if (perSecond <= 0) {
            throw new IllegalArgumentException("perSecond " + perSecond + " must be greater than 0");
        }
        this.clock = clock;
        this.perSecond = perSecond;
        since = clock.nanoTime();
    }

    @Override
    public long read(long stored) {
        return stored + steps(clock.nanoTime() - since, perSecond);
    }

    /** A write sets the count from which it goes on. */
    @Override
    public long write(long stored, long next, long written) {
        since = clock.nanoTime();
        return next;
    }

    /** Reading time is no effect. */
    @Override
    public Set<Effect> effects() {
        return Set.of();
    }

    /**
     * How many steps fit into a time.
     *
     * @param nanos nanoseconds
     * @param perSecond steps in a second
     * @return the count, modulo 2^64
     */
    static long steps(long nanos, long perSecond) {
        return BigInteger.valueOf(nanos).multiply(BigInteger.valueOf(perSecond)).divide(NANOS_PER_SECOND).longValue();
    }
}
