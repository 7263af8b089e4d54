package org.devmap;

/**
 * How a device file is opened.
 *
 * @param bits FREAD 1, FWRITE 2, FNDELAY 4, FEXCL 0x400
 * @see <a href="https://illumos.org/man/9E/open">open(9E)</a>
 */
public record OpenFlags(int bits) {

    /** For reading; every mapping needs it (S-008). */
    public static final OpenFlags READ = new OpenFlags(1);
    /** For writing only. */
    public static final OpenFlags WRITE = new OpenFlags(2);
    /** For reading and writing. */
    public static final OpenFlags READ_WRITE = new OpenFlags(3);
    /** Do not block (FNDELAY). */
    public static final OpenFlags NDELAY = new OpenFlags(4);
    /** Exclusive; left to the driver (FEXCL). */
    public static final OpenFlags EXCL = new OpenFlags(0x400);

    /**
     * This and those flags.
     *
     * @param more the flags to add
     * @return the union
     */
    public OpenFlags with(OpenFlags more) {
        return new OpenFlags(bits | more.bits);
    }

    /**
     * Whether all of those bits are here.
     *
     * @param wanted the bits looked for
     * @return true if none is missing
     */
    public boolean contains(OpenFlags wanted) {
        return (bits & wanted.bits) == wanted.bits;
    }
}
