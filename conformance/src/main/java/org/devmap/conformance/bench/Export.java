package org.devmap.conformance.bench;

import org.devmap.DataModel;
import org.devmap.DdiException;
import org.devmap.Dev;
import org.devmap.Pages;
import org.devmap.Protection;
import org.devmap.driver.AccessAttributes;
import org.devmap.driver.DevmapCookie;
import org.devmap.driver.DevmapEntry;
import org.devmap.driver.DevmapFlags;
import org.devmap.driver.DevmemSetup;
import org.devmap.driver.MappingCallbacks;
import org.devmap.driver.UmemCookie;
import org.devmap.driver.UmemSetup;

/**
 * A devmap(9E) that exports a register set or kernel memory with one setup call: offset 0 of the mapping is offset
 * {@code shift} of the memory. What the driver {@code std} does is {@code Export.registers(1)}. Immutable.
 *
 * @param set number of the register set, used without a cookie
 * @param cookie kernel memory, or null
 * @param shift bytes added to the user offset
 * @param piece the most that one call describes, a page multiple
 * @param callbacks who follows the mapping, or null
 * @param maxprot the driver's bound
 * @param flags the setup flags
 * @param attributes access attributes, or null
 */
public record Export(int set, UmemCookie cookie, long shift, long piece, MappingCallbacks<?> callbacks, Protection maxprot,
                     DevmapFlags flags, AccessAttributes attributes) implements DevmapEntry {

    /**
     * Exports a register set.
     *
     * @param set its number
     * @return the entry point
     */
    public static Export registers(int set) {
        return new Export(set, null, 0, Long.MAX_VALUE, null, Protection.ALL, DevmapFlags.DEFAULTS, null);
    }

    /**
     * Exports kernel memory.
     *
     * @param cookie the memory
     * @return the entry point
     */
    public static Export umem(UmemCookie cookie) {
        return new Export(0, cookie, 0, Long.MAX_VALUE, null, Protection.ALL, DevmapFlags.DEFAULTS, null);
    }

    /**
     * The same with callbacks.
     *
     * @param newCallbacks who follows the mapping
     * @return a changed copy
     */
    public Export with(MappingCallbacks<?> newCallbacks) {
        return new Export(set, cookie, shift, piece, newCallbacks, maxprot, flags, attributes);
    }

    /**
     * The same with a bound for the protection.
     *
     * @param newMaxprot the bound; USER is not added
     * @return a changed copy
     */
    public Export with(Protection newMaxprot) {
        return new Export(set, cookie, shift, piece, callbacks, newMaxprot, flags, attributes);
    }

    /**
     * The same with flags.
     *
     * @param newFlags the setup flags
     * @return a changed copy
     */
    public Export with(DevmapFlags newFlags) {
        return new Export(set, cookie, shift, piece, callbacks, maxprot, newFlags, attributes);
    }

    /**
     * The same with access attributes.
     *
     * @param newAttributes the attributes
     * @return a changed copy
     */
    public Export with(AccessAttributes newAttributes) {
        return new Export(set, cookie, shift, piece, callbacks, maxprot, flags, newAttributes);
    }

    /**
     * The same in pieces: several calls, several handles.
     *
     * @param bytes of a piece, a page multiple
     * @return a changed copy
     */
    public Export inPiecesOf(long bytes) {
        return new Export(set, cookie, shift, bytes, callbacks, maxprot, flags, attributes);
    }

    /**
     * The same from another place of the memory.
     *
     * @param bytes added to the user offset, may be negative
     * @return a changed copy
     */
    public Export shiftedBy(long bytes) {
        return new Export(set, cookie, bytes, piece, callbacks, maxprot, flags, attributes);
    }

    @Override
    public long devmap(Dev dev, DevmapCookie handle, long off, long len, DataModel model) throws DdiException {
        long length = Math.min(piece, Pages.roundUp(len));
        setup(handle, off, length);
        return length;
    }

    /**
     * Calls the setup function alone.
     *
     * @param handle the handle
     * @param off user offset
     * @param length bytes to set up
     * @throws DdiException if it refuses
     */
    public void setup(DevmapCookie handle, long off, long length) throws DdiException {
        if (cookie == null) {
            handle.devmemSetup(new DevmemSetup(set, off + shift, length, callbacks, maxprot, flags, attributes));
        } else {
            handle.umemSetup(new UmemSetup(cookie, off + shift, length, callbacks, maxprot, flags, attributes));
        }
    }
}
