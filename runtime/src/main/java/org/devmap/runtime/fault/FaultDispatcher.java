package org.devmap.runtime.fault;

import java.util.function.Consumer;
import org.devmap.AccessDirection;
import org.devmap.AccessType;
import org.devmap.Errno;
import org.devmap.FaultCode;
import org.devmap.Pages;
import org.devmap.Panic;
import org.devmap.runtime.call.CallStack;
import org.devmap.runtime.exclusion.LockGate;
import org.devmap.runtime.handle.Counters;
import org.devmap.runtime.handle.DefaultLoad;
import org.devmap.runtime.handle.FaultOutcome;
import org.devmap.runtime.handle.MappingHandle;
import org.devmap.runtime.handle.Segment;
import org.devmap.runtime.trace.Occurrence;
import org.devmap.runtime.trace.Trace;

/** Serves one fault on one segment (2.11). The caller holds the as lock shared and has clipped the range to the segment. */
public final class FaultDispatcher {

    private final CallStack calls;
    private final Counters counters;

    /**
     * A dispatcher.
     *
     * @param calls who is calling
     * @param counters what happened
     */
    public FaultDispatcher(CallStack calls, Counters counters) {
        this.calls = calls;
        this.counters = counters;
    }

    /**
     * Serves a fault.
     *
     * @param segment the segment
     * @param from first address, page aligned
     * @param length bytes, whole pages
     * @param type why
     * @param rw direction
     * @return the result
     */
    public FaultOutcome serve(Segment segment, long from, long length, AccessType type, AccessDirection rw) {
        counters.count(Counters.Event.FAULT);
        segment.countFault();
        Trace.Span span = Trace.begin(Occurrence.FAULT);
        try {
            return checked(segment, from, length, type, rw);
        } finally {
            Trace.end(span, segment.origin().path(), segment.offset() + (from - segment.address()), length);
        }
    }

    private FaultOutcome checked(Segment segment, long from, long length, AccessType type, AccessDirection rw) {
        if (segment.isDead() || segment.origin().use().isGone()) {
            return FaultOutcome.of(FaultCode.makeErr(Errno.ENXIO));
        }
        if (segment.handleAt(from) == null) {
            return FaultOutcome.of(FaultCode.NOMAP);
        }
        if (type == AccessType.PROT) {
            return FaultOutcome.of(FaultCode.PROT);
        }
        try (CallStack.Frame _ = calls.fault(segment.process())) {
            return type == AccessType.UNLOCK ? unlock(segment, from, length, rw) : enter(segment, from, length, type, rw);
        }
    }

    /**
     * Serves a fault of a device that has gone and is answered for: pages are loaded without the driver's doing, and nothing can be
     * locked.
     *
     * @param segment the segment
     * @param from first address, page aligned
     * @param length bytes, whole pages
     * @param type why
     * @param rw direction
     * @return the result
     */
    public FaultOutcome serveWithoutDriver(Segment segment, long from, long length, AccessType type, AccessDirection rw) {
        counters.count(Counters.Event.FAULT);
        segment.countFault();
        if (type == AccessType.LOCK || segment.isDead()) {
            return FaultOutcome.of(FaultCode.makeErr(Errno.ENXIO));
        }
        for (long at = from; at < from + length;) {
            MappingHandle handle = segment.handleAt(at);
            if (handle == null) {
                return FaultOutcome.of(FaultCode.NOMAP);
            }
            long end = Math.min(handle.end(), from + length);
            FaultOutcome outcome = DefaultLoad.load(handle, at, end - at, type, rw);
            if (!outcome.isOk()) {
                return outcome;
            }
            at = end;
        }
        return FaultOutcome.OK;
    }

    /** Passes the gate, if some page lies under an access callback. */
    private FaultOutcome enter(Segment segment, long from, long length, AccessType type, AccessDirection rw) {
        LockGate gate = null;
        long gated = 0;
        for (long at = from; at < from + length;) {
            MappingHandle handle = segment.handleAt(at);
            if (handle == null) {
                break;
            }
            if (type == AccessType.LOCK && handle.isRemappable()) {
                return FaultOutcome.of(FaultCode.NOSUPPORT);
            }
            long end = Math.min(handle.end(), from + length);
            if (handle.gate() != null) {
                gate = handle.gate();
                gated += Pages.btop(end - at);
            }
            at = end;
        }
        if (gate == null) {
            return pieces(segment, from, length, type, rw);
        }
        try {
            if (type == AccessType.LOCK) {
                gate.enterLock(gated);
            } else {
                gate.enterAccess(gated);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new FaultOutcome(FaultCode.makeErr(Errno.EINTR), e);
        }
        return gatedPieces(segment, from, length, type, rw, gate, gated);
    }

    /** An access leaves the gate now; a lock keeps it until the unlock, unless it failed. */
    private FaultOutcome gatedPieces(Segment segment, long from, long length, AccessType type, AccessDirection rw, LockGate gate,
                                     long gated) {
        boolean locked = false;
        try {
            FaultOutcome outcome = pieces(segment, from, length, type, rw);
            locked = type == AccessType.LOCK && outcome.isOk();
            return outcome;
        } finally {
            if (type != AccessType.LOCK) {
                gate.leaveAccess(gated);
            } else if (!locked) {
                gate.leaveLock(gated);
            }
        }
    }

    /** A lock that fails half way, be it by a PANIC, is undone; the gate's share of its pages is given back by the caller. */
    private FaultOutcome pieces(Segment segment, long from, long length, AccessType type, AccessDirection rw) {
        long done = from;
        try {
            while (done < from + length) {
                MappingHandle handle = segment.handleAt(done);
                if (handle == null) {
                    return FaultOutcome.of(FaultCode.NOMAP);
                }
                long end = Math.min(handle.end(), from + length);
                FaultOutcome outcome = piece(segment, handle, done, end - done, type, rw);
                if (!outcome.isOk()) {
                    return outcome;
                }
                done = end;
            }
            return FaultOutcome.OK;
        } finally {
            if (type == AccessType.LOCK && done < from + length) {
                unlockPieces(segment, from, done, AccessDirection.OTHER, _ -> { });
            }
        }
    }

    /** Not gated: the gate is held since the lock, and left here, whatever the callbacks did. */
    private FaultOutcome unlock(Segment segment, long from, long length, AccessDirection rw) {
        return unlockPieces(segment, from, from + length, rw, piece -> {
            if (piece.handle.gate() != null) {
                piece.handle.gate().leaveLock(Pages.btop(piece.length));
            }
        });
    }

    private record Piece(MappingHandle handle, long length) {
    }

    /** Whatever becomes of a piece, those after it are unlocked too; a PANIC is thrown when all are. */
    private FaultOutcome unlockPieces(Segment segment, long from, long to, AccessDirection rw, Consumer<Piece> unlocked) {
        FaultOutcome first = FaultOutcome.OK;
        Panic panic = null;
        for (long at = from; at < to;) {
            MappingHandle handle = segment.handleAt(at);
            if (handle == null) {
                break;
            }
            Piece piece = new Piece(handle, Math.min(handle.end(), to) - at);
            try {
                FaultOutcome outcome = piece(segment, handle, at, piece.length, AccessType.UNLOCK, rw);
                first = first.isOk() ? outcome : first;
            } catch (Panic e) {
                panic = panic == null ? e : panic;
            } finally {
                unlocked.accept(piece);
            }
            at += piece.length;
        }
        if (panic != null) {
            throw panic;
        }
        return first;
    }

    private FaultOutcome piece(Segment segment, MappingHandle handle, long at, long length, AccessType type, AccessDirection rw) {
        if (!handle.callbacks().hasAccess()) {
            return DefaultLoad.load(handle, at, length, type, rw);
        }
        counters.count(Counters.Event.ACCESS);
        try {
            handle.access(segment.offset() + (at - segment.address()), length, type, rw);
            return FaultOutcome.OK;
        } catch (Panic e) {
            throw e;
        } catch (Exception | Error e) {
            return FaultOutcome.ofCallback(e);
        }
    }
}
