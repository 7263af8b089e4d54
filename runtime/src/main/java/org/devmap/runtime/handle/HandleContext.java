package org.devmap.runtime.handle;

import org.devmap.AccessDirection;
import org.devmap.AccessType;
import org.devmap.FaultCode;
import org.devmap.FaultException;
import org.devmap.Panic;
import org.devmap.driver.ContextCallback;
import org.devmap.runtime.exclusion.ContextRecord;
import org.devmap.runtime.trace.Occurrence;
import org.devmap.runtime.trace.Trace;

/** devmap_do_ctxmgt(9F): a switch of context on behalf of a handle (2.16). */
final class HandleContext {

    private HandleContext() {
    }

    /** Without a record, that is, without an access callback, nothing is serialised. */
    static <P> void run(MappingHandle handle, ContextRecord record, long off, long len, AccessType type, AccessDirection rw,
                        ContextCallback<P> switchContext) throws FaultException {
        HandleLoad.requireReason(type, rw);
        if (switchContext == null) {
            throw new FaultException(FaultCode.HWERR, "switchContext is null; it must be the driver's context callback");
        }
        handle.services().counters().count(Counters.Event.CONTEXT_SWITCH);
        Trace.Span span = Trace.begin(Occurrence.CONTEXT_SWITCH);
        try {
            if (record == null) {
                switchContext.switchTo(handle, dataOf(handle), off, len, type, rw);
            } else {
                record.run(handle::timeout, () -> switchContext.switchTo(handle, dataOf(handle), off, len, type, rw));
            }
        } catch (Panic e) {
            throw e;
        } catch (Exception | Error e) {
            throw new FaultException(FaultCode.HWERR, "context callback failed with " + e.getMessage(), e);
        } finally {
            Trace.end(span, handle, off, len);
        }
    }

    /** The driver's own data, whose type only the driver knows. */
    @SuppressWarnings("unchecked")
    private static <P> P dataOf(MappingHandle handle) {
        return (P) handle.data();
    }
}
