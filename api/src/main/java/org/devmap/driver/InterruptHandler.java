package org.devmap.driver;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * An interrupt handler. Runs on the interrupt thread of its device, in interrupt context: it must not sleep, and may call
 * only what section 2.27 allows there.
 *
 * @see <a href="https://illumos.org/man/9F/ddi_intr_add_handler">ddi_intr_add_handler(9F)</a>
 */
@ConsumerType
@FunctionalInterface
public interface InterruptHandler {

    /** What a handler answers. */
    enum Claim {
        /** DDI_INTR_CLAIMED: it was ours and is acknowledged. */
        CLAIMED,
        /**
         * DDI_INTR_UNCLAIMED: not from this device. The framework tells the source of the interrupt, and counts it all the same.
         */
        UNCLAIMED
    }

    /**
     * Serves an interrupt.
     *
     * @param interrupt the interrupt, with its counts
     * @return whether it was ours
     */
    Claim handle(Interrupt interrupt);
}
