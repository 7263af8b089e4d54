package org.devmap.runtime.space;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Predicate;
import org.devmap.AccessDirection;
import org.devmap.AccessType;
import org.devmap.DataModel;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.FaultCode;
import org.devmap.Pages;
import org.devmap.Protection;
import org.devmap.dto.SegmentSnapshot;
import org.devmap.runtime.call.CallStack;
import org.devmap.runtime.call.CallingProcess;
import org.devmap.runtime.fault.FaultDispatcher;
import org.devmap.runtime.handle.DeferredPanic;
import org.devmap.runtime.handle.DeviceUse;
import org.devmap.runtime.handle.FaultOutcome;
import org.devmap.runtime.handle.HandlePictures;
import org.devmap.runtime.handle.MappingHandle;
import org.devmap.runtime.handle.Origin;
import org.devmap.runtime.handle.Segment;
import org.devmap.runtime.handle.SegmentDup;
import org.devmap.runtime.handle.SegmentUnmap;
import org.devmap.runtime.translation.Translation;

/**
 * An address space: segments, the locks of the package description, and the operations on ranges of addresses. Drivers run inside
 * unmap, fork and faults only, as section 2.26 says.
 */
public final class Space implements CallingProcess {

    private static final long KILL_SECONDS = 10;

    private final long id;
    private final String owner;
    private final DataModel model;
    private final long limit;
    private final CallStack calls;
    private final FaultDispatcher faults;
    private final SegmentMap segments;
    private final RangeLock range = new RangeLock();
    private final ReentrantReadWriteLock as = new ReentrantReadWriteLock();
    private final SoftLockWait softLocks = new SoftLockWait();
    /** Threads that wait for map callbacks. */
    private final AtomicInteger completing = new AtomicInteger();
    private boolean exited;

    /**
     * An empty space.
     *
     * @param id unique in the system
     * @param owner its client
     * @param model LP64 or ILP32
     * @param limit most bytes that may be mapped
     * @param calls who is calling
     * @param faults serves faults
     */
    public Space(long id, String owner, DataModel model, long limit, CallStack calls, FaultDispatcher faults) {
        this.id = id;
        this.owner = owner;
        this.model = model;
        this.limit = limit;
        this.calls = calls;
        this.faults = faults;
        boolean wide = !model.equals(DataModel.ILP32);
        this.segments = new SegmentMap(0x10000, wide ? 1L << 47 : 0xFFFF_0000L);
    }

    /** Its number. */
    public long id() {
        return id;
    }

    @Override
    public String owner() {
        return owner;
    }

    @Override
    public DataModel model() {
        return model;
    }

    /** Who holds soft locks here. */
    public SoftLockWait softLocks() {
        return softLocks;
    }

    // ---- faults and look-ups: as lock shared

    /**
     * The translation that covers an address.
     *
     * @param address a user address
     * @param origin the mmap it must belong to, or null for any
     * @return the translation, or null if nothing of that mmap is mapped there
     */
    public Translation translation(long address, Origin origin) {
        as.readLock().lock();
        try {
            Segment segment = segments.at(address);
            if (segment == null || origin != null && segment.origin() != origin || !segment.isReady()) {
                return null;
            }
            MappingHandle handle = segment.handleAt(address);
            return handle == null ? null : handle.translation();
        } finally {
            as.readLock().unlock();
        }
    }

    /**
     * Serves a fault on a range: segment by segment, each with its overlap.
     *
     * @param address user address; rounded down to its page
     * @param length bytes, greater than 0
     * @param type why
     * @param rw direction
     * @param origin the mmap it must belong to, or null for any
     * @return the result of the first piece that failed, else success
     */
    public FaultOutcome fault(long address, long length, AccessType type, AccessDirection rw, Origin origin) {
        if (calls.faultDepth() >= CallStack.MOST_NESTED_FAULTS) {
            return FaultOutcome.of(FaultCode.makeErr(Errno.EDEADLK));
        }
        long end = Pages.roundUp(address + length);
        for (long at = Pages.roundDown(address); at < end;) {
            Segment segment = awaitSegment(at, origin);
            if (segment == null) {
                return FaultOutcome.of(FaultCode.NOMAP);
            }
            as.readLock().lock();
            try {
                if (segments.at(at) != segment) {
                    continue;
                }
                long stop = Math.min(end, segment.end());
                FaultOutcome outcome = segment.isReady() ? faults.serve(segment, at, stop - at, type, rw)
                        : FaultOutcome.of(FaultCode.makeErr(Errno.EDEADLK));
                if (!outcome.isOk()) {
                    return outcome;
                }
                at = stop;
            } finally {
                as.readLock().unlock();
            }
        }
        return FaultOutcome.OK;
    }

    /** The segment of an address, complete; the thread that is still making it does not wait for itself. */
    private Segment awaitSegment(long address, Origin origin) {
        Segment segment;
        as.readLock().lock();
        try {
            segment = segments.at(address);
        } finally {
            as.readLock().unlock();
        }
        if (segment == null || origin != null && segment.origin() != origin) {
            return null;
        }
        if (!segment.isReady() && !segment.isBuiltByThisThread()) {
            await(segment);
        }
        return segment;
    }

    /**
     * The segment of an address.
     *
     * @param address a user address
     * @return the segment, or null
     */
    public Segment segmentAt(long address) {
        as.readLock().lock();
        try {
            return segments.at(address);
        } finally {
            as.readLock().unlock();
        }
    }

    /**
     * The parts of a range that belong to an mmap.
     *
     * @param from first address
     * @param to behind the last
     * @param origin the mmap, or null for any
     * @return pairs of address and end, ascending
     */
    public List<long[]> parts(long from, long to, Origin origin) {
        as.readLock().lock();
        try {
            return segments.in(from, to).stream().filter(segment -> origin == null || segment.origin() == origin)
                    .map(segment -> new long[] {Math.max(from, segment.address()), Math.min(to, segment.end())}).toList();
        } finally {
            as.readLock().unlock();
        }
    }

    /**
     * Requires that a range is mapped without a hole.
     *
     * @param address page aligned
     * @param length bytes, whole pages
     * @throws DdiException ENOMEM naming the hole
     */
    public void requireMapped(long address, long length) throws DdiException {
        long at = address;
        for (long[] part : parts(address, address + length, null)) {
            if (part[0] != at) {
                break;
            }
            at = part[1];
        }
        if (at < address + length) {
            throw new DdiException(Errno.ENOMEM, "nothing is mapped at 0x%x".formatted(at));
        }
    }

    // ---- mprotect: as lock shared

    /**
     * mprotect(2) on a range: segment by segment, so that what lies before a failure has changed (S-016, S-081).
     *
     * @param address page aligned
     * @param length bytes, whole pages
     * @param prot the protection, with USER
     * @throws DdiException ENOMEM, EACCES, EDEADLK
     */
    public void protect(long address, long length, Protection prot) throws DdiException {
        if (!segments.isUser(address, length)) {
            throw new DdiException(Errno.ENOMEM, "range 0x%x+0x%x lies outside user space".formatted(address, length));
        }
        long end = address + length;
        for (long at = address; at < end;) {
            Segment segment = awaitSegment(at, null);
            if (segment == null) {
                throw new DdiException(Errno.ENOMEM, "nothing is mapped at 0x%x".formatted(at));
            }
            softLocks.awaitNone(segment);
            as.readLock().lock();
            try {
                if (segments.at(at) != segment || segment.softLocked() > 0) {
                    continue;
                }
                long stop = Math.min(end, segment.end());
                protectSegment(segment, at, stop, prot);
                at = stop;
            } finally {
                as.readLock().unlock();
            }
        }
    }

    private static void protectSegment(Segment segment, long from, long to, Protection prot) throws DdiException {
        if (segment.handleAt(from) == null) {
            throw new DdiException(Errno.EINVAL, "no handle covers 0x%x".formatted(from));
        }
        // drv_mmap: WRITE and EXEC imply READ (2.25).
        Protection meant = segment.origin().drvRange() != null && (prot.bits() & 6) != 0 ? prot.with(Protection.READ) : prot;
        for (MappingHandle handle : segment.handles()) {
            boolean touched = handle.address() < to && handle.end() > from;
            if (touched && !handle.maxprot().contains(meant)) {
                throw new DdiException(Errno.EACCES, "protection %s is beyond the maximum %s of %s"
                        .formatted(meant, handle.maxprot(), segment.origin().path()));
            }
        }
        segment.protect(from, to, meant);
    }

    // ---- creation: range lock, then as lock

    /**
     * Keeps other creations out while an address is chosen and its segment made.
     *
     * @return to be closed when the segment is there
     * @throws DdiException EDEADLK if this thread holds the as lock already
     */
    public RangeLock.Held lockRange() throws DdiException {
        requireNoHold();
        return range.lock();
    }

    /**
     * Chooses where a mapping goes. The range lock is held.
     *
     * @param length bytes, whole pages
     * @param alignment a power of two, at least a page
     * @return the address
     * @throws DdiException ENOMEM if there is no hole, or the limit is reached
     */
    public long choose(long length, long alignment) throws DdiException {
        as.writeLock().lock();
        try {
            requireRoom(length);
            long address = segments.choose(length, alignment);
            if (address < 0) {
                throw new DdiException(Errno.ENOMEM, "no hole of 0x%x bytes is left in the address space".formatted(length));
            }
            return address;
        } finally {
            as.writeLock().unlock();
        }
    }

    private void requireRoom(long length) throws DdiException {
        if (exited) {
            throw new DdiException(Errno.ENOMEM, "address space " + id + " of " + owner + " has ended");
        }
        if (length < 0 || length > limit - segments.mapped()) {
            throw new DdiException(Errno.ENOMEM, "mapping %s bytes more would exceed the limit of %d: %d are mapped"
                    .formatted(Long.toUnsignedString(length), limit, segments.mapped()));
        }
    }

    /**
     * Adds a segment. The range lock is held.
     *
     * @param segment the segment; not ready yet
     * @throws DdiException ENOMEM if the limit is reached
     */
    public void add(Segment segment) throws DdiException {
        as.writeLock().lock();
        try {
            requireRoom(segment.length());
            segments.add(segment);
        } finally {
            as.writeLock().unlock();
        }
    }

    /**
     * Takes back a segment whose map callbacks failed: no callback runs, its handles are retired by the caller.
     *
     * @param segment the segment
     */
    public void discard(Segment segment) {
        as.writeLock().lock();
        try {
            segments.remove(segment);
        } finally {
            as.writeLock().unlock();
        }
        segment.markReady();
    }

    /**
     * Whether a range lies in user space.
     *
     * @param address first address
     * @param length bytes
     * @return true if it does
     */
    public boolean isUser(long address, long length) {
        return segments.isUser(address, length);
    }

    // ---- removal: as lock exclusive

    /**
     * munmap(2) on a range, or on those parts of it that belong to one mmap.
     *
     * @param address page aligned
     * @param length bytes, whole pages
     * @param origin the mmap, or null for any
     * @throws DdiException EDEADLK if this thread would wait for itself
     */
    public void unmap(long address, long length, Origin origin) throws DdiException {
        requireNoHold();
        long end = address + length;
        Removal removal = new Removal();
        while (!tryUnmap(address, end, origin, removal)) {
            // Somebody's soft locks or map callbacks were waited for; the segments may be others now.
        }
        removal.finish();
    }

    /** What is left to do when the as lock is released: devices to close, then a driver's PANIC. */
    private static final class Removal {

        private final List<DeviceUse> closed = new ArrayList<>();
        private final DeferredPanic panic = new DeferredPanic();

        private void finish() {
            closed.forEach(DeviceUse::release);
            panic.rethrow();
        }
    }

    private boolean tryUnmap(long from, long to, Origin origin, Removal removal) throws DdiException {
        Segment busy = null;
        as.writeLock().lock();
        try {
            List<Segment> touched = segments.in(from, to);
            touched.removeIf(segment -> origin != null && segment.origin() != origin);
            for (Segment segment : touched) {
                if (segment.softLocked() > 0 || !segment.isReady()) {
                    busy = segment;
                }
            }
            if (busy == null) {
                for (Segment segment : touched) {
                    remove(segment, Math.max(from, segment.address()), Math.min(to, segment.end()), removal);
                }
                return true;
            }
        } finally {
            as.writeLock().unlock();
        }
        if (!busy.isReady()) {
            if (busy.isBuiltByThisThread()) {
                throw new DdiException(Errno.EDEADLK, "the map callback of " + busy.origin().path() + " unmaps what is being mapped");
            }
            await(busy);
        }
        softLocks.awaitNone(busy);
        return false;
    }

    private void remove(Segment segment, long from, long to, Removal removal) {
        try (CallStack.Frame _ = calls.user(this)) {
            segments.remove(segment);
            List<Segment> rest = SegmentUnmap.remove(segment, from, to, removal.panic);
            rest.forEach(segments::add);
            if (rest.isEmpty() && !segment.isDead()) {
                removal.closed.add(segment.origin().use());
            }
        }
    }

    /**
     * fork(2): copies every segment into an empty space.
     *
     * @param child the space of the child
     * @throws DdiException EAGAIN or ENOMEM if a driver refused; the child is empty again
     */
    public void forkInto(Space child) throws DdiException {
        requireNoHold();
        awaitComplete();
        Map<Origin, Origin> origins = new IdentityHashMap<>();
        boolean done = false;
        as.writeLock().lock();
        try {
            child.as.writeLock().lock();
            try (CallStack.Frame _ = calls.user(this)) {
                for (Segment segment : segments.all()) {
                    Origin origin = origins.computeIfAbsent(segment.origin(), parent -> parent.copyFor(child));
                    origin.use().retain();
                    try {
                        child.segments.add(SegmentDup.copy(segment, origin, child.softLocks));
                    } catch (DdiException | RuntimeException | Error e) {
                        origin.use().release();
                        throw e;
                    }
                }
                done = true;
            } finally {
                child.as.writeLock().unlock();
            }
        } finally {
            as.writeLock().unlock();
            if (!done) {
                child.removeAll(false);
            }
        }
    }

    /**
     * exec(2), or the mappings' part of exit(2): every segment goes whole, the lowest first.
     *
     * @param last whether nothing can be mapped any more
     * @throws DdiException EDEADLK if this thread would wait for itself
     */
    public void removeAll(boolean last) throws DdiException {
        requireNoHold();
        awaitComplete();
        Removal removal = new Removal();
        as.writeLock().lock();
        try {
            exited |= last;
            for (Segment segment : List.copyOf(segments.all())) {
                remove(segment, segment.address(), segment.end(), removal);
            }
        } finally {
            as.writeLock().unlock();
        }
        removal.finish();
    }

    /** Waits for map callbacks that are still running; a mapping that begins later comes after whatever the caller does. */
    private void awaitComplete() throws DdiException {
        for (Segment segment : incomplete()) {
            if (segment.isBuiltByThisThread()) {
                throw new DdiException(Errno.EDEADLK, "called from the map callback of " + segment.origin().path());
            }
            await(segment);
        }
    }

    private void await(Segment segment) {
        completing.incrementAndGet();
        segment.awaitReady();
        completing.decrementAndGet();
    }

    private List<Segment> incomplete() {
        as.readLock().lock();
        try {
            return segments.all().stream().filter(segment -> !segment.isReady()).toList();
        } finally {
            as.readLock().unlock();
        }
    }

    /**
     * The driver of a device leaves: its mappings here die, with their unmap callbacks, and stay as dead ranges.
     *
     * @param device what the origins of its mappings refer to
     * @return false if the space could not be had within a bound: somebody is still inside the driver
     */
    public boolean kill(Predicate<DeviceUse> device) {
        Removal removal = new Removal();
        try {
            if (!as.writeLock().tryLock(KILL_SECONDS, TimeUnit.SECONDS)) {
                return false;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        try (CallStack.Frame _ = calls.user(this)) {
            for (Segment segment : segments.all()) {
                if (!segment.isDead() && segment.isReady() && device.test(segment.origin().use())) {
                    segment.kill(removal.panic);
                    removal.closed.add(segment.origin().use());
                }
            }
        } finally {
            as.writeLock().unlock();
        }
        removal.finish();
        return true;
    }

    /** A thread that holds the as lock shared would wait for itself: callbacks must not map, unmap or fork their own space. */
    private void requireNoHold() throws DdiException {
        if (as.getReadHoldCount() > 0 && !as.isWriteLockedByCurrentThread()) {
            throw new DdiException(Errno.EDEADLK, "this thread is serving a fault of the address space that it wants to change");
        }
    }

    /**
     * The segments, for the snapshot; takes no lock.
     *
     * @return pictures, ascending
     */
    public List<SegmentSnapshot> snapshot() {
        return segments.all().stream().filter(Segment::isReady).map(HandlePictures::of).toList();
    }

    /** Threads that wait for the locks of this space, for soft locks, or for map callbacks to end. */
    public int waiting() {
        return as.getQueueLength() + range.waiting() + softLocks.waiting() + completing.get();
    }
}
