package org.devmap.driver;

import java.util.Objects;
import org.devmap.Protection;

/**
 * The arguments of devmap_devmem_remap: put another range of a register set, or nothing, behind a live handle. Length of
 * the handle and callbacks do not change (section 2.8).
 *
 * @param rnumber number of the register set
 * @param roff offset into it in bytes; rounded down to a page
 * @param length bytes; for the range check only
 * @param maxprot the most that mprotect may allow from now on
 * @param flags {@link DevmapFlags#DEFAULTS} or exactly {@link DevmapFlags#MAPPING_INVALID} (S-227)
 * @param attributes access attributes, null for the default
 */
public record DevmemRemap(int rnumber, long roff, long length, Protection maxprot, DevmapFlags flags,
                          AccessAttributes attributes) {

    /** Refuses null where C has a number. */
    public DevmemRemap {
        Objects.requireNonNull(maxprot, "maxprot");
        Objects.requireNonNull(flags, "flags");
    }

    /**
     * A remap with all permissions.
     *
     * @param rnumber number of the register set
     * @param roff offset into it in bytes
     * @param length bytes
     * @return the request
     */
    public static DevmemRemap of(int rnumber, long roff, long length) {
        return new DevmemRemap(rnumber, roff, length, Protection.ALL, DevmapFlags.DEFAULTS, null);
    }

    /**
     * A remap that puts nothing behind the handle: every access fails FC_NOMAP until the next valid remap (S-222).
     *
     * @return the request
     */
    public static DevmemRemap invalid() {
        return new DevmemRemap(0, 0, 0, Protection.ALL, DevmapFlags.MAPPING_INVALID, null);
    }

    /**
     * The same with a maximum protection.
     *
     * @param newMaxprot must contain USER
     * @return a changed copy
     */
    public DevmemRemap withMaxprot(Protection newMaxprot) {
        return new DevmemRemap(rnumber, roff, length, newMaxprot, flags, attributes);
    }

    /**
     * The same with flags.
     *
     * @param newFlags the flags
     * @return a changed copy
     */
    public DevmemRemap withFlags(DevmapFlags newFlags) {
        return new DevmemRemap(rnumber, roff, length, maxprot, newFlags, attributes);
    }
}
