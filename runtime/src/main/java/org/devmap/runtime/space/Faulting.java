package org.devmap.runtime.space;

import org.devmap.AccessDirection;
import org.devmap.AccessType;
import org.devmap.Errno;
import org.devmap.FaultCode;
import org.devmap.Pages;
import org.devmap.runtime.call.CallStack;
import org.devmap.runtime.fault.FaultDispatcher;
import org.devmap.runtime.handle.FaultOutcome;
import org.devmap.runtime.handle.MappingHandle;
import org.devmap.runtime.handle.Origin;
import org.devmap.runtime.handle.Segment;
import org.devmap.runtime.memory.FrameSource;

/** Faults on a range of a space: segment by segment, each with its overlap, under the as lock shared. */
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
        // A nested fault holds locks, and an unlock is what somebody who moves memory may be waiting for.
        boolean waits = calls.faultDepth() == 0 && type != AccessType.UNLOCK;
        long end = Pages.roundUp(address + length);
        for (long at = Pages.roundDown(address); at < end;) {
            Segment segment = table.awaitAt(at, origin);
            if (segment == null) {
                return FaultOutcome.of(FaultCode.NOMAP);
            }
            if (waits) {
                try {
                    awaitMoves(segment, at, Math.min(end, segment.end()));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return new FaultOutcome(FaultCode.makeErr(Errno.EINTR), e);
                }
            }
            table.shared().lock();
            try {
                if (table.segments().at(at) != segment) {
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
                table.shared().unlock();
            }
        }
        return FaultOutcome.OK;
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
}
