package org.devmap.backend.uio.sysfs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.devmap.backend.uio.sysfs.PciFunction.Bar;

/**
 * The UIO devices under a root of sysfs. Devices come and go while they are read: one that does not hold still is left
 * out, and seen at the next look. Stateless, thread-safe.
 */
public final class UioTree {

    private static final int BARS = 6;

    private final Path devices;
    private final BiConsumer<String, IOException> unreadable;

    /**
     * The devices of a tree.
     *
     * @param sys the root, usually {@code /sys}
     * @param unreadable told of a device that is there and cannot be read: its name in the tree, and why
     */
    public UioTree(Path sys, BiConsumer<String, IOException> unreadable) {
        this.devices = sys.resolve("class").resolve("uio");
        this.unreadable = unreadable;
    }

    /**
     * Whether the kernel has UIO at all: built in, or its module loaded.
     *
     * @return true if there may be devices
     */
    public boolean isPresent() {
        return Files.isDirectory(devices);
    }

    /**
     * Looks.
     *
     * @return the devices there are, by number
     */
    public List<UioDevice> devices() {
        List<UioDevice> found = new ArrayList<>();
        for (Path entry : entries()) {
            try {
                found.add(read(entry));
            } catch (IOException | UncheckedIOException failure) {
                reportUnlessGone(entry, failure);
            }
        }
        return found;
    }

    private List<Path> entries() {
        try {
            return Attribute.numbered(devices, "uio");
        } catch (IOException | UncheckedIOException failure) {
            unreadable.accept(devices.toString(), asIo(failure));
            return List.of();
        }
    }

    private void reportUnlessGone(Path entry, Exception failure) {
        if (Files.isDirectory(entry)) {
            unreadable.accept(entry.getFileName().toString(), asIo(failure));
        }
    }

    private static IOException asIo(Exception failure) {
        return failure instanceof UncheckedIOException wrapped ? wrapped.getCause() : (IOException) failure;
    }

    private static UioDevice read(Path entry) throws IOException {
        Path directory = entry.toRealPath();
        Object key = UioDevice.Incarnation.keyOf(directory);
        List<UioMap> maps = maps(directory.resolve("maps"));
        List<PortRegion> ports = ports(directory.resolve("portio"));
        List<String> regions = new ArrayList<>();
        maps.forEach(map -> regions.add(map.label()));
        ports.forEach(port -> regions.add(port.label()));
        Optional<Path> parent = realPath(directory.resolve("device"));
        Optional<Path> driver = parent.flatMap(device -> realPath(device.resolve("driver")));
        return new UioDevice(new UioDevice.Incarnation(directory, key, regions), Attribute.number(entry, "uio"),
                Attribute.text(directory.resolve("name")), Attribute.textOr(directory.resolve("version"), ""),
                parent.map(UioTree::lastName), driver.map(UioTree::lastName),
                parent.isPresent() ? treeNames(parent.get()) : List.of(), maps, ports,
                parent.isPresent() ? function(parent.get()) : Optional.empty());
    }

    private static List<UioMap> maps(Path folder) throws IOException {
        List<UioMap> maps = new ArrayList<>();
        for (Path map : Attribute.numbered(folder, "map")) {
            maps.add(new UioMap(Attribute.number(map, "map"), Attribute.textOr(map.resolve("name"), ""),
                    Attribute.number(map.resolve("addr")), Attribute.number(map.resolve("size")),
                    Attribute.number(map.resolve("offset"))));
        }
        return maps;
    }

    private static List<PortRegion> ports(Path folder) throws IOException {
        List<PortRegion> ports = new ArrayList<>();
        for (Path port : Attribute.numbered(folder, "port")) {
            ports.add(new PortRegion(Attribute.number(port, "port"), Attribute.textOr(port.resolve("name"), ""),
                    Attribute.number(port.resolve("start")), Attribute.number(port.resolve("size")),
                    Attribute.textOr(port.resolve("porttype"), "port_none")));
        }
        return ports;
    }

    private static String lastName(Path path) {
        return path.getFileName().toString();
    }

    private static Optional<Path> realPath(Path link) {
        try {
            return Optional.of(link.toRealPath());
        } catch (IOException absent) {
            return Optional.empty();
        }
    }

    /** Strings of C, one after the other. */
    private static List<String> treeNames(Path device) throws IOException {
        Path file = device.resolve("of_node").resolve("compatible");
        if (!Files.exists(file)) {
            return List.of();
        }
        String all = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        return Arrays.stream(all.split("\0")).filter(name -> !name.isEmpty()).toList();
    }

    /** Only functions of PCI have both configuration space and resources. */
    private static Optional<PciFunction> function(Path device) throws IOException {
        if (!Files.exists(device.resolve("config")) || !Files.exists(device.resolve("resource"))) {
            return Optional.empty();
        }
        return Optional.of(new PciFunction(device, id(device, "vendor"), id(device, "device"),
                id(device, "subsystem_vendor"), id(device, "subsystem_device"), id(device, "class"),
                bars(device.resolve("resource"))));
    }

    private static int id(Path device, String attribute) throws IOException {
        return (int) Attribute.number(device.resolve(attribute));
    }

    /**
     * A line for each base address register, then others: first address, last address, flags; zeros where there is
     * none.
     */
    private static List<Bar> bars(Path file) throws IOException {
        List<Bar> bars = new ArrayList<>();
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < Math.min(BARS, lines.size()); i++) {
            String[] words = lines.get(i).split(" ");
            if (words.length < 2) {
                throw new IOException(file + " line " + (i + 1) + " is '" + lines.get(i)
                        + "', not two addresses and flags");
            }
            long first = Attribute.parse(words[0], file);
            long last = Attribute.parse(words[1], file);
            if (last != 0) {
                bars.add(new Bar(i, first, last - first + 1));
            }
        }
        return bars;
    }
}
