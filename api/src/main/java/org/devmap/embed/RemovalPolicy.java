package org.devmap.embed;

/**
 * What becomes of live mappings when their device goes and no other nexus stands by for it. All but {@link #ERROR} need a driver that
 * is {@link org.devmap.driver.Suspendable}: it is suspended when the device goes and resumed when one of the same name and shape is
 * published, by whatever nexus, and mappings go on there. With another driver, it is ERROR.
 */
public enum RemovalPolicy {
    /** They die, and so does what is open: accesses fail with ENXIO. The driver is detached. */
    ERROR,
    /** Reads of registers and memory of the device answer all ones, as a bus does where nobody answers; writes are lost. */
    ALL_ONES,
    /** Registers and memory of the device are a page of trash, the same for all: reads answer what was written there last, by anybody. */
    TRASH,
    /** Accesses wait until the device is back, or until their thread is interrupted. */
    WAIT
}
