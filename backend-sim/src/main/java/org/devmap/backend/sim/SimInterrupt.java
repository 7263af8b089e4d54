package org.devmap.backend.sim;

import java.util.concurrent.locks.ReentrantLock;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.backend.InterruptSource;

/**
 * The interrupt line of a simulated device, sensitive to its level: it tells the sink when it rises while enabled, and when it
 * is enabled while high. Thread-safe.
 *
 * <p>The sink is told outside the lock, so that it may take locks of its own; one call may still arrive while disable
 * returns, which the framework discards. A device may raise it under its own lock, because a sink returns at once.
 */
public final class SimInterrupt implements InterruptSource {

    private final ReentrantLock lock = new ReentrantLock();
    private Sink sink;
    private boolean enabled;
    private boolean high;
    private boolean gone;

    /** A line that is low and disabled. */
    public SimInterrupt() {
    }

    @Override
    public void connect(Sink newSink) {
        boolean alreadyGone;
        lock.lock();
        try {
            sink = newSink;
            enabled &= newSink != null;
            alreadyGone = gone;
        } finally {
            lock.unlock();
        }
        if (alreadyGone && newSink != null) {
            newSink.gone();
        }
    }

    @Override
    public void enable() throws DdiException {
        switchTo(true);
    }

    @Override
    public void disable() throws DdiException {
        switchTo(false);
    }

    private void switchTo(boolean on) throws DdiException {
        Sink told;
        lock.lock();
        try {
            if (gone) {
                throw new DdiException(Errno.EIO, "the device is gone");
            }
            boolean turnedOn = on && !enabled;
            enabled = on;
            told = turnedOn && high ? sink : null;
        } finally {
            lock.unlock();
        }
        tell(told);
    }

    /**
     * Sets the level of the line.
     *
     * @param newHigh true while the device wants attention
     */
    public void level(boolean newHigh) {
        Sink told;
        lock.lock();
        try {
            boolean rose = newHigh && !high;
            high = newHigh;
            told = rose && enabled && !gone ? sink : null;
        } finally {
            lock.unlock();
        }
        tell(told);
    }

    /** The device is gone: the sink is told, and nothing comes any more. */
    public void remove() {
        Sink told;
        lock.lock();
        try {
            told = gone ? null : sink;
            gone = true;
        } finally {
            lock.unlock();
        }
        if (told != null) {
            told.gone();
        }
    }

    private static void tell(Sink told) {
        if (told != null) {
            told.raised(1);
        }
    }
}
