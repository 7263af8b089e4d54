package org.devmap.backend.uio.node;

import java.util.Map;
import java.util.TreeMap;
import org.devmap.backend.uio.sysfs.PciFunction;
import org.devmap.backend.uio.sysfs.PortRegion;
import org.devmap.backend.uio.sysfs.UioDevice;
import org.devmap.backend.uio.sysfs.UioMap;

/**
 * What a driver may want to know beyond register sets; numbers as in C, with the prefix 0x where they are addresses or
 * sizes.
 */
final class DeviceProperties {

    private DeviceProperties() {
    }

    static Map<String, String> of(UioDevice device) {
        Map<String, String> properties = new TreeMap<>();
        properties.put("uio.file", "/dev/uio" + device.number());
        properties.put("uio.name", device.name());
        properties.put("uio.version", device.version());
        device.driver().ifPresent(driver -> properties.put("uio.driver", driver));
        device.place().ifPresent(place -> properties.put("uio.place", place));
        device.pci().ifPresent(function -> addPci(function, properties));
        for (UioMap map : device.maps()) {
            properties.put(map.label() + ".name", map.name());
            properties.put(map.label() + ".address", hex(map.address()));
            device.pci().flatMap(function -> function.barOf(map.address(), map.size()))
                    .ifPresent(bar -> properties.put(map.label() + ".bar", Integer.toString(bar.index())));
        }
        for (PortRegion port : device.ports()) {
            properties.put(port.label() + ".name", port.name());
            properties.put(port.label() + ".start", hex(port.start()));
            properties.put(port.label() + ".size", hex(port.size()));
            properties.put(port.label() + ".type", port.type());
        }
        return properties;
    }

    private static void addPci(PciFunction function, Map<String, String> properties) {
        properties.put("pci.address", function.address());
        properties.put("pci.vendor", "0x%04x".formatted(function.vendor()));
        properties.put("pci.device", "0x%04x".formatted(function.device()));
        properties.put("pci.subsystem-vendor", "0x%04x".formatted(function.subsystemVendor()));
        properties.put("pci.subsystem-device", "0x%04x".formatted(function.subsystemDevice()));
        properties.put("pci.class", "0x%06x".formatted(function.classCode()));
    }

    private static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }
}
