package org.devmap.runtime.handle;

import org.devmap.AccessDirection;
import org.devmap.AccessType;
import org.devmap.Errno;
import org.devmap.FaultCode;
import org.devmap.FaultException;
import org.devmap.Panic;
import org.devmap.runtime.call.CallStack;
import org.devmap.runtime.call.CallingProcess;
import org.devmap.runtime.trace.Occurrence;
import org.devmap.runtime.trace.Trace;

/** devmap_load(9F) and devmap_unload(9F): who may call them where, and which pages are meant (2.15, 2.27). */
final class HandleLoad {

    private HandleLoad() {
    }

    /** Only for the process whose fault this thread is serving. */
    static void load(MappingHandle handle, long off, long len, AccessType type, AccessDirection rw) throws FaultException {
        requireReason(type, rw);
        CallStack calls = handle.services().calls();
        calls.forbidInterrupt("devmap_load", "unload from a thread, load from the access callback");
        Segment segment = handle.segment();
        if (handle.isGone() || segment == null) {
            throw new FaultException(FaultCode.makeErr(Errno.EINVAL), "load on a handle that has no mapping");
        }
        CallingProcess caller = calls.process().orElse(null);
        if (caller != segment.process()) {
            throw new Panic("devmap_load on a mapping of another process: only the process whose fault is being served can load; "
                    + "unload is allowed (D-4)");
        }
        if (!calls.isServingFaultOf(caller)) {
            throw new FaultException(FaultCode.makeErr(Errno.EINVAL), "load outside a fault; it belongs into the access callback");
        }
        handle.services().counters().count(Counters.Event.LOAD);
        Trace.Span span = Trace.begin(Occurrence.LOAD);
        FaultOutcome outcome = DefaultLoad.load(handle, handle.pages().extent().pages(off, len), type, rw);
        Trace.end(span, handle, off, len);
        if (!outcome.isOk()) {
            throw new FaultException(outcome.code(), "load of offset 0x%x length 0x%x".formatted(off, len), outcome.cause());
        }
    }

    /** What the driver passes on must be what it received. */
    static void requireReason(AccessType type, AccessDirection rw) throws FaultException {
        if (type == null || rw == null) {
            throw new FaultException(FaultCode.makeErr(Errno.EINVAL), (type == null ? "type" : "rw")
                    + " is null; pass on what the access callback received");
        }
    }

    /** For any process, from any thread but an interrupt. */
    static void unload(MappingHandle handle, long off, long len) throws FaultException {
        handle.services().calls().forbidInterrupt("devmap_unload", "unload from a thread");
        if (handle.isGone()) {
            handle.services().diagnostics().accept("unload on a handle whose mapping is gone has no effect");
            return;
        }
        if (handle.segment() == null) {
            throw new FaultException(FaultCode.makeErr(Errno.EINVAL), "unload on a handle that has no mapping yet");
        }
        Trace.Span span = Trace.begin(Occurrence.UNLOAD);
        boolean pinned = handle.pages().unloadMeant(off, len);
        Trace.end(span, handle, off, len);
        handle.services().counters().count(Counters.Event.UNLOAD);
        if (pinned) {
            handle.services().diagnostics().accept("unload under a soft lock: translations are dropped, the pins stay (D-11)");
        }
    }
}
