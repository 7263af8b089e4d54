package org.devmap.driver;

/**
 * Flags of ddi_umem_lock(9F).
 *
 * @param bits the mask
 */
public record UmemLockFlags(int bits) {

    /** DDI_UMEMLOCK_READ. */
    public static final UmemLockFlags READ = new UmemLockFlags(1);
    /** DDI_UMEMLOCK_WRITE. */
    public static final UmemLockFlags WRITE = new UmemLockFlags(2);
    /** DDI_UMEMLOCK_LONGTERM: only for {@link DeviceInfo#umemLockMemory}, and only with a cleanup callback. */
    public static final UmemLockFlags LONGTERM = new UmemLockFlags(4);

    /**
     * This and those flags.
     *
     * @param more the flags to add
     * @return the union
     */
    public UmemLockFlags with(UmemLockFlags more) {
        return new UmemLockFlags(bits | more.bits);
    }

    /**
     * Whether all of those bits are here.
     *
     * @param wanted the bits looked for
     * @return true if none is missing
     */
    public boolean contains(UmemLockFlags wanted) {
        return (bits & wanted.bits) == wanted.bits;
    }
}
