package org.devmap.backend.sim.device;

import java.util.Objects;

/**
 * What configuration says of a built-in device.
 *
 * @param kind which of {@link BuiltInDevices#KINDS}
 * @param name of the node
 * @param width pixels of a row, framebuffer only
 * @param height rows, framebuffer only
 * @param vramBytes size of the video memory, framebuffer only
 */
public record DeviceSettings(String kind, String name, int width, int height, long vramBytes) {

    static final int WIDTH = 640;
    static final int HEIGHT = 480;
    static final long VRAM_BYTES = 4L << 20;

    /** Refuses null. */
    public DeviceSettings {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(name, "name");
    }

    /**
     * The defaults of a kind.
     *
     * @param kind which of {@link BuiltInDevices#KINDS}
     * @param name of the node
     * @return the settings
     */
    public static DeviceSettings of(String kind, String name) {
        return new DeviceSettings(kind, name, WIDTH, HEIGHT, VRAM_BYTES);
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
