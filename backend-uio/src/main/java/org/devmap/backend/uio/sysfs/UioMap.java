package org.devmap.backend.uio.sysfs;

/**
 * A memory region of a UIO device, {@code maps/mapN}.
 *
 * @param index N, which is also its place in the file: at N pages
 * @param name what its driver calls it; may be empty, and the same for several
 * @param address where it begins, for the kernel
 * @param size bytes from the address on, the offset included
 * @param offset bytes from where a mapping begins to byte 0 of the device
 */
public record UioMap(int index, String name, long address, long size, long offset) {

    /**
     * The name of its register set.
     *
     * @return for example {@code "map0"}
     */
    public String label() {
        return "map" + index;
    }
}
