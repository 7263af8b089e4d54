package org.devmap.driver;

/**
 * Flags of ddi_umem_alloc(9F). Unknown bits are ignored (S-280).
 *
 * @param bits the mask
 */
public record UmemFlags(int bits) {

    /** DDI_UMEM_SLEEP: wait until memory is freed; locked down. Without any memory provider it fails all the same. */
    public static final UmemFlags SLEEP = new UmemFlags(0);
    /** DDI_UMEM_NOSLEEP: fail at once if there is none. */
    public static final UmemFlags NOSLEEP = new UmemFlags(1);
    /** DDI_UMEM_PAGEABLE: may be paged out; pinned only while loaded or locked. */
    public static final UmemFlags PAGEABLE = new UmemFlags(2);
    /** DDI_UMEM_TRASH: no memory of its own; all trash mappings of the system share one page. */
    public static final UmemFlags TRASH = new UmemFlags(4);

    /**
     * This and those flags.
     *
     * @param more the flags to add
     * @return the union
     */
    public UmemFlags with(UmemFlags more) {
        return new UmemFlags(bits | more.bits);
    }

    /**
     * Whether all of those bits are here.
     *
     * @param wanted the bits looked for
     * @return true if none is missing
     */
    public boolean contains(UmemFlags wanted) {
        return (bits & wanted.bits) == wanted.bits;
    }
}
