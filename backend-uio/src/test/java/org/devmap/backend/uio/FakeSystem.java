package org.devmap.backend.uio;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A tree like {@code /sys} and a folder like {@code /dev}, with devices as the kernel shows them: symbolic links and
 * all.
 */
public final class FakeSystem {

    private final Path root;
    private final Path bin;

    public FakeSystem(Path root) {
        this.root = root;
        this.bin = root.resolve("bin");
        create(dev());
        create(bin);
        create(sys());
    }

    public Path sys() {
        return root.resolve("sys");
    }

    public Path dev() {
        return root.resolve("dev");
    }

    /** A PCI function; resources are lines of its file. */
    public Path pci(String address, int vendor, int device, String... resources) {
        Path function = create(sys().resolve("devices/pci0000:00/" + address));
        write(function.resolve("vendor"), "0x%04x\n".formatted(vendor));
        write(function.resolve("device"), "0x%04x\n".formatted(device));
        write(function.resolve("subsystem_vendor"), "0x1af4\n");
        write(function.resolve("subsystem_device"), "0x1100\n");
        write(function.resolve("class"), "0x00ff00\n");
        write(function.resolve("resource"), String.join("\n", resources) + "\n");
        write(function.resolve("config"), "\0".repeat(256));
        return function;
    }

    /** Binds a driver to a device. */
    public void bind(Path device, String driver) {
        Path folder = create(sys().resolve("bus/drivers/" + driver));
        link(device.resolve("driver"), folder);
    }

    /** A device that is registered: its folder, the links to and from it, no regions yet. */
    public Path register(Path parent, int number, String name) {
        Path uio = create(parent.resolve("uio/uio" + number));
        write(uio.resolve("name"), name + "\n");
        write(uio.resolve("version"), "0.01.0\n");
        write(uio.resolve("event"), "0\n");
        link(uio.resolve("device"), parent);
        link(create(sys().resolve("class/uio")).resolve("uio" + number), uio);
        return uio;
    }

    /** A memory region, in the notation of the kernel. */
    public void map(Path uio, int index, String name, long address, long size, long offset) {
        Path map = create(uio.resolve("maps/map" + index));
        write(map.resolve("name"), name + "\n");
        write(map.resolve("addr"), "0x%016x\n".formatted(address));
        write(map.resolve("size"), "0x%016x\n".formatted(size));
        write(map.resolve("offset"), "0x%x\n".formatted(offset));
    }

    /** A range of ports. */
    public void port(Path uio, int index, String name, long start, long size) {
        Path port = create(uio.resolve("portio/port" + index));
        write(port.resolve("name"), name + "\n");
        write(port.resolve("start"), "0x%x\n".formatted(start));
        write(port.resolve("size"), "0x%x\n".formatted(size));
        write(port.resolve("porttype"), "port_x86\n");
    }

    /** The device's own file: an ordinary one of so many bytes. */
    public Path node(int number, long size) {
        Path file = dev().resolve("uio" + number);
        write(file, "");
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.setLength(size);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    /** Takes a device away. Its folder is kept elsewhere, so that no later one has the same inode. */
    public void unregister(Path uio) {
        try {
            Files.delete(sys().resolve("class/uio").resolve(uio.getFileName()));
            Files.deleteIfExists(dev().resolve(uio.getFileName()));
            try (Stream<Path> kept = Files.list(bin)) {
                Files.move(uio, bin.resolve(Long.toString(kept.count())));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void write(Path file, String text) {
        try {
            Files.write(file, text.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path create(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void link(Path from, Path to) {
        try {
            Files.deleteIfExists(from);
            Files.createSymbolicLink(from, from.getParent().toRealPath().relativize(to.toRealPath()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
