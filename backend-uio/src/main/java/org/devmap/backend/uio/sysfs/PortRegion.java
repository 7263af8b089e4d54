package org.devmap.backend.uio.sysfs;

/**
 * A range of I/O ports of a UIO device, {@code portio/portN}. Told to drivers, never mapped.
 *
 * @param index N
 * @param name what its driver calls it
 * @param start the first port
 * @param size how many
 * @param type {@code port_x86}, {@code port_gpio}, {@code port_other} or {@code port_none}
 */
public record PortRegion(int index, String name, long start, long size, String type) {

    /**
     * The name of its properties.
     *
     * @return for example {@code "port0"}
     */
    public String label() {
        return "port" + index;
    }
}
