package org.devmap.backend.uio.node;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.devmap.backend.DeviceNode;
import org.devmap.backend.DmaEngine;
import org.devmap.backend.InterruptSource;
import org.devmap.backend.RegisterModel;
import org.devmap.backend.RegisterSet;

/**
 * A UIO device as its nexus describes it.
 *
 * @param name what it is and where it sits
 * @param compatible most specific first
 * @param registerSets by number: configuration space where there is one, the maps, what configuration adds
 * @param properties for the driver
 * @param interrupts one, or none
 * @param dma how it reaches memory
 * @param configSpace its configuration space
 */
record UioNode(String name, List<String> compatible, List<RegisterSet> registerSets, Map<String, String> properties,
               List<InterruptSource> interrupts, Optional<DmaEngine> dma, Optional<RegisterModel> configSpace)
        implements DeviceNode {

    UioNode {
        compatible = List.copyOf(compatible);
        registerSets = List.copyOf(registerSets);
        properties = Map.copyOf(properties);
        interrupts = List.copyOf(interrupts);
    }
}
