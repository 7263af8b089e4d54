package org.devmap.runtime.device;

import java.util.BitSet;
import java.util.List;
import org.devmap.driver.CbOps;
import org.devmap.driver.DeviceDriver;

/** A registered driver: its entry points, its major number, and the instance numbers it has given out. */
public final class Driver {

    private final DeviceDriver module;
    private final List<String> compatible;
    private final int major;
    private final CbOps entryPoints;
    private final BitSet instances = new BitSet();

    Driver(DeviceDriver module, List<String> compatible, int major) {
        this.module = module;
        this.compatible = List.copyOf(compatible);
        this.major = major;
        this.entryPoints = module.entryPoints();
        if (entryPoints == null) {
            throw new IllegalArgumentException("driver " + module.getClass().getName() + ": entryPoints() answered null");
        }
    }

    /** The driver's own object. */
    public DeviceDriver module() {
        return module;
    }

    /** The names it serves. */
    public List<String> compatible() {
        return compatible;
    }

    /** Its major number. */
    public int major() {
        return major;
    }

    /** Its entry points. */
    public CbOps entryPoints() {
        return entryPoints;
    }

    synchronized int takeInstance() {
        int instance = instances.nextClearBit(0);
        instances.set(instance);
        return instance;
    }

    synchronized void giveInstance(int instance) {
        instances.clear(instance);
    }
}
