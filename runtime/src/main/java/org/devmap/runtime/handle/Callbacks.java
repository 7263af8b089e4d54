package org.devmap.runtime.handle;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.devmap.AccessDirection;
import org.devmap.AccessType;
import org.devmap.DdiException;
import org.devmap.Dev;
import org.devmap.FaultException;
import org.devmap.MapFlags;
import org.devmap.Panic;
import org.devmap.driver.DevmapCookie;
import org.devmap.driver.KeptData;
import org.devmap.driver.MappingCallbacks;

/**
 * The private copy of a driver's callback control record, taken at setup (2.9): which entries are real, and whose. The type of the
 * driver's private data ends here; the driver keeps it consistent by itself.
 */
public final class Callbacks {

    /** Nobody is told anything. */
    public static final Callbacks NONE = new Callbacks(null, Set.of(), null);

    private final MappingCallbacks<Object> target;
    private final Set<MappingCallbacks.Entry> entries;
    private final Object accessIdentity;

    private Callbacks(MappingCallbacks<Object> target, Set<MappingCallbacks.Entry> entries, Object accessIdentity) {
        this.target = target;
        this.entries = entries;
        this.accessIdentity = accessIdentity;
    }

    @SuppressWarnings("unchecked")
    static Callbacks copyOf(MappingCallbacks<?> given) {
        if (given == null) {
            return NONE;
        }
        Set<MappingCallbacks.Entry> entries = EnumSet.noneOf(MappingCallbacks.Entry.class);
        entries.addAll(given.entries());
        return new Callbacks((MappingCallbacks<Object>) given, entries, given.accessIdentity());
    }

    /** The driver's object, or the runtime's own; null for none. */
    MappingCallbacks<?> target() {
        return target;
    }

    boolean has(MappingCallbacks.Entry entry) {
        return entries.contains(entry);
    }

    /** Whether first touches are the driver's to serve. */
    public boolean hasAccess() {
        return has(MappingCallbacks.Entry.ACCESS);
    }

    /** The identity that gates and contexts go by. */
    public Object accessIdentity() {
        return accessIdentity;
    }

    Object map(DevmapCookie handle, Dev dev, MapFlags flags, long off, long len) throws DdiException {
        return has(MappingCallbacks.Entry.MAP) ? target.map(handle, dev, flags, off, len) : null;
    }

    void access(DevmapCookie handle, Object data, long off, long len, AccessType type, AccessDirection rw)
            throws FaultException, DdiException {
        target.access(handle, data, off, len, type, rw);
    }

    Object dup(DevmapCookie handle, Object data, DevmapCookie newHandle) throws DdiException {
        return has(MappingCallbacks.Entry.DUP) ? target.dup(handle, data, newHandle) : data;
    }

    /** Never fails but by PANIC: what else a driver throws here is for the log (2.28). */
    KeptData<Object> unmap(MappingHandle handle, Object data, long off, long len, DevmapCookie before, DevmapCookie after) {
        if (!has(MappingCallbacks.Entry.UNMAP)) {
            return KeptData.unchanged(data);
        }
        try {
            KeptData<Object> kept = target.unmap(handle, data, off, len, before, after);
            return kept == null ? KeptData.unchanged(data) : kept;
        } catch (Panic e) {
            throw e;
        } catch (RuntimeException | Error e) {
            handle.services().diagnostics().accept("unmap callback " + target.getClass().getName() + " failed: " + e);
            return KeptData.unchanged(data);
        }
    }

    @Override
    public String toString() {
        return entries.stream().map(entry -> entry.name().toLowerCase()).collect(Collectors.joining(" "));
    }
}
