package org.devmap;

/**
 * The direction of an access, {@code rw} in the manual pages.
 *
 * @see <a href="https://illumos.org/man/9E/devmap_access">devmap_access(9E)</a>
 */
public enum AccessDirection {
    /** DEVMAP_OTHER 0: unknown; any of read, write, execute permission suffices (S-092). */
    OTHER,
    /** DEVMAP_READ 1. */
    READ,
    /** DEVMAP_WRITE 2. */
    WRITE,
    /** DEVMAP_EXEC 3. */
    EXEC,
    /** DEVMAP_CREATE 4: treated as OTHER. */
    CREATE;

    /**
     * The number of the original.
     *
     * @return 0 to 4
     */
    public int value() {
        return ordinal();
    }

    /**
     * The permission this direction needs.
     *
     * @return READ, WRITE or EXEC; for OTHER and CREATE all three, of which any one suffices
     */
    public Protection needed() {
        return switch (this) {
            case READ -> Protection.READ;
            case WRITE -> Protection.WRITE;
            case EXEC -> Protection.EXEC;
            case OTHER, CREATE -> Protection.READ.with(Protection.WRITE).with(Protection.EXEC);
        };
    }
}
