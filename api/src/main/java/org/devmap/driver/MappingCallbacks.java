package org.devmap.driver;

import java.util.EnumSet;
import java.util.Set;
import org.devmap.AccessDirection;
import org.devmap.AccessType;
import org.devmap.DdiException;
import org.devmap.Dev;
import org.devmap.FaultException;
import org.devmap.MapFlags;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * devmap_callback_ctl(9S): what a driver hears of its mappings. One object, kept by the driver and given to every setup:
 * handles whose objects have the same {@link #accessIdentity} share the lock gate and the context (section 1.3).
 *
 * <p>The methods have the behaviour of a null member of the C record as their default; which of them are real is what
 * {@link #entries} says. It matters: with an access callback every first touch comes here, and MAP_PRIVATE is allowed.
 *
 * <p>Callbacks run on the thread that caused them; those of an exit on a thread of its own. Any number of access callbacks may run at once; dup and unmap exclude
 * everything else in their address space. See section 2.26 for the locks held.
 *
 * @param <P> the driver's private data of a handle: answered by map, handed to every other callback
 * @see <a href="https://illumos.org/man/9S/devmap_callback_ctl">devmap_callback_ctl(9S)</a>
 */
@ConsumerType
public interface MappingCallbacks<P> {

    /** DEVMAP_OPS_REV. */
    int DEVMAP_OPS_REV = 1;

    /** The four events. */
    enum Entry {
        /** devmap_map(9E). */
        MAP,
        /** devmap_access(9E). */
        ACCESS,
        /** devmap_dup(9E). */
        DUP,
        /** devmap_unmap(9E). */
        UNMAP
    }

    /**
     * Which of the four callbacks are real. Read once at setup (S-116).
     *
     * @return all four, unless overridden
     */
    default Set<Entry> entries() {
        return EnumSet.allOf(Entry.class);
    }

    /**
     * The identity of the access callback, which in C is the address of the function. Read once at setup.
     *
     * @return this object, unless overridden
     */
    default Object accessIdentity() {
        return this;
    }

    /**
     * devmap_ops version number. Every value is accepted; one other than {@link #DEVMAP_OPS_REV} is reported once (S-115).
     *
     * @return the revision
     */
    default int revision() {
        return DEVMAP_OPS_REV;
    }

    /**
     * devmap_map(9E): a piece was mapped. Called from mmap, after the address is fixed, in the order of the pieces.
     *
     * @param handle the handle of the piece
     * @param dev the device number
     * @param flags raw flags of mmap: test bits, never equality
     * @param off user offset of the piece in bytes
     * @param len bytes
     * @return the private data of this handle, may be null
     * @throws DdiException to refuse: mmap fails ENXIO, earlier pieces get their unmap callback (S-137)
     */
    default P map(DevmapCookie handle, Dev dev, MapFlags flags, long off, long len) throws DdiException {
        return null;
    }

    /**
     * devmap_access(9E): a page without translation was touched, or pages are to be locked or unlocked for kernel I/O.
     * Makes the translation with {@link DevmapCookie#load}, {@link DevmapCookie#defaultAccess} or from a context callback.
     *
     * @param handle the handle of the piece
     * @param data the private data
     * @param off user offset of the page in bytes
     * @param len bytes
     * @param type why
     * @param rw direction
     * @throws FaultException the fault fails with FC_MAKE_ERR of this code (S-151)
     * @throws DdiException the fault fails with FC_MAKE_ERR of this errno (S-149)
     */
    default void access(DevmapCookie handle, P data, long off, long len, AccessType type, AccessDirection rw)
            throws FaultException, DdiException {
        handle.defaultAccess(off, len, type, rw);
    }

    /**
     * devmap_dup(9E): the process forks.
     *
     * @param handle the parent's handle
     * @param data the parent's private data
     * @param newHandle the child's handle
     * @return the child's private data
     * @throws DdiException to refuse: fork fails EAGAIN, or ENOMEM if that is the errno (S-240)
     */
    default P dup(DevmapCookie handle, P data, DevmapCookie newHandle) throws DdiException {
        return data;
    }

    /**
     * devmap_unmap(9E): pages are gone; their translations are no more, the handle's own fields still as before (S-265).
     * The kept part before the hole has the same handle; so has the part after it if there is none before; a hole in the
     * middle makes a new handle for the upper part (section 2.17).
     *
     * @param handle the handle
     * @param data the private data
     * @param off user offset of the first page gone
     * @param len bytes gone
     * @param before the handle of what remains before the hole, or null
     * @param after the handle of what remains after it, or null
     * @return the private data of the parts kept; null is {@link KeptData#unchanged}
     */
    default KeptData<P> unmap(DevmapCookie handle, P data, long off, long len, DevmapCookie before, DevmapCookie after) {
        return KeptData.unchanged(data);
    }
}
