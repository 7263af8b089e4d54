package org.devmap.doctor;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/** A machine made of files: kernel 6.1 with everything UIO needs, until a test changes something. */
final class FakeMachine {

    static final String RELEASE = "6.1.0-test";

    private final Path root;
    private final Set<Path> forbidden = new HashSet<>();

    FakeMachine(Path root) throws IOException {
        this.root = root;
        write("proc/sys/kernel/osrelease", RELEASE + "\n");
        write("proc/meminfo", "MemTotal: 9 kB\nMemAvailable:    5000 kB\n"
                + "HugePages_Total:      16\nHugePages_Free:       15\n"
                + "Hugepagesize:       2048 kB\n");
        limits("8388608");
        capabilities("0000000000000000");
        configuration("CONFIG_UIO=m\nCONFIG_IO_STRICT_DEVMEM=y\n");
        write("sys/module/uio/refcnt", "1\n");
        write("sys/module/uio_pci_generic/refcnt", "1\n");
        write("sys/kernel/security/lockdown", "[none] integrity confidentiality\n");
        device("uio0");
    }

    void limits(String locked) throws IOException {
        write("proc/self/limits", "Max locked memory         " + locked + "              8388608              bytes\n");
    }

    void capabilities(String effective) throws IOException {
        write("proc/self/status", "Name:\tjava\nCapEff:\t" + effective + "\n");
    }

    void configuration(String text) throws IOException {
        Path file = root.resolve("proc/config.gz");
        Files.createDirectories(file.getParent());
        try (OutputStream packed = new GZIPOutputStream(Files.newOutputStream(file))) {
            packed.write(text.getBytes(StandardCharsets.US_ASCII));
        }
    }

    void device(String name) throws IOException {
        write("dev/" + name, "");
        write("sys/bus/pci/drivers/uio_pci_generic/bind", "");
        write("sys/devices/" + name + "/0000:00:10.0/config", "");
        write("sys/class/uio/" + name + "/name", "uio_pci_generic\n");
        write("sys/class/uio/" + name + "/maps/map0/size", "0x100000\n");
        Path parent = root.resolve("sys/devices/" + name + "/0000:00:10.0");
        Files.createSymbolicLink(parent.resolve("driver"), root.resolve("sys/bus/pci/drivers/uio_pci_generic"));
        Files.createSymbolicLink(root.resolve("sys/class/uio/" + name + "/device"), parent);
    }

    void write(String file, String text) throws IOException {
        Files.createDirectories(root.resolve(file).getParent());
        Files.writeString(root.resolve(file), text);
    }

    void remove(String file) throws IOException {
        Files.delete(root.resolve(file));
    }

    void forbid(String file) {
        forbidden.add(root.resolve(file));
    }

    Machine machine() {
        return new Machine(root, file -> !forbidden.contains(file));
    }
}
