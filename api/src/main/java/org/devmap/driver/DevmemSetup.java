package org.devmap.driver;

import java.util.Objects;
import org.devmap.Protection;

/**
 * The arguments of devmap_devmem_setup(9F): export a range of a register set.
 *
 * @param rnumber number of the register set, 0 to nregs - 1
 * @param roff offset into it in bytes; rounded down to a page (S-096)
 * @param length bytes, greater than 0; rounded up to a page (S-097), unsigned
 * @param callbacks who follows the mapping, or null for nobody; what it says is read once, now
 * @param maxprot the most that mprotect may ever allow; must contain USER and what mmap asked for
 * @param flags DEVMAP bits; all others are dropped silently (S-098)
 * @param attributes access attributes, null for the default: never swap, strict order (S-107)
 * @see <a href="https://illumos.org/man/9F/devmap_devmem_setup">devmap_devmem_setup(9F)</a>
 */
public record DevmemSetup(int rnumber, long roff, long length, MappingCallbacks<?> callbacks, Protection maxprot,
                          DevmapFlags flags, AccessAttributes attributes) {

    /** Refuses null where C has a number. */
    public DevmemSetup {
        Objects.requireNonNull(maxprot, "maxprot");
        Objects.requireNonNull(flags, "flags");
    }

    /**
     * An export with all permissions, without callbacks, with default flags and attributes.
     *
     * @param rnumber number of the register set
     * @param roff offset into it in bytes
     * @param length bytes
     * @return the request
     */
    public static DevmemSetup of(int rnumber, long roff, long length) {
        return new DevmemSetup(rnumber, roff, length, null, Protection.ALL, DevmapFlags.DEFAULTS, null);
    }

    /**
     * The same with callbacks.
     *
     * @param newCallbacks a stable object: its identity is that of the access callback (section 1.3)
     * @return a changed copy
     */
    public DevmemSetup withCallbacks(MappingCallbacks<?> newCallbacks) {
        return new DevmemSetup(rnumber, roff, length, newCallbacks, maxprot, flags, attributes);
    }

    /**
     * The same with a maximum protection.
     *
     * @param newMaxprot must contain USER
     * @return a changed copy
     */
    public DevmemSetup withMaxprot(Protection newMaxprot) {
        return new DevmemSetup(rnumber, roff, length, callbacks, newMaxprot, flags, attributes);
    }

    /**
     * The same with flags.
     *
     * @param newFlags the flags
     * @return a changed copy
     */
    public DevmemSetup withFlags(DevmapFlags newFlags) {
        return new DevmemSetup(rnumber, roff, length, callbacks, maxprot, newFlags, attributes);
    }

    /**
     * The same with access attributes.
     *
     * @param newAttributes the attributes
     * @return a changed copy
     */
    public DevmemSetup withAttributes(AccessAttributes newAttributes) {
        return new DevmemSetup(rnumber, roff, length, callbacks, maxprot, flags, newAttributes);
    }
}
