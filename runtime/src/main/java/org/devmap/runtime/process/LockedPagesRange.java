package org.devmap.runtime.process;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.devmap.AccessDirection;
import org.devmap.AccessType;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.Pages;
import org.devmap.Panic;
import org.devmap.app.LockedRange;
import org.devmap.backend.DevmapClock;
import org.devmap.runtime.fault.FaultReport;
import org.devmap.runtime.handle.Backing;
import org.devmap.runtime.handle.FaultOutcome;
import org.devmap.runtime.handle.MappingHandle;
import org.devmap.runtime.handle.Origin;
import org.devmap.runtime.handle.Segment;
import org.devmap.runtime.memory.HostedMemory;
import org.devmap.runtime.memory.MoveGate;
import org.devmap.runtime.memory.NexusSet;
import org.devmap.runtime.memory.RawView;
import org.devmap.runtime.translation.RawViews;
import org.devmap.runtime.umem.LockedPages;

/** Pages of a process, locked in place until this is closed. */
final class LockedPagesRange implements LockedRange {

    private final Process process;
    private final long address;
    private final long length;
    private final AccessDirection rw;
    private final List<Part> parts;
    private final List<MoveGate.Hold> holds;
    private final Thread holder;
    /** Written under the monitor, with the view. */
    private volatile boolean closed;
    private RawView view;
    /** Goes off when the range is held too long; null without a deadline. */
    private volatile DevmapClock.Alarm deadline;

    private LockedPagesRange(Process process, long address, long length, AccessDirection rw, List<Part> parts,
                             List<MoveGate.Hold> holds, Thread holder) {
        this.process = process;
        this.address = address;
        this.length = length;
        this.rw = rw;
        this.parts = parts;
        this.holds = holds;
        this.holder = holder;
    }

    /** Locks for an application: the thread that locks must not wait for itself later. */
    static LockedPagesRange lock(Process process, long address, long length, AccessDirection rw, Origin origin)
            throws DdiException {
        List<Part> parts = lockPages(process, address, length, rw, origin);
        List<MoveGate.Hold> holds = hold(process, parts, rw, "a locked range");
        LockedPagesRange range = new LockedPagesRange(process, address, length, rw, parts, holds,
                process.space().softLocks().held());
        range.startDeadline();
        return range;
    }

    private void startDeadline() {
        long nanos = process.services().bounds().lockNanos();
        if (nanos > 0) {
            deadline = process.services().clock().schedule(nanos,
                    () -> process.services().threads().execute(this::revoke));
            if (closed) {
                deadline.cancel();
            }
        }
    }

    /** Held too long: who waits for these pages waits no more. */
    private void revoke() {
        if (closed) {
            return;
        }
        String what = "0x%x+0x%x of %s, locked for longer than %d ms by thread %s,".formatted(address, length, process,
                TimeUnit.NANOSECONDS.toMillis(process.services().bounds().lockNanos()), holder.getName());
        try {
            close();
            process.services().handles().diagnostics().accept(what + " is revoked");
        } catch (RuntimeException | Error e) {
            process.services().handles().diagnostics().accept(what + " cannot be revoked: " + e.getMessage());
        }
    }

    /** Locks for a driver's cookie, which any thread may unlock. */
    static LockedPagesRange lockForDriver(Process process, long address, long length, AccessDirection rw)
            throws DdiException {
        List<Part> parts = lockPages(process, address, length, rw, null);
        return new LockedPagesRange(process, address, length, rw, parts,
                hold(process, parts, rw, "memory locked by a driver"), null);
    }

    /** What is locked of one mmap. Known by its origin: after an exec something else may be mapped at the address. */
    private record Part(long address, long length, Origin origin) {
    }

    /** Segment by segment; what is locked before a failure is unlocked again. */
    private static List<Part> lockPages(Process process, long address, long length, AccessDirection rw, Origin origin)
            throws DdiException {
        List<Part> locked = new ArrayList<>();
        boolean done = false;
        try {
            for (long at = address; at < address + length;) {
                Segment segment = process.space().segmentAt(at);
                long end = segment == null ? address + length : Math.min(segment.end(), address + length);
                Part part = new Part(at, end - at, origin != null || segment == null ? origin : segment.origin());
                FaultOutcome outcome = process.space().fault(part.address, part.length, AccessType.LOCK, rw,
                        part.origin);
                if (!outcome.isOk()) {
                    throw FaultReport.toKernel(outcome, "lock of 0x%x+0x%x of %s".formatted(address, length, process));
                }
                locked.add(part);
                at = end;
            }
            done = true;
            return locked;
        } finally {
            if (!done) {
                unlockPages(process, locked, AccessDirection.OTHER);
            }
        }
    }

    /**
     * What is locked does not move to another provider either; waits while it moves. The pages are locked, so they stay
     * what they are.
     */
    private static List<MoveGate.Hold> hold(Process process, List<Part> parts, AccessDirection rw, String what)
            throws DdiException {
        Map<HostedMemory, String> wanted = new LinkedHashMap<>();
        for (Part part : parts) {
            String who = "%s, 0x%x+0x%x of %s (space %d)".formatted(what, part.address, part.length, process.owner(),
                    process.id());
            memories(process, part).forEach(memory -> wanted.putIfAbsent(memory, who));
        }
        List<MoveGate.Hold> holds = new ArrayList<>();
        boolean done = false;
        try {
            for (Map.Entry<HostedMemory, String> memory : wanted.entrySet()) {
                holds.add(memory.getKey().gate().hold(memory.getValue()));
            }
            done = true;
            return holds;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DdiException(Errno.EINTR, "interrupted while the memory moves to another provider", e);
        } finally {
            if (!done) {
                holds.forEach(MoveGate.Hold::close);
                unlockPages(process, parts, rw);
            }
        }
    }

    /** What can move behind a part. */
    private static Set<HostedMemory> memories(Process process, Part part) {
        Set<HostedMemory> memories = new LinkedHashSet<>();
        Segment segment = process.space().segmentAt(part.address);
        for (long at = part.address; segment != null && at < part.address + part.length;) {
            MappingHandle handle = segment.handleAt(at);
            if (handle == null) {
                break;
            }
            if (handle.backing().source() != null) {
                memories.addAll(handle.backing().source().hosted());
            }
            at = handle.end();
        }
        return memories;
    }

    /** Whatever becomes of a part, those after it are unlocked too; a PANIC is thrown when all are. */
    private static void unlockPages(Process process, List<Part> locked, AccessDirection rw) {
        Panic panic = null;
        for (Part part : locked) {
            try {
                process.space().fault(part.address, part.length, AccessType.UNLOCK, rw, part.origin);
            } catch (Panic e) {
                panic = panic == null ? e : panic;
            }
        }
        if (panic != null) {
            throw panic;
        }
    }

    @Override
    public long address() {
        return address;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public synchronized MemorySegment segment() throws DdiException {
        if (closed) {
            throw new IllegalStateException("the locked range is closed");
        }
        if (view == null) {
            if (!RawViews.isPossible()) {
                throw new DdiException(Errno.ENOTSUP, RawViews.remedy());
            }
            view = openView();
        }
        return rw == AccessDirection.READ ? view.segment().asReadOnly() : view.segment();
    }

    private RawView openView() throws DdiException {
        Segment mapped = process.space().segmentAt(address);
        MappingHandle handle = mapped == null ? null : mapped.handleAt(address);
        if (handle == null) {
            throw new DdiException(Errno.EFAULT, "nothing is mapped at 0x%x any more".formatted(address));
        }
        Backing backing = handle.backing();
        if (backing.registers()) {
            throw new DdiException(Errno.ENOTSUP, "device registers have no raw segment");
        }
        long offset = handle.sourceOffset() + (address - handle.address());
        if (address + length <= handle.end()) {
            if (backing.source() instanceof HostedMemory memory) {
                return memory.rawView(offset, length);
            }
            if (backing.source() instanceof NexusSet set) {
                return set.rawView(offset, length);
            }
        }
        throw new DdiException(Errno.ENOTSUP,
                "the locked range is not contiguous behind the mapping; lock it piece by piece");
    }

    /** The page list of the range, for a cookie. */
    LockedPages pages() {
        List<LockedPages.Page> pages = new ArrayList<>();
        for (long at = address; at < address + length; at += Pages.SIZE) {
            MappingHandle handle = process.space().segmentAt(at).handleAt(at);
            Backing backing = handle.backing();
            pages.add(new LockedPages.Page(backing.source(), handle.sourceOffset() + (at - handle.address()),
                    backing.access()));
        }
        return new LockedPages(pages);
    }

    @Override
    public void close() {
        if (!end()) {
            return;
        }
        if (deadline != null) {
            deadline.cancel();
        }
        process.unlocked(this);
        if (holder != null) {
            process.space().softLocks().released(holder);
        }
        try {
            unlockPages(process, parts, rw);
        } finally {
            holds.forEach(MoveGate.Hold::close);
        }
    }

    /** True for the one who has to unlock the pages, which asks the driver: nobody waits for that here. */
    private synchronized boolean end() {
        if (closed) {
            return false;
        }
        if (view != null) {
            closeView();
        }
        closed = true;
        return true;
    }

    private void closeView() {
        try {
            view.close();
        } catch (IllegalStateException e) {
            throw new IllegalStateException(
                    "native code is still using the segment of this locked range; close it when it has returned", e);
        }
    }
}
