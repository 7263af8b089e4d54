package org.devmap.runtime.space;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.devmap.AccessDirection;
import org.devmap.AccessType;
import org.devmap.DataModel;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.Protection;
import org.devmap.backend.DevmapClock;
import org.devmap.dto.SegmentSnapshot;
import org.devmap.runtime.call.CallStack;
import org.devmap.runtime.call.CallingProcess;
import org.devmap.runtime.fault.FaultDispatcher;
import org.devmap.runtime.handle.FaultOutcome;
import org.devmap.runtime.handle.HandlePictures;
import org.devmap.runtime.handle.MappingHandle;
import org.devmap.runtime.handle.Origin;
import org.devmap.runtime.handle.Segment;
import org.devmap.runtime.translation.Translation;

/**
 * An address space: segments, the locks of the package description, and the operations on ranges of addresses. Drivers run inside
 * unmap, fork and faults only, as section 2.26 says.
 */
public final class Space implements CallingProcess {

    private static final long LOWEST = 0x10000;
    private static final long HIGHEST_LP64 = 1L << 47;
    private static final long HIGHEST_ILP32 = 0xFFFF_0000L;

    private final long id;
    private final String owner;
    private final DataModel model;
    private final CallStack calls;
    private final Faulting faults;
    private final SegmentTable table;
    private final Creation creation;
    private volatile RangeWatcher watcher = (_, _) -> { };

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
        this.calls = calls;
        this.table = new SegmentTable(new SegmentMap(LOWEST, model.equals(DataModel.ILP32) ? HIGHEST_ILP32 : HIGHEST_LP64));
        this.creation = new Creation(table, limit, "address space " + id + " of " + owner);
        this.faults = new Faulting(table, calls, faults);
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
        return table.softLocks();
    }

    /**
     * Whether a range lies in user space.
     *
     * @param address first address
     * @param length bytes
     * @return true if it does
     */
    public boolean isUser(long address, long length) {
        return table.segments().isUser(address, length);
    }

    // ---- look-ups and faults: as lock shared

    /**
     * The segment of an address.
     *
     * @param address a user address
     * @return the segment, or null
     */
    public Segment segmentAt(long address) {
        return table.at(address);
    }

    /**
     * The translation that covers an address.
     *
     * @param address a user address
     * @param origin the mmap it must belong to, or null for any
     * @return the translation, or null if nothing of that mmap is mapped there, or no page of it was ever loaded
     */
    public Translation translation(long address, Origin origin) {
        if (table.isFrozen()) {
            return null;
        }
        table.shared().lock();
        try {
            Segment segment = table.segments().at(address);
            if (segment == null || origin != null && segment.origin() != origin || !segment.isReady()) {
                return null;
            }
            MappingHandle handle = segment.handleAt(address);
            return handle == null ? null : handle.translation();
        } finally {
            table.shared().unlock();
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
        return faults.fault(address, length, type, rw, origin);
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
        if (table.isFrozen()) {
            return List.of();
        }
        table.shared().lock();
        try {
            return table.segments().in(from, to).stream().filter(segment -> origin == null || segment.origin() == origin)
                    .map(segment -> new long[] {Math.max(from, segment.address()), Math.min(to, segment.end())}).toList();
        } finally {
            table.shared().unlock();
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

    /**
     * mprotect(2) on a range.
     *
     * @param address page aligned
     * @param length bytes, whole pages, in user space
     * @param prot the protection, with USER
     * @throws DdiException ENOMEM, EACCES, EDEADLK; what lies before the failure has changed (S-016, S-081)
     */
    public void protect(long address, long length, Protection prot) throws DdiException {
        watcher.aboutToChange(address, length);
        new Protecting(table).protect(address, length, prot);
    }

    /**
     * Names who hears of changes before they begin.
     *
     * @param newWatcher the process
     */
    public void watch(RangeWatcher newWatcher) {
        watcher = newWatcher;
    }

    /** How mappings come into it. */
    public Creation creation() {
        return creation;
    }

    // ---- removal and fork: as lock exclusive

    private Removal removal() {
        return new Removal(table, calls, this);
    }

    /**
     * munmap(2) on a range, or on those parts of it that belong to one mmap.
     *
     * @param address page aligned
     * @param length bytes, whole pages
     * @param origin the mmap, or null for any
     * @throws DdiException EDEADLK if this thread would wait for itself
     */
    public void unmap(long address, long length, Origin origin) throws DdiException {
        table.requireNoHold();
        tellWatcher(address, length, origin);
        Removal removal = removal();
        removal.unmap(address, address + length, origin);
        removal.finish();
    }

    /**
     * The unmapping half of MAP_FIXED. The range lock is held, under which no device may be closed.
     *
     * @param address page aligned
     * @param length bytes, whole pages
     * @return to be run when the range lock is released: closes devices, throws a driver's PANIC
     * @throws DdiException EDEADLK if this thread would wait for itself
     */
    public Runnable replace(long address, long length) throws DdiException {
        Removal removal = removal();
        removal.unmap(address, address + length, null);
        return removal::finish;
    }

    /**
     * Those who locked parts of a range for long are told that it is about to change. No lock is held.
     *
     * @param address first address
     * @param length bytes
     * @param origin the mmap that changes, or null for whatever is there
     */
    public void tellWatcher(long address, long length, Origin origin) {
        for (long[] part : parts(address, address + length, origin)) {
            watcher.aboutToChange(part[0], part[1] - part[0]);
        }
    }

    /**
     * exec(2), or the mappings' part of exit(2): every segment goes whole, the lowest first.
     *
     * @param last whether nothing can be mapped any more
     * @throws DdiException EDEADLK if this thread would wait for itself
     */
    public void removeAll(boolean last) throws DdiException {
        table.requireNoHold();
        watcher.aboutToChange(0, Long.MAX_VALUE);
        Removal removal = removal();
        Admissions admissions = table.lockComplete();
        try (admissions) {
            if (last) {
                creation.end();
            }
            removal.removeAll();
        } finally {
            table.exclusive().unlock();
        }
        removal.finish();
    }

    /**
     * Mappings that are not dead, for those who have made sure that none of them comes or goes. Does not wait for the as
     * lock.
     *
     * @param which of them
     * @return segments, ascending
     */
    public List<Segment> mappings(Predicate<Segment> which) {
        return table.all().stream().filter(segment -> !segment.isDead() && which.test(segment)).toList();
    }

    /**
     * The driver of mappings leaves: they die, with their unmap callbacks, and stay as dead ranges.
     *
     * @param mappings which of them
     * @param clock the system's time
     * @return false if the space could not be had within a bound, because somebody is still inside the driver: then they die without
     *         callbacks, and what comes back late changes nothing
     */
    public boolean kill(Predicate<Segment> mappings, DevmapClock clock) {
        Removal removal = removal();
        if (removal.kill(mappings, clock)) {
            return true;
        }
        removal.abandon(mappings);
        removal.finish();
        return false;
    }

    /**
     * Requires that this thread is not inside a callback of the space, for which its exit would wait.
     *
     * @throws DdiException EDEADLK if it is
     */
    public void requireNotInside() throws DdiException {
        table.requireNoHold();
        table.requireNotBuilding();
    }

    /**
     * Nothing is accessed any more, although mappings are there and locks may be held, for which this does not wait: the
     * process is a zombie. Accesses to memory that are under way are waited for.
     *
     * @param late runs what keeps accesses to registers from beginning and waits for those that have begun, as long as a
     *             model likes
     */
    public void freeze(Executor late) {
        table.freeze(late);
    }

    /**
     * fork(2): copies every segment into an empty space.
     *
     * @param child the space of the child
     * @throws DdiException EAGAIN or ENOMEM if a driver refused; the child is empty again
     */
    public void forkInto(Space child) throws DdiException {
        new Forking(this, table, calls).into(child, child.table);
    }

    // ---- snapshot: no lock that anybody keeps

    /**
     * The segments, for the snapshot. Does not wait for the as lock.
     *
     * @return pictures, ascending
     */
    public List<SegmentSnapshot> snapshot() {
        return table.all().stream().filter(Segment::isReady).map(HandlePictures::of).toList();
    }

    /** Threads that wait for locks of this space, soft locks, or map callbacks. */
    public int waiting() {
        return table.waiting() + creation.waiting();
    }
}
