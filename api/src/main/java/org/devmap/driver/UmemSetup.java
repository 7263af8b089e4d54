package org.devmap.driver;

import java.util.Objects;
import org.devmap.Protection;

/**
 * The arguments of devmap_umem_setup(9F): export a range of kernel memory. Immutable; what the manual calls optional has
 * its documented default.
 *
 * @param cookie the kernel memory; null is the documented failure (S-101)
 * @param koff offset into it in bytes, page aligned (D-3)
 * @param length bytes to export, a page multiple (D-3), unsigned
 * @param callbacks who follows the mapping, or null for nobody; what it says is read once, now
 * @param maxprot the most that mprotect may ever allow; must contain USER and what mmap asked for
 * @param flags {@link DevmapFlags#DEFAULTS}, or DEVMAP bits and one cache attribute (D-8)
 * @param attributes access attributes, null for the default
 * @see <a href="https://illumos.org/man/9F/devmap_umem_setup">devmap_umem_setup(9F)</a>
 */
public record UmemSetup(UmemCookie cookie, long koff, long length, MappingCallbacks<?> callbacks, Protection maxprot,
                        DevmapFlags flags, AccessAttributes attributes) {

    /** Refuses null where C has a number. */
    public UmemSetup {
        Objects.requireNonNull(maxprot, "maxprot");
        Objects.requireNonNull(flags, "flags");
    }

    /**
     * An export with all permissions, without callbacks, with default flags and attributes.
     *
     * @param cookie the kernel memory
     * @param koff offset into it in bytes, page aligned
     * @param length bytes, a page multiple
     * @return the request
     */
    public static UmemSetup of(UmemCookie cookie, long koff, long length) {
        return new UmemSetup(cookie, koff, length, null, Protection.ALL, DevmapFlags.DEFAULTS, null);
    }

    /**
     * The same with callbacks.
     *
     * @param newCallbacks a stable object: its identity is that of the access callback (section 1.3)
     * @return a changed copy
     */
    public UmemSetup withCallbacks(MappingCallbacks<?> newCallbacks) {
        return new UmemSetup(cookie, koff, length, newCallbacks, maxprot, flags, attributes);
    }

    /**
     * The same with a maximum protection.
     *
     * @param newMaxprot must contain USER
     * @return a changed copy
     */
    public UmemSetup withMaxprot(Protection newMaxprot) {
        return new UmemSetup(cookie, koff, length, callbacks, newMaxprot, flags, attributes);
    }

    /**
     * The same with flags.
     *
     * @param newFlags the flags
     * @return a changed copy
     */
    public UmemSetup withFlags(DevmapFlags newFlags) {
        return new UmemSetup(cookie, koff, length, callbacks, maxprot, newFlags, attributes);
    }

    /**
     * The same with access attributes.
     *
     * @param newAttributes the attributes
     * @return a changed copy
     */
    public UmemSetup withAttributes(AccessAttributes newAttributes) {
        return new UmemSetup(cookie, koff, length, callbacks, maxprot, flags, newAttributes);
    }
}
