package org.devmap.itests.vm;

import java.nio.file.Path;

/**
 * The virtual devices: where they are in the guest, and what the host keeps of them. As {@code itests/vm/run} starts
 * them.
 */
enum Device {
    /** Memory for the conformance suite. */
    SUITE("0000:00:11.0"),
    /** Memory for everything else; comes and goes. */
    MEMORY("0000:00:12.0"),
    /** Memory that is the screen of the demo. */
    SCREEN("0000:00:13.0");

    /** Bytes of the memory of each. */
    static final long SIZE = 16L << 20;

    /** From here on nobody draws on {@link #SCREEN}. */
    static final long BEHIND_THE_PICTURE = 8L << 20;

    private final String place;

    Device(String place) {
        this.place = place;
    }

    /** Its address on the bus. */
    String place() {
        return place;
    }

    /** The file behind its memory, as the host has it: reads go to the host each time. */
    HostFile file() {
        String slot = place.substring("0000:00:".length(), place.length() - ".0".length());
        return new HostFile(Path.of("/mnt/memory", slot));
    }
}
