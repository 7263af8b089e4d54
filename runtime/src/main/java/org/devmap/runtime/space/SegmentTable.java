package org.devmap.runtime.space;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.runtime.handle.DeferredPanic;
import org.devmap.runtime.handle.Origin;
import org.devmap.runtime.handle.Segment;
import org.devmap.runtime.handle.SegmentUnmap;

/** The segments of a space with the as lock that guards them, and the ways to wait for them. */
final class SegmentTable {

    private final SegmentMap segments;
    private final ReentrantReadWriteLock as = new ReentrantReadWriteLock();
    private final SoftLockWait softLocks = new SoftLockWait();
    /** Threads that wait for map callbacks, or for a driver that is suspended. */
    private final AtomicInteger completing = new AtomicInteger();

    /** Whoever looks for a segment finds none, at once: the exit of the process has the lock, or waits for it for long. */
    private volatile boolean frozen;
    /** Guards the ways into the map, to the cut and back, and out, against whoever looks at all without the as lock. */
    private final Object moving = new Object();
    /** Not in the map while drivers hear what is unmapped of them, for as long as a driver likes; else none. */
    private List<Segment> cut = List.of();

    SegmentTable(SegmentMap segments) {
        this.segments = segments;
    }

    /** To be used under the as lock, and changed by {@link #add}, {@link #discard} and {@link #cut} only. */
    SegmentMap segments() {
        return segments;
    }

    /**
     * Nobody finds a segment any more, nor accesses one that he has found before. Does not wait for the as lock.
     *
     * @param late runs what may wait for as long as a register model likes
     */
    void freeze(Executor late) {
        frozen = true;
        forAll(segment -> segment.freeze(late));
    }

    /**
     * Does something to all segments whoever has the as lock.
     *
     * @param change calls nobody, ends at once; what it answers may wait and runs when all are changed, under no lock
     */
    void forAll(Function<Segment, Runnable> change) {
        List<Runnable> rest = new ArrayList<>();
        synchronized (moving) {
            segments.all().forEach(segment -> rest.add(change.apply(segment)));
            cut.forEach(segment -> rest.add(change.apply(segment)));
        }
        rest.forEach(Runnable::run);
    }

    /** All in the map at one moment, whoever has the as lock; what drivers are just hearing the end of is missing. */
    List<Segment> all() {
        synchronized (moving) {
            return segments.all();
        }
    }

    /** The caller holds the exclusive as lock. What comes too late to be frozen with the others is frozen now. */
    void add(Segment segment) {
        Runnable rest = () -> { };
        synchronized (moving) {
            segments.add(segment);
            if (frozen) {
                // Nothing is loaded of it yet: nobody is waited for.
                rest = segment.freeze(Runnable::run);
            }
        }
        rest.run();
    }

    /**
     * Takes away a segment that was never complete. The caller holds the exclusive as lock.
     *
     * @return whether its reference to the device is still there: whoever unmaps it or gives it up has released that
     */
    boolean discard(Segment segment) {
        synchronized (moving) {
            return segments.remove(segment) && !segment.isDead();
        }
    }

    /** Unmaps pages, as {@link SegmentUnmap}. The caller holds the exclusive as lock. */
    List<Segment> cut(Segment segment, long from, long to, DeferredPanic panic) {
        SegmentUnmap unmap;
        synchronized (moving) {
            unmap = new SegmentUnmap(segment, from, to, panic);
            cut = unmap.parts();
            segments.remove(segment);
        }
        List<Segment> rest = unmap.run();
        synchronized (moving) {
            rest.forEach(segments::add);
            cut = List.of();
        }
        return rest;
    }

    boolean isFrozen() {
        return frozen;
    }

    ReentrantReadWriteLock.ReadLock shared() {
        return as.readLock();
    }

    ReentrantReadWriteLock.WriteLock exclusive() {
        return as.writeLock();
    }

    SoftLockWait softLocks() {
        return softLocks;
    }

    /** The segment of an address, or null. */
    Segment at(long address) {
        if (frozen) {
            return null;
        }
        shared().lock();
        try {
            return segments.at(address);
        } finally {
            shared().unlock();
        }
    }

    /** The segment of an address, complete; the thread that is still making it does not wait for itself. */
    Segment awaitAt(long address, Origin origin) {
        Segment segment = at(address);
        if (segment == null || origin != null && segment.origin() != origin) {
            return null;
        }
        if (!segment.isReady() && !segment.isBuiltByThisThread()) {
            await(segment);
        }
        return segment;
    }

    /** Waits for a segment that somebody is about to unmap: for its map callbacks, its soft locks, and its driver. */
    void awaitIdle(Segment segment) throws DdiException {
        requireNotBuilding(segment);
        await(segment);
        softLocks.awaitNone(segment);
        awaitOpen(segment);
    }

    /**
     * Takes the exclusive as lock at a moment when no map callback is running and no driver is suspended.
     *
     * @return keeps it so until it is closed; the lock is the caller's to release
     */
    Admissions lockComplete() throws DdiException {
        for (;;) {
            exclusive().lock();
            Admissions admissions = new Admissions();
            List<Segment> busy = segments.all().stream()
                    .filter(segment -> !segment.isReady() || !admissions.enter(segment)).toList();
            if (busy.isEmpty()) {
                return admissions;
            }
            admissions.close();
            exclusive().unlock();
            for (Segment segment : busy) {
                requireNotBuilding(segment);
                await(segment);
                awaitOpen(segment);
            }
        }
    }

    /** Waits while the driver of a mapping is suspended, unless it has left. */
    private void awaitOpen(Segment segment) {
        if (!segment.isDead()) {
            completing.incrementAndGet();
            segment.origin().use().awaitOpen();
            completing.decrementAndGet();
        }
    }

    /** A thread that is inside a map callback must not wait for it. */
    void requireNotBuilding() throws DdiException {
        for (Segment segment : all()) {
            requireNotBuilding(segment);
        }
    }

    private static void requireNotBuilding(Segment segment) throws DdiException {
        if (!segment.isReady() && segment.isBuiltByThisThread()) {
            throw new DdiException(Errno.EDEADLK, "called from the map callback of " + segment.origin().path());
        }
    }

    private void await(Segment segment) {
        completing.incrementAndGet();
        segment.awaitReady();
        completing.decrementAndGet();
    }

    /** A thread that holds the as lock is inside a callback, which must not map, unmap or fork its own space (2.11, 2.14, 2.17). */
    void requireNoHold() throws DdiException {
        if (as.getReadHoldCount() > 0 || as.isWriteLockedByCurrentThread()) {
            throw new DdiException(Errno.EDEADLK, "this thread is inside a callback of the address space that it wants to change");
        }
    }

    int waiting() {
        return as.getQueueLength() + softLocks.waiting() + completing.get();
    }
}
