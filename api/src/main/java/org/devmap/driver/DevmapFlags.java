package org.devmap.driver;

/**
 * Flags of devmap_devmem_setup and devmap_umem_setup: three DEVMAP bits, and for umem one cache attribute.
 *
 * @param bits the mask
 * @see <a href="https://illumos.org/man/9F/devmap_umem_setup">devmap_umem_setup(9F)</a>
 */
public record DevmapFlags(int bits) {

    /** DEVMAP_DEFAULTS, the documented value. */
    public static final DevmapFlags DEFAULTS = new DevmapFlags(0);
    /** DEVMAP_MAPPING_INVALID: nothing behind it until a remap; needs ALLOW_REMAP. */
    public static final DevmapFlags MAPPING_INVALID = new DevmapFlags(1);
    /** DEVMAP_ALLOW_REMAP. Such a handle cannot be locked for kernel I/O (S-208). */
    public static final DevmapFlags ALLOW_REMAP = new DevmapFlags(2);
    /** DEVMAP_USE_PAGESIZE: no large pages; always the case here. */
    public static final DevmapFlags USE_PAGESIZE = new DevmapFlags(4);
    /** IOMEM_DATA_CACHED, what no cache bit means as well. */
    public static final DevmapFlags CACHED = new DevmapFlags(0x10000);
    /** IOMEM_DATA_UC_WR_COMBINE: merging, uncached. */
    public static final DevmapFlags WRITE_COMBINE = new DevmapFlags(0x20000);
    /** IOMEM_DATA_UNCACHED: strict order, uncached. */
    public static final DevmapFlags UNCACHED = new DevmapFlags(0x40000);

    /** The bits that a handle stores. */
    public static final DevmapFlags STORABLE = new DevmapFlags(0x7);
    /** All cache attributes. */
    public static final DevmapFlags CACHE_MASK = new DevmapFlags(0xF0000);

    /**
     * This and those flags.
     *
     * @param more the flags to add
     * @return the union
     */
    public DevmapFlags with(DevmapFlags more) {
        return new DevmapFlags(bits | more.bits);
    }

    /**
     * The bits in both.
     *
     * @param mask the other set
     * @return the intersection
     */
    public DevmapFlags and(DevmapFlags mask) {
        return new DevmapFlags(bits & mask.bits);
    }

    /**
     * Whether all of those bits are here.
     *
     * @param wanted the bits looked for
     * @return true if none is missing
     */
    public boolean contains(DevmapFlags wanted) {
        return (bits & wanted.bits) == wanted.bits;
    }

    @Override
    public String toString() {
        return "0x%x".formatted(bits);
    }
}
