package org.devmap.runtime.device;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.devmap.backend.DevmapClock;
import org.devmap.runtime.handle.DeviceUse;

/**
 * The way into the driver of one device: callbacks and entry points pass it, and are counted as long as they are
 * inside. While it is closed they wait before it, under no lock; who is inside already comes and goes, so that a nested
 * fault never waits for itself.
 */
public final class Turnstile {

    private final BooleanSupplier isDeviceThread;
    private final Predicate<String> waitsForDevice;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Thread, Integer> inside = new HashMap<>();
    private Way way = Way.OPEN;

    /** Who may pass. */
    public enum Way {
        /** Everybody. */
        OPEN,
        /** Nobody. */
        CLOSED,
        /**
         * The device has gone: who gives things back passes. Everybody else passes and hears so, or waits, as is said
         * of the path by which he has it open.
         */
        ABSENT
    }

    /**
     * Open.
     *
     * @param isDeviceThread the thread of the device, which suspends and resumes, passes even when it is closed
     * @param waitsForDevice who waits while the device is gone, by paths. Asked under the lock, and only while it is
     *        gone, because every fault comes by here. It calls nobody; and it never changes its mind, so that all paths
     *        change at the one moment in which the way does
     */
    Turnstile(BooleanSupplier isDeviceThread, Predicate<String> waitsForDevice) {
        this.isDeviceThread = isDeviceThread;
        this.waitsForDevice = waitsForDevice;
    }

    /**
     * Enters, to call the driver or to access the device.
     *
     * @param path by which it was opened
     */
    public DeviceUse.Entry enter(String path) throws InterruptedException {
        lock.lock();
        try {
            boolean waited = false;
            while (!mayPass() || way == Way.ABSENT && !isInside() && waitsForDevice.test(path)) {
                waited = true;
                changed.await();
            }
            inside.merge(Thread.currentThread(), 1, Integer::sum);
            if (way == Way.ABSENT && !waitsForDevice.test(path)) {
                return DeviceUse.Entry.ABSENT;
            }
            return waited ? DeviceUse.Entry.WAITED : DeviceUse.Entry.ENTERED;
        } finally {
            lock.unlock();
        }
    }

    /** Enters, to give something back; does not if it would have to wait. */
    boolean tryEnter() {
        lock.lock();
        try {
            if (!mayPass()) {
                return false;
            }
            inside.merge(Thread.currentThread(), 1, Integer::sum);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The same, whatever signals come. */
    void enterUninterruptibly() {
        while (!tryEnter()) {
            awaitOpen();
        }
    }

    /** Waits until one may enter. */
    void awaitOpen() {
        lock.lock();
        try {
            while (!mayPass()) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean mayPass() {
        return way != Way.CLOSED || isInside();
    }

    private boolean isInside() {
        return inside.containsKey(Thread.currentThread()) || isDeviceThread.getAsBoolean();
    }

    public void leave() {
        lock.lock();
        try {
            inside.computeIfPresent(Thread.currentThread(), (thread, times) -> times == 1 ? null : times - 1);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** From now on; answers what was before. */
    public Way set(Way newWay) {
        lock.lock();
        try {
            Way before = way;
            way = newWay;
            changed.signalAll();
            return before;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until nobody but the calling thread is inside.
     *
     * @param clock the system's time
     * @param nanos how long at most
     * @return false if somebody still is
     */
    public boolean awaitEmpty(DevmapClock clock, long nanos) {
        boolean[] late = new boolean[1];
        DevmapClock.Alarm alarm = clock.schedule(nanos, () -> {
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
            while (!isEmpty() && !late[0]) {
                changed.awaitUninterruptibly();
            }
            return isEmpty();
        } finally {
            lock.unlock();
            alarm.cancel();
        }
    }

    private boolean isEmpty() {
        return inside.keySet().stream().allMatch(thread -> thread == Thread.currentThread());
    }
}
