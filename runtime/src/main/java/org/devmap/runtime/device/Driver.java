package org.devmap.runtime.device;

import java.util.List;
import org.devmap.driver.CbOps;
import org.devmap.driver.DeviceDriver;

/** A registered driver: its entry points, and its numbers. */
public final class Driver {

    private final DeviceDriver module;
    private final List<String> compatible;
    private final CbOps entryPoints;
    private DriverNumbers numbers;

    public Driver(DeviceDriver module, List<String> compatible, int major) {
        this.module = module;
        this.compatible = List.copyOf(compatible);
        this.numbers = new DriverNumbers(major);
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
        return numbers().major();
    }

    /** Its entry points. */
    public CbOps entryPoints() {
        return entryPoints;
    }

    public synchronized DriverNumbers numbers() {
        return numbers;
    }

    /** Goes on with the numbers of the version before; false if it has devices under its own. */
    public synchronized boolean inherit(DriverNumbers inherited) {
        if (numbers != inherited && !numbers.isUnused()) {
            return false;
        }
        numbers = inherited;
        return true;
    }
}
