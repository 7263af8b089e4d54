package org.devmap.runtime.device;

import java.util.List;
import java.util.Map;
import org.devmap.runtime.handle.MappingHandle;

/**
 * What a driver that has left leaves to its next version: nothing of its class loader.
 *
 * @param driver name of its class, for people
 * @param numbers its major number and its instances
 * @param instance the instance number of this device
 * @param format of the state
 * @param state of the instance
 * @param handles of those handles that the driver knew
 */
public record Bequest(String driver, DriverNumbers numbers, int instance, String format, Map<String, Object> state, List<Left> handles) {

    /**
     * One handle.
     *
     * @param handle the handle
     * @param state what the driver exported for it
     */
    public record Left(MappingHandle handle, Map<String, Object> state) {
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
