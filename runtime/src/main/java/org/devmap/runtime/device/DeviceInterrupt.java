package org.devmap.runtime.device;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.backend.DevmapClock;
import org.devmap.backend.InterruptSource;
import org.devmap.driver.Interrupt;
import org.devmap.driver.InterruptHandler;

/**
 * An interrupt with its handler. The source reports events from any thread; the handler runs on the interrupt thread of
 * its device, once for all events that came since its last run. The lock is never held while handler or source are
 * called.
 */
final class DeviceInterrupt implements Interrupt, InterruptSource.Sink {

    private final String device;
    private final int number;
    private volatile InterruptSource source;
    private final InterruptHandler handler;
    private final DeviceServices services;
    private final Consumer<DeviceInterrupt> closed;
    private final DeviceThread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long count;
    private long missed;
    private long pending;
    private boolean enabled;
    private boolean running;
    private boolean gone;
    /** Whether it was enabled when its source was taken away. */
    private boolean enabledBefore;
    private boolean removed;

    DeviceInterrupt(String device, int number, InterruptSource source, InterruptHandler handler, DeviceServices services,
                    Consumer<DeviceInterrupt> closed) {
        this.device = device;
        this.number = number;
        this.source = source;
        this.handler = handler;
        this.services = services;
        this.closed = closed;
        this.thread = new DeviceThread(services.threads(), services.workBound(), services.diagnostics());
    }

    void connect() {
        source.connect(this);
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public void enable() throws DdiException {
        lock.lock();
        try {
            enabled = true;
        } finally {
            lock.unlock();
        }
        source.enable();
    }

    @Override
    public void disable() throws DdiException {
        try {
            source.disable();
        } finally {
            quiesce();
        }
    }

    /** After this the handler is not running, unless this is the handler itself, and will not be called. */
    private void quiesce() {
        lock.lock();
        try {
            enabled = false;
            pending = 0;
            while (running && !thread.isCurrent()) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The source is exchanged: nothing comes, and the handler does not run, until {@link #connectTo}. */
    void disconnect() {
        lock.lock();
        try {
            enabledBefore = enabled;
        } finally {
            lock.unlock();
        }
        disableQuietly();
        disconnectQuietly();
    }

    /** Another source from now on; the counts go on. */
    void connectTo(InterruptSource next) throws DdiException {
        boolean enable;
        lock.lock();
        try {
            source = next;
            gone = false;
            enable = enabledBefore;
        } finally {
            lock.unlock();
        }
        connect();
        if (enable) {
            enable();
        }
    }

    @Override
    public void raised(long events) {
        lock.lock();
        try {
            if (!enabled || removed) {
                return;
            }
            count += events;
            pending += events;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        thread.execute(this::serve);
    }

    private void serve() {
        lock.lock();
        try {
            if (!enabled || pending == 0) {
                return;
            }
            missed += pending - 1;
            pending = 0;
            running = true;
        } finally {
            lock.unlock();
        }
        try (var _ = services.calls().interrupt()) {
            source.handled(isClaimed());
        } catch (RuntimeException | Error e) {
            services.diagnostics().accept("unmasking interrupt " + number + " of " + device + " failed: " + e);
        } finally {
            lock.lock();
            try {
                running = false;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Runs the handler; one that fails claims nothing. */
    private boolean isClaimed() {
        try {
            return handler.handle(this) == InterruptHandler.Claim.CLAIMED;
        } catch (RuntimeException | Error e) {
            services.diagnostics().accept("interrupt handler of " + device + " failed: " + e);
            return false;
        }
    }

    @Override
    public void gone() {
        lock.lock();
        try {
            gone = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long count() {
        lock.lock();
        try {
            return count;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long missed() {
        lock.lock();
        try {
            return missed;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long await(long seen, Duration atMost) throws DdiException {
        boolean[] late = {!atMost.isPositive()};
        DevmapClock.Alarm alarm = services.clock().schedule(TimeUnit.NANOSECONDS.convert(atMost), () -> {
            lock.lock();
            try {
                late[0] = true;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        });
        lock.lock();
        try {
            while (count <= seen) {
                if (gone || removed) {
                    throw new DdiException(Errno.EIO, "interrupt " + number + " of " + device + ": the device is gone");
                }
                if (late[0]) {
                    throw new DdiException(Errno.ETIMEDOUT, "no interrupt " + number + " of " + device + " within " + atMost);
                }
                changed.await();
            }
            return count;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DdiException(Errno.EINTR, "waiting for interrupt " + number + " of " + device, e);
        } finally {
            lock.unlock();
            alarm.cancel();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (removed) {
                return;
            }
            removed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        disableQuietly();
        disconnectQuietly();
        closed.accept(this);
    }

    private void disableQuietly() {
        try {
            disable();
        } catch (DdiException | RuntimeException | Error e) {
            services.diagnostics().accept("disabling interrupt " + number + " of " + device + " failed: " + Reason.of(e));
        }
    }

    private void disconnectQuietly() {
        try {
            source.connect(null);
        } catch (RuntimeException | Error e) {
            services.diagnostics().accept("disconnecting interrupt " + number + " of " + device + " failed: " + e);
        }
    }
}
