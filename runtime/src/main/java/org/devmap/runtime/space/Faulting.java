package org.devmap.runtime.space;

import org.devmap.AccessDirection;
import org.devmap.AccessType;
import org.devmap.Errno;
import org.devmap.FaultCode;
import org.devmap.Pages;
import org.devmap.runtime.call.CallStack;
import org.devmap.runtime.fault.FaultDispatcher;
import org.devmap.runtime.handle.DeviceUse;
import org.devmap.runtime.handle.FaultOutcome;
import org.devmap.runtime.handle.MappingHandle;
import org.devmap.runtime.handle.Origin;
import org.devmap.runtime.handle.Segment;
import org.devmap.runtime.memory.FrameSource;
import org.devmap.runtime.translation.Hat;
import org.devmap.runtime.translation.Translation;

/**
 * Faults on a range of a space: segment by segment, each with its overlap, under the as lock shared. Before it takes
 * any lock, a fault waits while memory behind it moves, and enters the device, where it waits while the driver is
 * suspended or exchanged.
 */
final class Faulting {

    private final SegmentTable table;
    private final CallStack calls;
    private final FaultDispatcher faults;

    Faulting(SegmentTable table, CallStack calls, FaultDispatcher faults) {
        this.table = table;
        this.calls = calls;
        this.faults = faults;
    }

    FaultOutcome fault(long address, long length, AccessType type, AccessDirection rw, Origin origin) {
        if (calls.faultDepth() >= CallStack.MOST_NESTED_FAULTS) {
            return FaultOutcome.of(FaultCode.makeErr(Errno.EDEADLK));
        }
        long end = Pages.roundUp(address + length);
        for (long at = Pages.roundDown(address); at < end;) {
            Segment segment = table.awaitAt(at, origin);
            if (segment == null) {
                return FaultOutcome.of(FaultCode.NOMAP);
            }
            long stop = Math.min(end, segment.end());
            FaultOutcome outcome;
            try {
                outcome = enter(segment, at, stop, type, rw);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new FaultOutcome(FaultCode.makeErr(Errno.EINTR), e);
            }
            if (outcome != null) {
                if (!outcome.isOk()) {
                    return outcome;
                }
                at = stop;
            }
        }
        return FaultOutcome.OK;
    }

    /** Null if the segment has changed meanwhile. */
    private FaultOutcome enter(Segment segment, long from, long to, AccessType type, AccessDirection rw)
            throws InterruptedException {
        // A nested fault holds locks, and an unlock is what somebody who moves memory may be waiting for.
        if (calls.faultDepth() == 0 && type != AccessType.UNLOCK) {
            awaitMoves(segment, from, to);
        }
        DeviceUse use = segment.origin().use();
        DeviceUse.Entry entry = type == AccessType.UNLOCK ? enterWhateverComes(use)
                : use.enter(segment.origin().path());
        table.shared().lock();
        try {
            if (table.segments().at(from) != segment || to > segment.end()) {
                return null;
            }
            if (entry == DeviceUse.Entry.ABSENT) {
                return faults.serveWithoutDriver(segment, from, to - from, type, rw);
            }
            if (entry == DeviceUse.Entry.WAITED && type == AccessType.ACCESS && isLoaded(segment, from, to, rw)) {
                // It was loaded before the driver was suspended, and the driver is not asked for it again.
                return FaultOutcome.OK;
            }
            return segment.isReady() ? faults.serve(segment, from, to - from, type, rw)
                    : FaultOutcome.of(FaultCode.makeErr(Errno.EDEADLK));
        } finally {
            table.shared().unlock();
            use.leave();
        }
    }

    /** Waits, under no lock, while memory behind the range moves: no callback starts in the middle of it. */
    private static void awaitMoves(Segment segment, long from, long to) throws InterruptedException {
        for (long at = from; at < to;) {
            MappingHandle handle = segment.handleAt(at);
            if (handle == null) {
                return;
            }
            FrameSource source = handle.backing().source();
            if (source != null) {
                source.awaitGate();
            }
            at = handle.end();
        }
    }

    /** What is locked must be unlocked: no signal keeps anybody from it. */
    private static DeviceUse.Entry enterWhateverComes(DeviceUse use) {
        while (!use.tryEnter()) {
            use.awaitOpen();
        }
        return DeviceUse.Entry.ENTERED;
    }

    private static boolean isLoaded(Segment segment, long from, long to, AccessDirection rw) {
        int need = rw.needed().bits() & (Hat.READ | Hat.WRITE | Hat.EXEC);
        for (long at = from; at < to; at += Pages.SIZE) {
            MappingHandle handle = segment.handleAt(at);
            Translation table = handle == null ? null : handle.translation();
            if (table == null || !table.permits(at, need)) {
                return false;
            }
        }
        return true;
    }
}
