package org.devmap.backend.sim.device;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.devmap.backend.DeviceNode;
import org.devmap.backend.DmaEngine;
import org.devmap.backend.InterruptSource;
import org.devmap.backend.RegisterModel;
import org.devmap.backend.RegisterSet;

/**
 * A device node put together from its parts.
 *
 * @param name unique in the system
 * @param compatible most specific first
 * @param registerSets by number
 * @param properties for the driver
 * @param interrupts by number
 * @param dma how it reaches memory
 * @param configSpace its configuration space
 */
record SimpleNode(String name, List<String> compatible, List<RegisterSet> registerSets, Map<String, String> properties,
                  List<InterruptSource> interrupts, Optional<DmaEngine> dma, Optional<RegisterModel> configSpace)
        implements DeviceNode {

    SimpleNode {
        compatible = List.copyOf(compatible);
        registerSets = List.copyOf(registerSets);
        properties = Map.copyOf(properties);
        interrupts = List.copyOf(interrupts);
    }

    /** A node that neither interrupts nor reaches memory nor has configuration space. */
    SimpleNode(String name, String compatible, List<RegisterSet> registerSets, Map<String, String> properties) {
        this(name, List.of(compatible), registerSets, properties, List.of(), Optional.empty(), Optional.empty());
    }

    SimpleNode withConfigSpace(RegisterModel model) {
        return new SimpleNode(name, compatible, registerSets, properties, interrupts, dma, Optional.of(model));
    }
}
