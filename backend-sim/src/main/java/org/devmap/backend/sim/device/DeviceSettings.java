package org.devmap.backend.sim.device;

import java.util.List;
import java.util.Objects;

/**
 * What configuration says of a built-in device.
 *
 * @param kind which of {@link BuiltInDevices#KINDS}
 * @param name of the node
 * @param width pixels of a row, framebuffer only
 * @param height rows, framebuffer only
 * @param vramBytes size of the video memory, framebuffer only
 * @param description file that describes the registers, described only
 * @param peripherals names of the peripherals to have, described only; none for all
 */
public record DeviceSettings(String kind, String name, int width, int height, long vramBytes, String description,
                             List<String> peripherals) {

    static final int WIDTH = 640;
    static final int HEIGHT = 480;
    static final long VRAM_BYTES = 64L << 20;

    /** Copies what it is given and refuses null. */
    public DeviceSettings {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(description, "description");
        peripherals = List.copyOf(peripherals);
    }

    /**
     * The defaults of a kind.
     *
     * @param kind which of {@link BuiltInDevices#KINDS}
     * @param name of the node
     * @return the settings
     */
    public static DeviceSettings of(String kind, String name) {
        return new DeviceSettings(kind, name, WIDTH, HEIGHT, VRAM_BYTES, "", List.of());
    }

    /**
     * A framebuffer.
     *
     * @param name of the node
     * @param width pixels of a row
     * @param height rows
     * @param vramBytes size of the video memory
     * @return the settings
     */
    public static DeviceSettings framebuffer(String name, int width, int height, long vramBytes) {
        return new DeviceSettings(Framebuffer.COMPATIBLE, name, width, height, vramBytes, "", List.of());
    }

    /**
     * A device that a file describes.
     *
     * @param name of the node
     * @param file CMSIS-SVD or our own form
     * @param peripherals names of the peripherals to have, none for all
     * @return the settings
     */
    public static DeviceSettings described(String name, String file, String... peripherals) {
        return new DeviceSettings(DescribedDevice.KIND, name, WIDTH, HEIGHT, VRAM_BYTES, file, List.of(peripherals));
    }

    /**
     * The defaults of the kind that a name begins with: {@code framebuffer1} is a framebuffer.
     *
     * @param name of the node: a kind and a number
     * @return the settings
     */
    public static DeviceSettings byName(String name) {
        return of(name.replaceFirst("[0-9]+$", ""), name);
    }
}
