package org.devmap;

/**
 * Why an access callback is called; numerically the fault types of the original.
 *
 * @see <a href="https://illumos.org/man/9E/devmap_access">devmap_access(9E)</a>
 */
public enum AccessType {
    /** DEVMAP_ACCESS 0 (F_INVAL): somebody touched a page without translation. */
    ACCESS,
    /** DEVMAP_PROT 1 (F_PROT): never delivered to a callback; a load with it answers FC_PROT (S-181). */
    PROT,
    /** DEVMAP_LOCK 2 (F_SOFTLOCK): pages are pinned for kernel I/O; pass the very values on to load. */
    LOCK,
    /** DEVMAP_UNLOCK 3 (F_SOFTUNLOCK): the pages of an earlier LOCK are given back. */
    UNLOCK;

    /**
     * The number of the original.
     *
     * @return 0 to 3
     */
    public int value() {
        return ordinal();
    }
}
