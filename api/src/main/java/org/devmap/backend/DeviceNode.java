package org.devmap.backend;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A device as its nexus describes it. Everything here is constant while the node is published.
 */
@ConsumerType
public interface DeviceNode {

    /**
     * The name, unique in the system and stable over removal and return.
     *
     * @return for example {@code "framebuffer0"}; letters, digits and {@code . _ , @ -}
     */
    String name();

    /**
     * What kind of device it is: a driver is bound by the first of these (or the name) that it serves.
     *
     * @return most specific first
     */
    List<String> compatible();

    /**
     * The register sets, by number.
     *
     * @return set 0 first; on PCI that is configuration space
     */
    List<RegisterSet> registerSets();

    /**
     * Properties for the driver.
     *
     * @return names and values
     */
    default Map<String, String> properties() {
        return Map.of();
    }

    /**
     * The interrupts.
     *
     * @return by number
     */
    default List<InterruptSource> interrupts() {
        return List.of();
    }

    /**
     * The way to let the device reach memory.
     *
     * @return empty if it cannot: binding answers ENOTSUP
     */
    default Optional<DmaEngine> dma() {
        return Optional.empty();
    }

    /**
     * Configuration space beyond what a register set shows.
     *
     * @return empty if there is none
     */
    default Optional<RegisterModel> configSpace() {
        return Optional.empty();
    }
}
