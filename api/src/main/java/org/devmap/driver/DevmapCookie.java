package org.devmap.driver;

import org.devmap.AccessDirection;
import org.devmap.AccessType;
import org.devmap.DdiException;
import org.devmap.FaultException;
import org.osgi.annotation.versioning.ProviderType;

/**
 * devmap_cookie_t, the handle: one contiguous piece of one mapping in one address space. Opaque; the same object is handed
 * to every callback of the piece, so it may be kept and compared by identity. After a partial unmap it stands for what
 * remains; after the last page is gone every call is without effect (S-385).
 *
 * <p>Offsets are user offsets, in bytes, and lengths bytes, unsigned. Every method may be called from any thread with the
 * restrictions of section 2.27. A driver may hold its own locks while calling; the framework never calls back under a lock
 * of its own except those of section 2.26.
 */
@ProviderType
public interface DevmapCookie {

    /**
     * devmap_umem_setup(9F). Only inside the devmap(9E) call that received this handle (D-9).
     *
     * @param setup what to export
     * @throws DdiException DDI_FAILURE with the condition of section 2.7 that failed; the handle is unchanged
     */
    void umemSetup(UmemSetup setup) throws DdiException;

    /**
     * devmap_devmem_setup(9F). Only inside the devmap(9E) call that received this handle (D-9).
     *
     * @param setup what to export
     * @throws DdiException DDI_FAILURE with the condition of section 2.6 that failed; the handle is unchanged
     */
    void devmemSetup(DevmemSetup setup) throws DdiException;

    /**
     * devmap_umem_remap: drops the translations of the whole handle, in whatever process, and puts other memory behind it.
     *
     * @param remap what to put there
     * @throws DdiException DDI_FAILURE, nothing changed
     */
    void umemRemap(UmemRemap remap) throws DdiException;

    /**
     * devmap_devmem_remap: drops the translations of the whole handle, in whatever process, and puts other memory behind it.
     *
     * @param remap what to put there
     * @throws DdiException DDI_FAILURE; if the nexus refused the range, translations are dropped and the old memory stays
     */
    void devmemRemap(DevmemRemap remap) throws DdiException;

    /**
     * devmap_load(9F): makes translations of a range. Only for mappings of the calling process and only inside a fault on
     * it; the handle of another process is a {@link org.devmap.Panic} (D-4). off 0 and len 0 mean the whole handle, len 0
     * alone everything from off to its end.
     *
     * @param off user offset; its whole page is meant
     * @param len bytes; the whole page of the last byte is meant (D-5)
     * @param type as the access callback received it
     * @param rw as the access callback received it
     * @throws FaultException with the code of section 2.12 or FC_MAKE_ERR(EINVAL) for a range outside the handle
     */
    void load(long off, long len, AccessType type, AccessDirection rw) throws FaultException;

    /**
     * devmap_unload(9F): drops the translations of a range, in whatever process. When it has returned, nobody reaches the
     * memory through them any more; the next access calls the access callback.
     *
     * @param off user offset; its whole page is meant
     * @param len bytes; the whole page of the last byte is meant (D-5)
     * @throws FaultException FC_MAKE_ERR(EINVAL) for a range outside the handle, nothing unloaded
     */
    void unload(long off, long len) throws FaultException;

    /**
     * devmap_default_access(9F): what the framework does without an access callback, namely {@link #load}.
     *
     * @param off as the access callback received it
     * @param len as the access callback received it
     * @param type as the access callback received it
     * @param rw as the access callback received it
     * @throws FaultException as load
     */
    default void defaultAccess(long off, long len, AccessType type, AccessDirection rw) throws FaultException {
        load(off, len, type, rw);
    }

    /**
     * devmap_do_ctxmgt(9F): runs the context callback, one at a time and with the hold-off of
     * {@link #setContextTimeout} for all handles of this device and access callback. The callback receives the handle's own
     * private data. Only from an access callback, for the fault that it serves. Elsewhere the call is not refused, but the
     * callback must not load then (see {@link #load}).
     *
     * @param off as the access callback received it
     * @param len as the access callback received it
     * @param type as the access callback received it
     * @param rw as the access callback received it
     * @param switchContext the driver's devmap_contextmgt(9E); null fails FC_HWERR (S-184)
     * @param <P> type of the driver's private data
     * @throws FaultException FC_HWERR, whatever the callback failed with (S-185), which is the cause
     */
    <P> void doContextManagement(long off, long len, AccessType type, AccessDirection rw, ContextCallback<P> switchContext)
            throws FaultException;

    /**
     * devmap_set_ctx_timeout(9F): how long a context stays after a switch before another handle may switch again.
     *
     * @param ticks clock ticks; 0 or negative for none, then nothing is serialised
     */
    void setContextTimeout(long ticks);
}
