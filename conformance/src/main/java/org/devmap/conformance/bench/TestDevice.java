package org.devmap.conformance.bench;

import java.util.List;
import org.devmap.backend.DeviceNode;
import org.devmap.backend.RegisterSet;

/**
 * A device node that the suite publishes itself, without a nexus.
 *
 * @param name the node's name
 * @param registerSets its register sets
 */
record TestDevice(String name, List<RegisterSet> registerSets) implements DeviceNode {

    /** What the test driver serves. */
    static final String KIND = "conformance,device";

    @Override
    public List<String> compatible() {
        return List.of(KIND);
    }

    /** Register set 0: configuration space, which cannot be mapped into applications. */
    static RegisterSet configurationSpace() {
        return new RegisterSet.Modelled("configuration", RegisterSet.Space.CONFIGURATION, new PlainRegisters());
    }
}
