package org.devmap.driver;

import java.util.Objects;
import org.devmap.Protection;

/**
 * The arguments of devmap_umem_remap: put other kernel memory behind a live handle. Length of the handle and callbacks do
 * not change (section 2.8).
 *
 * @param cookie the kernel memory; null is the documented failure
 * @param koff offset into it in bytes, page aligned (D-3)
 * @param length bytes, a page multiple; for the range check only
 * @param maxprot the most that mprotect may allow from now on
 * @param flags must be {@link DevmapFlags#DEFAULTS} (S-226)
 * @param attributes access attributes, null for the default
 */
public record UmemRemap(UmemCookie cookie, long koff, long length, Protection maxprot, DevmapFlags flags,
                        AccessAttributes attributes) {

    /** Refuses null where C has a number. */
    public UmemRemap {
        Objects.requireNonNull(maxprot, "maxprot");
        Objects.requireNonNull(flags, "flags");
    }

    /**
     * A remap with all permissions.
     *
     * @param cookie the kernel memory
     * @param koff offset into it in bytes, page aligned
     * @param length bytes, a page multiple
     * @return the request
     */
    public static UmemRemap of(UmemCookie cookie, long koff, long length) {
        return new UmemRemap(cookie, koff, length, Protection.ALL, DevmapFlags.DEFAULTS, null);
    }

    /**
     * The same with a maximum protection.
     *
     * @param newMaxprot must contain USER
     * @return a changed copy
     */
    public UmemRemap withMaxprot(Protection newMaxprot) {
        return new UmemRemap(cookie, koff, length, newMaxprot, flags, attributes);
    }

    /**
     * The same with flags.
     *
     * @param newFlags the flags
     * @return a changed copy
     */
    public UmemRemap withFlags(DevmapFlags newFlags) {
        return new UmemRemap(cookie, koff, length, maxprot, newFlags, attributes);
    }
}
