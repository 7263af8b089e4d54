package org.devmap.runtime.handle;

import org.devmap.driver.AccessAttributes;
import org.devmap.driver.DevmapFlags;
import org.devmap.driver.Endian;
import org.devmap.driver.Ordering;

/**
 * The attributes of a handle's translations.
 *
 * @param ordering data order
 * @param cache how it is cached
 * @param endian recorded only: user mappings are raw
 */
public record Attributes(Ordering ordering, Cache cache, Endian endian) {

    /** How memory is cached. */
    public enum Cache {
        /** Ordinary memory. */
        CACHED,
        /** Merging, not cached. */
        WRITE_COMBINE,
        /** Strict, not cached. */
        UNCACHED
    }

    static Attributes ofDevice(AccessAttributes given) {
        AccessAttributes attributes = given == null ? AccessAttributes.DEFAULT : given;
        return new Attributes(attributes.ordering(), Cache.UNCACHED, attributes.endian());
    }

    /** The cache bits decide the order of kernel memory (2.7): its accattr does not. */
    static Attributes ofUmem(AccessAttributes given, DevmapFlags flags) {
        Endian endian = given == null ? Endian.NEVERSWAP : given.endian();
        if (flags.contains(DevmapFlags.UNCACHED)) {
            return new Attributes(Ordering.STRICT, Cache.UNCACHED, endian);
        }
        if (flags.contains(DevmapFlags.WRITE_COMBINE)) {
            return new Attributes(Ordering.MERGING, Cache.WRITE_COMBINE, endian);
        }
        return new Attributes(Ordering.STORE_CACHING, Cache.CACHED, endian);
    }
}
