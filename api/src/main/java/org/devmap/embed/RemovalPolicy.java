package org.devmap.embed;

/**
 * What becomes of live mappings when their device goes and no other nexus stands by for it. All but {@link #ERROR} need a driver that
 * is {@link org.devmap.driver.Suspendable}: it is suspended when the device goes and resumed when one of the same name and shape is
 * published, by whatever nexus, and mappings go on there. With another driver, it is ERROR.
 *
 * <p>A policy is that of all devices, of one, or of what is mapped and open by one of its minor nodes. If only some of
 * them have ERROR, the driver stays for the others: mappings of ERROR are dead for good, but files can be used again
 * when the device is back. Calls on files fail with ENXIO until then, or wait if their policy is WAIT. ALL_ONES and
 * TRASH cannot be had of one device at once.
 */
public enum RemovalPolicy {
    /**
     * They die, and so does what is open: accesses fail with ENXIO. The driver is detached, unless it stays for other
     * mappings.
     */
    ERROR,
    /** Reads of registers and memory of the device answer all ones, as a bus does where nobody answers; writes are lost. */
    ALL_ONES,
    /** Registers and memory of the device are a page of trash, the same for all: reads answer what was written there last, by anybody. */
    TRASH,
    /** Accesses wait until the device is back, or until their thread is interrupted. */
    WAIT
}
