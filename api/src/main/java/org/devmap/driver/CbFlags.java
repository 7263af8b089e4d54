package org.devmap.driver;

/**
 * cb_flag of a driver's entry points.
 *
 * @param bits the mask
 * @see <a href="https://illumos.org/man/9S/cb_ops">cb_ops(9S)</a>
 */
public record CbFlags(int bits) {

    /** No flag. */
    public static final CbFlags NONE = new CbFlags(0);
    /** D_MP: safe for many threads. Always true here; kept so that ported drivers read as they did. */
    public static final CbFlags D_MP = new CbFlags(0x20);
    /** D_DEVMAP: the driver uses the devmap framework; devmap(9E) is reached only with it (D-1). */
    public static final CbFlags D_DEVMAP = new CbFlags(0x100);
    /** D_64BIT: understands 64-bit offsets. */
    public static final CbFlags D_64BIT = new CbFlags(0x200);
    /** D_OPEN_RETURNS_EINTR. */
    public static final CbFlags D_OPEN_RETURNS_EINTR = new CbFlags(0x100000);

    /**
     * This and those flags.
     *
     * @param more the flags to add
     * @return the union
     */
    public CbFlags with(CbFlags more) {
        return new CbFlags(bits | more.bits);
    }

    /**
     * Whether all of those bits are here.
     *
     * @param wanted the bits looked for
     * @return true if none is missing
     */
    public boolean contains(CbFlags wanted) {
        return (bits & wanted.bits) == wanted.bits;
    }
}
