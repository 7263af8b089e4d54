package org.devmap.backend.uio.node;

import java.util.Set;
import org.devmap.backend.uio.sysfs.UioDevice;

/** What configuration says of the regions of devices. Thread-safe. */
public interface RegionWishes {

    /**
     * Whether accesses to a region have effects.
     *
     * @param device the device
     * @param region name of the register set
     * @return false for memory
     */
    boolean isRegisters(UioDevice device, String region);

    /**
     * The files of base address registers to be mapped besides.
     *
     * @param device the device
     * @return their names, for example {@code resource2_wc}, in the order of their sets
     */
    Set<String> resources(UioDevice device);
}
