package org.devmap.backend.uio.sysfs;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The PCI function behind a UIO device.
 *
 * @param directory its folder in sysfs
 * @param vendor vendor id
 * @param device device id
 * @param subsystemVendor vendor id of the board
 * @param subsystemDevice device id of the board
 * @param classCode class, subclass and programming interface, 24 bits
 * @param bars base address registers 0 to 5
 */
public record PciFunction(Path directory, int vendor, int device, int subsystemVendor, int subsystemDevice,
                          int classCode, List<Bar> bars) {

    /**
     * A base address register as the kernel has assigned it.
     *
     * @param index 0 to 5
     * @param start the first address on the bus
     * @param size bytes
     */
    public record Bar(int index, long start, long size) {

        private boolean contains(long address, long length) {
            return address >= start && length <= size && address - start <= size - length;
        }

        /**
         * The file of sysfs through which it can be mapped.
         *
         * @return for example {@code "resource0"}
         */
        public String file() {
            return "resource" + index;
        }
    }

    /** Copies the list. */
    public PciFunction {
        bars = List.copyOf(bars);
    }

    /**
     * Where it sits.
     *
     * @return for example {@code "0000:00:04.0"}
     */
    public String address() {
        return directory.getFileName().toString();
    }

    /**
     * The name of what it is, as in the PCI binding to Open Firmware.
     *
     * @return for example {@code "pci1234,11e8"}
     */
    public String id() {
        return "pci%x,%x".formatted(vendor, device);
    }

    /**
     * The names that drivers may know it by, most specific first: with the board's ids, as such, by class.
     *
     * @return for example {@code pci1234,11e8.1af4.1100}, {@code pci1234,11e8}, {@code pciclass,00ff00}
     */
    public List<String> compatible() {
        String board = "%s.%x.%x".formatted(id(), subsystemVendor, subsystemDevice);
        String kind = "pciclass,%06x".formatted(classCode);
        return subsystemVendor == 0 ? List.of(id(), kind) : List.of(board, id(), kind);
    }

    /**
     * The base address register that a range lies in.
     *
     * @param address the first address
     * @param length bytes
     * @return empty if it lies in none
     */
    public Optional<Bar> barOf(long address, long length) {
        return bars.stream().filter(bar -> bar.contains(address, length)).findFirst();
    }
}
