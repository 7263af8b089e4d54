package org.devmap.runtime.handle;

import java.util.HashSet;
import java.util.Set;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.MapFlags;
import org.devmap.driver.MappingCallbacks;
import org.devmap.driver.MmapEntry;
import org.devmap.runtime.exclusion.LockGate;

/**
 * The handle's part of an exchange of drivers: lets go of the old version, attaches the new one. Only while the device lets nobody
 * in, so that no callback of the handle is under way.
 */
public final class DriverExchange {

    private DriverExchange() {
    }

    /**
     * Whether a driver knows a handle: it set it up in devmap(9E). It does not know those of mmap(9E) and drv_mmap.
     *
     * @param handle the handle
     * @return true if it is the driver's to export
     */
    public static boolean isKnownToDriver(MappingHandle handle) {
        return !(handle.callbacks().target() instanceof AskedPages) && handle.segment().origin().drvRange() == null;
    }

    /**
     * Drops every reference to the driver; pages that are locked stay so.
     *
     * @param handle the handle
     */
    public static void letGo(MappingHandle handle) {
        if (handle.callbacks().target() instanceof AskedPages pages) {
            pages.ask(null);
            return;
        }
        DriverSide old = handle.driver();
        handle.setDriver(DriverSide.NONE);
        if (old.gate() != null) {
            old.gate().leaveLock(handle.pages().pins());
            old.release(handle.services().records());
        }
    }

    /**
     * Attaches what the next version answered for a handle.
     *
     * @param handle the handle, let go
     * @param callbacks its callbacks, null for none
     * @param data its private data
     * @throws DdiException EINVAL if a PRIVATE mapping would be left without access callback (S-123)
     */
    public static void adopt(MappingHandle handle, MappingCallbacks<?> callbacks, Object data) throws DdiException {
        DriverSide side = DriverSide.of(Callbacks.copyOf(callbacks), data);
        boolean isPrivate = handle.segment().origin().flags().type().equals(MapFlags.PRIVATE);
        if (isPrivate && !side.callbacks().hasAccess()) {
            throw new DdiException(Errno.EINVAL, "a PRIVATE mapping needs an access callback (S-123)");
        }
        DriverSide complete = side.withRecords(handle.services().records(), handle.device());
        if (complete.gate() != null) {
            complete.gate().takeLock(handle.pages().pins());
        }
        handle.setDriver(complete);
    }

    /**
     * Asks another version for the frames of a mapping of mmap(9E); other handles are not concerned.
     *
     * @param handle the handle, let go
     * @param entry what the next version has for mmap(9E)
     */
    public static void ask(MappingHandle handle, MmapEntry entry) {
        if (handle.callbacks().target() instanceof AskedPages pages) {
            pages.ask(entry);
        }
    }

    /**
     * Requires that the handles of a mapping agree on the access callback (S-051).
     *
     * @param segment the segment, its handles adopted
     * @throws DdiException ENOTSUP if they do not
     */
    public static void requireOneGate(Segment segment) throws DdiException {
        Set<LockGate> gates = new HashSet<>();
        segment.handles().stream().map(MappingHandle::gate).filter(gate -> gate != null).forEach(gates::add);
        if (gates.size() > 1) {
            throw new DdiException(Errno.ENOTSUP, "pieces of one mapping have different access callbacks; use one object for all (S-051)");
        }
    }
}
