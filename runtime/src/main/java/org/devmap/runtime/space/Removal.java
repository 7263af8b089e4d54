package org.devmap.runtime.space;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.devmap.DdiException;
import org.devmap.backend.DevmapClock;
import org.devmap.runtime.call.BoundedWait;
import org.devmap.runtime.call.CallStack;
import org.devmap.runtime.call.CallingProcess;
import org.devmap.runtime.handle.DeferredPanic;
import org.devmap.runtime.handle.DeviceUse;
import org.devmap.runtime.handle.Origin;
import org.devmap.runtime.handle.Segment;

/**
 * One removal of mappings: munmap, exec, exit, or the departure of a driver. Unmap callbacks run under the exclusive as lock; devices
 * that nobody uses any more are closed after it is released, and a driver's PANIC is thrown last.
 */
final class Removal {

    /** On the system's clock. */
    private static final long KILL_NANOS = TimeUnit.SECONDS.toNanos(10);
    /** On the machine's. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final SegmentTable table;
    private final CallStack calls;
    private final CallingProcess process;
    private final List<DeviceUse> unused = new ArrayList<>();
    private final DeferredPanic panic = new DeferredPanic();

    Removal(SegmentTable table, CallStack calls, CallingProcess process) {
        this.table = table;
        this.calls = calls;
        this.process = process;
    }

    /** munmap: waits for soft locks, map callbacks and drivers that are suspended as long as there are some in the range. */
    void unmap(long from, long to, Origin origin) throws DdiException {
        table.requireNoHold();
        for (Segment busy = tryUnmap(from, to, origin); busy != null; busy = tryUnmap(from, to, origin)) {
            table.awaitIdle(busy);
        }
    }

    /** Unmaps the range, or nothing and answers a segment that must be waited for. */
    private Segment tryUnmap(long from, long to, Origin origin) {
        table.exclusive().lock();
        try (Admissions admissions = new Admissions()) {
            List<Segment> touched = table.segments().in(from, to);
            touched.removeIf(segment -> origin != null && segment.origin() != origin);
            for (Segment segment : touched) {
                if (segment.softLocked() > 0 || !segment.isReady() || !admissions.enter(segment)) {
                    return segment;
                }
            }
            for (Segment segment : touched) {
                remove(segment, Math.max(from, segment.address()), Math.min(to, segment.end()));
            }
            return null;
        } finally {
            table.exclusive().unlock();
        }
    }

    /** exec and exit: everything, the lowest first. The caller holds the exclusive as lock. */
    void removeAll() {
        for (Segment segment : table.segments().all()) {
            remove(segment, segment.address(), segment.end());
        }
    }

    private void remove(Segment segment, long from, long to) {
        try (CallStack.Frame _ = calls.user(process)) {
            List<Segment> rest = table.cut(segment, from, to, panic);
            if (rest.isEmpty() && !segment.isDead()) {
                unused.add(segment.origin().use());
            }
        }
    }

    /** The driver leaves: its mappings stay as dead ranges. False if somebody is still inside the driver after a bound. */
    boolean kill(Predicate<Segment> mappings, DevmapClock clock) {
        AtomicBoolean late = new AtomicBoolean();
        DevmapClock.Alarm alarm = clock.schedule(KILL_NANOS, () -> late.set(true));
        try {
            return kill(mappings, late);
        } finally {
            alarm.cancel();
        }
    }

    private boolean kill(Predicate<Segment> mappings, AtomicBoolean late) {
        for (;;) {
            Segment building;
            if (!comesInTime(late, nanos -> table.exclusive().tryLock(nanos, TimeUnit.NANOSECONDS))) {
                return false;
            }
            try (CallStack.Frame _ = calls.user(process)) {
                building = killReady(mappings);
            } finally {
                table.exclusive().unlock();
            }
            finish();
            if (building == null) {
                return true;
            }
            if (!comesInTime(late, building::awaitReady)) {
                return false;
            }
        }
    }

    /** Somebody is still inside the driver, which leaves all the same. To be finished, as everything here. */
    void abandon(Predicate<Segment> mappings) {
        table.forAll(segment -> {
            if (segment.isDead() || !mappings.test(segment)) {
                return () -> { };
            }
            unused.add(segment.origin().use());
            return segment.abandon();
        });
    }

    /** Waits, whatever signals come: neither a lock nor a latch can be woken by an alarm, so that is looked at again and again. */
    private static boolean comesInTime(AtomicBoolean late, BoundedWait.Wait wait) {
        do {
            if (BoundedWait.uninterrupted(LOOK_NANOS, wait)) {
                return true;
            }
        } while (!late.get());
        return false;
    }

    /** Answers a mapping of the device whose map callbacks are still running, if there is one. */
    private Segment killReady(Predicate<Segment> mappings) {
        Segment building = null;
        for (Segment segment : table.segments().all()) {
            if (segment.isDead() || !mappings.test(segment)) {
                continue;
            }
            if (segment.isReady()) {
                segment.kill(panic);
                unused.add(segment.origin().use());
            } else {
                building = segment;
            }
        }
        return building;
    }

    /** To be called without the as lock. */
    void finish() {
        unused.forEach(DeviceUse::release);
        unused.clear();
        panic.rethrow();
    }
}
