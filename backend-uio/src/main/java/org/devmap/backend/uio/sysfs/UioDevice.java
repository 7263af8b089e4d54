package org.devmap.backend.uio.sysfs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * A UIO device as sysfs describes it.
 *
 * @param incarnation which registration with the kernel this is
 * @param number of {@code /dev/uioN}; given again to whatever comes next, hence no name of anything
 * @param name what its driver calls it, for example {@code "uio_pci_generic"}
 * @param version of its driver
 * @param place the name of the device behind it on its bus, for example {@code "0000:00:04.0"}; empty if there is none
 * @param driver the kernel's driver that is bound to it; empty if there is none
 * @param treeNames what the device tree says it is compatible with
 * @param maps its memory regions
 * @param ports its ranges of I/O ports
 * @param pci the PCI function behind it
 */
public record UioDevice(Incarnation incarnation, int number, String name, String version, Optional<String> place,
                        Optional<String> driver, List<String> treeNames, List<UioMap> maps, List<PortRegion> ports,
                        Optional<PciFunction> pci) {

    /**
     * One registration with the kernel. A device that was unbound and bound again has the same path, and is another
     * one: whoever had opened the first reaches nothing any more. Regions are part of it, because the kernel adds them
     * after it has announced the device: one that shows more of them than before counts as another.
     *
     * @param directory the folder
     * @param key what the file system knows the folder by
     * @param regions the names of the regions
     */
    public record Incarnation(Path directory, Object key, List<String> regions) {

        static Object keyOf(Path directory) throws IOException {
            return Files.readAttributes(directory, BasicFileAttributes.class).fileKey();
        }

        /**
         * Whether it is registered still. Whoever opens the device by its number and finds it so afterwards has opened
         * this one: while it is registered, nobody else has the number.
         *
         * @return false if it is gone, whatever may be there now
         */
        public boolean isStillThere() {
            try {
                return key.equals(keyOf(directory));
            } catch (IOException gone) {
                return false;
            }
        }
    }

    /** Copies the lists. */
    public UioDevice {
        treeNames = List.copyOf(treeNames);
        maps = List.copyOf(maps);
        ports = List.copyOf(ports);
    }

    /**
     * The name of its node: what it is, and where it sits. Stable for as long as the device stays in its slot, whatever
     * number it has.
     *
     * @return for example {@code "pci1234,11e8@0000.00.04.0"}: a node's name has no colon
     */
    public String nodeName() {
        String what = pci.map(PciFunction::id).orElse(name.isEmpty() ? "uio" : name);
        return (what + place.map(where -> "@" + where.replace(':', '.')).orElse(""))
                .replaceAll("[^A-Za-z0-9._,@-]", "_");
    }

    /**
     * The names that drivers may know it by, most specific first: those of its bus, those of the device tree, the UIO
     * name.
     *
     * @return without repetitions
     */
    public List<String> compatible() {
        LinkedHashSet<String> names = new LinkedHashSet<>();
        pci.ifPresent(function -> names.addAll(function.compatible()));
        names.addAll(treeNames);
        if (!name.isEmpty()) {
            names.add(name);
        }
        return new ArrayList<>(names);
    }

    /**
     * Whether people mean this device.
     *
     * @param selector the name of its node, its place on the bus, or its UIO name
     * @return true if one of them is equal
     */
    public boolean isCalled(String selector) {
        return selector.equals(nodeName()) || selector.equals(place.orElse("")) || selector.equals(name);
    }

    /**
     * The number of events so far is read from here.
     *
     * @return a file of sysfs
     */
    public Path eventFile() {
        return incarnation.directory().resolve("event");
    }
}
