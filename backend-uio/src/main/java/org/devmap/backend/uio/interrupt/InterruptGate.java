package org.devmap.backend.uio.interrupt;

import org.devmap.DdiException;

/**
 * What masks and unmasks an interrupt. The kernel closes it by itself at each interrupt where that is a matter of
 * level. Calls are serialised by the interrupt.
 */
public interface InterruptGate {

    /**
     * Switches.
     *
     * @param open whether interrupts come through; what is so already stays so
     * @throws DdiException as the kernel says, EIO if the device is gone
     */
    void set(boolean open) throws DdiException;
}
