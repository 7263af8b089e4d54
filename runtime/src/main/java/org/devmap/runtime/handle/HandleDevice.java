package org.devmap.runtime.handle;

import org.devmap.Dev;
import org.devmap.runtime.nexus.RegisterSets;

/** The device of handles, and what most of its handles have in common. */
public final class HandleDevice {

    private final Dev dev;
    private final Object node;
    private final String name;
    private final RegisterSets registers;
    private final LastValue<Terms> terms = new LastValue<>();
    private final LastValue<Backing> backings = new LastValue<>();

    /**
     * A device.
     *
     * @param dev the device number
     * @param node the node, by whose identity contexts are shared
     * @param name its name
     * @param registers its register sets
     */
    public HandleDevice(Dev dev, Object node, String name, RegisterSets registers) {
        this.dev = dev;
        this.node = node;
        this.name = name;
        this.registers = registers;
    }

    /** The device number. */
    public Dev dev() {
        return dev;
    }

    /** The node, by whose identity contexts are shared. */
    Object node() {
        return node;
    }

    /** Its name. */
    public String name() {
        return name;
    }

    RegisterSets registers() {
        return registers;
    }

    LastValue<Terms> terms() {
        return terms;
    }

    LastValue<Backing> backings() {
        return backings;
    }
}
