package org.devmap.runtime.tree;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.devmap.driver.DeviceDriver;
import org.devmap.runtime.device.Driver;
import org.devmap.runtime.device.Node;

/** The drivers there are, and which of them serves a node. No two of them serve the same name. Thread-safe. */
final class Drivers {

    private final List<Driver> drivers = new ArrayList<>();
    private int nextMajor = 1;

    /** Adds one, under a major number of its own; IllegalArgumentException naming who serves one of the names already. */
    synchronized Driver add(DeviceDriver module, List<String> compatible) {
        if (compatible.isEmpty()) {
            throw new IllegalArgumentException("driver " + module.getClass().getName()
                    + " names nothing that it is compatible with");
        }
        for (Driver other : drivers) {
            for (String name : compatible) {
                if (other.compatible().contains(name)) {
                    throw new IllegalArgumentException("driver " + module.getClass().getName() + ": '" + name
                            + "' is served by " + other.module().getClass().getName());
                }
            }
        }
        Driver driver = new Driver(module, compatible, nextMajor++);
        drivers.add(driver);
        return driver;
    }

    synchronized void remove(Driver driver) {
        drivers.remove(driver);
    }

    synchronized boolean contains(Driver driver) {
        return drivers.contains(driver);
    }

    synchronized List<Driver> all() {
        return List.copyOf(drivers);
    }

    /** By the node's own name first, then by its compatible names, most specific first. */
    Optional<Driver> serving(Node node) {
        return serving(names(node));
    }

    private synchronized Optional<Driver> serving(List<String> names) {
        for (String name : names) {
            for (Driver driver : drivers) {
                if (driver.compatible().contains(name)) {
                    return Optional.of(driver);
                }
            }
        }
        return Optional.empty();
    }

    static boolean serves(Driver driver, Node node) {
        return names(node).stream().anyMatch(driver.compatible()::contains);
    }

    /** Asks the nexus, and is called under no lock. */
    private static List<String> names(Node node) {
        List<String> names = new ArrayList<>();
        names.add(node.name());
        names.addAll(node.description().compatible());
        return names;
    }
}
