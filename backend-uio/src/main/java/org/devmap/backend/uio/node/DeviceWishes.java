package org.devmap.backend.uio.node;

import java.util.Optional;
import java.util.Set;
import org.devmap.backend.uio.sysfs.UioDevice;

/** What configuration says of devices and their regions. Thread-safe. */
public interface DeviceWishes {

    /**
     * What the node of a device is to be called: as a model of the device is, so that either can take the other's place.
     *
     * @param device the device
     * @return empty if by what it is and where it sits
     */
    Optional<String> node(UioDevice device);

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

    /**
     * Which region is to be a node by itself: what drivers of memory expect, who do not know the device that it
     * belongs to.
     *
     * @param device the device
     * @return empty if the device is to be shown as it is
     */
    Optional<Alone> alone(UioDevice device);

    /**
     * A region that is a node by itself, behind configuration space as its set 1.
     *
     * @param region name of the register set
     * @param node name of the node; without the number at its end it is also what drivers know it by, before all else
     */
    record Alone(String region, String node) {

        String kind() {
            return node.replaceAll("(?<=[^0-9])[0-9]+$", "");
        }
    }
}
