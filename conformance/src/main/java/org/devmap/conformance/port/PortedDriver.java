package org.devmap.conformance.port;

import java.util.List;
import java.util.stream.Collectors;
import org.devmap.conformance.bench.Bench;

/**
 * The drivers of section 5 that are ported, each with a scenario and the statements that it exercises: wholly, or in part, where the
 * driver never does the rest.
 */
public enum PortedDriver {

    /** Row 4. */
    RSM(4, "rsm: imported remote memory, revoked", RemoteMemoryPort::scenario,
            List.of(37, 56, 60, 221, 233, 257, 258, 259, 260, 261, 262, 263), List.of(63)),
    /** Row 5. */
    AGPGART(5, "agpgart: an aperture with a count of its mappings", AperturePort::scenario,
            List.of(236, 248, 249, 250, 251, 253, 254), List.of(252)),
    /** Row 7. */
    DRM(7, "drm: maps of several types, found by offset", GraphicsMapsPort::scenario,
            List.of(57, 103, 124, 140), List.of()),
    /** Row 8. */
    SBUSMEM(8, "sbusmem: the minimal device memory driver", DeviceMemoryPort::scenario,
            List.of(30, 39, 64, 65), List.of()),
    /** Row 9. */
    VGATEXT(9, "vgatext: a text frame buffer", TextFramebufferPort::scenario, List.of(25, 30), List.of(62)),
    /** Row 10. */
    USBVC(10, "usbvc, av1394: capture buffers", CaptureBuffersPort::scenario,
            List.of(48, 55, 57, 117, 289), List.of()),
    /** Row 12. */
    APOB(12, "apob: a read-only table", ReadOnlyTablePort::scenario, List.of(75, 77, 116), List.of()),
    /** Row 15. */
    SHARED_AREA(15, "driver guide: a shared area of two pages", SharedAreaPort::scenario,
            List.of(73, 311, 312, 371, 372), List.of(370));

    /** What an application does with the driver. */
    @FunctionalInterface
    private interface Scenario {

        void play(Bench bench) throws Exception;
    }

    private final int row;
    private final String title;
    private final Scenario scenario;
    private final List<Integer> whole;
    private final List<Integer> inPart;

    PortedDriver(int row, String title, Scenario scenario, List<Integer> whole, List<Integer> inPart) {
        this.row = row;
        this.title = title;
        this.scenario = scenario;
        this.whole = whole;
        this.inPart = inPart;
    }

    /**
     * Plays the scenario.
     *
     * @param bench a fresh one
     * @throws Exception if an expectation was not met
     */
    public void play(Bench bench) throws Exception {
        scenario.play(bench);
    }

    @Override
    public String toString() {
        return "row %d, %s (%s%s)".formatted(row, title, ids(whole), inPart.isEmpty() ? "" : "; in part " + ids(inPart));
    }

    private static String ids(List<Integer> statements) {
        return statements.stream().map("S-%03d"::formatted).collect(Collectors.joining(", "));
    }
}
