package org.devmap.runtime.space;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.runtime.handle.Origin;
import org.devmap.runtime.handle.Segment;

/** The segments of a space with the as lock that guards them, and the ways to wait for them. */
final class SegmentTable {

    private final SegmentMap segments;
    private final ReentrantReadWriteLock as = new ReentrantReadWriteLock();
    private final SoftLockWait softLocks = new SoftLockWait();
    /** Threads that wait for map callbacks. */
    private final AtomicInteger completing = new AtomicInteger();

    SegmentTable(SegmentMap segments) {
        this.segments = segments;
    }

    /** The segments; to be used under the as lock. */
    SegmentMap segments() {
        return segments;
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

    /** Waits for a segment that somebody is about to unmap: for its map callbacks, then for its soft locks. */
    void awaitIdle(Segment segment) throws DdiException {
        requireNotBuilding(segment);
        await(segment);
        softLocks.awaitNone(segment);
    }

    /** Takes the exclusive as lock at a moment when no map callback is running. */
    void lockComplete() throws DdiException {
        for (;;) {
            exclusive().lock();
            List<Segment> incomplete = incomplete();
            if (incomplete.isEmpty()) {
                return;
            }
            exclusive().unlock();
            for (Segment segment : incomplete) {
                requireNotBuilding(segment);
                await(segment);
            }
        }
    }

    private List<Segment> incomplete() {
        return segments.all().stream().filter(segment -> !segment.isReady()).toList();
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
