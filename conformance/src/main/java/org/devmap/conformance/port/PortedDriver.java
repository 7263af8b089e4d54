package org.devmap.conformance.port;

import java.util.List;
import java.util.stream.Collectors;
import org.devmap.conformance.bench.Bench;

/** The drivers of section 5 that are ported, each with a scenario and the statements that it exercises. */
public enum PortedDriver {

    /** Row 4. */
    RSM(4, "rsm: imported remote memory, revoked", RemoteMemoryPort::scenario,
            37, 56, 60, 63, 221, 233, 257, 258, 259, 260, 261, 262, 263),
    /** Row 5. */
    AGPGART(5, "agpgart: an aperture with a count of its mappings", AperturePort::scenario,
            236, 248, 249, 250, 251, 252, 253, 254),
    /** Row 7. */
    DRM(7, "drm: maps of several types, found by offset", GraphicsMapsPort::scenario, 57, 103, 124, 140),
    /** Row 8. */
    SBUSMEM(8, "sbusmem: the minimal device memory driver", DeviceMemoryPort::scenario, 30, 39, 64, 65),
    /** Row 9. */
    VGATEXT(9, "vgatext: a text frame buffer", TextFramebufferPort::scenario, 25, 30, 62),
    /** Row 10. */
    USBVC(10, "usbvc, av1394: capture buffers", CaptureBuffersPort::scenario, 48, 55, 57, 117, 289),
    /** Row 12. */
    APOB(12, "apob: a read-only table", ReadOnlyTablePort::scenario, 75, 77, 116),
    /** Row 15. */
    SHARED_AREA(15, "driver guide: a shared area of two pages", SharedAreaPort::scenario, 73, 311, 312, 370, 371, 372);

    /** What an application does with the driver. */
    @FunctionalInterface
    private interface Scenario {

        void play(Bench bench) throws Exception;
    }

    private final int row;
    private final String title;
    private final Scenario scenario;
    private final List<Integer> statements;

    PortedDriver(int row, String title, Scenario scenario, Integer... statements) {
        this.row = row;
        this.title = title;
        this.scenario = scenario;
        this.statements = List.of(statements);
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

    /**
     * The statements that the scenario exercises.
     *
     * @return their numbers
     */
    public List<Integer> statements() {
        return statements;
    }

    @Override
    public String toString() {
        return "row %d, %s (%s)".formatted(row, title,
                statements.stream().map("S-%03d"::formatted).collect(Collectors.joining(", ")));
    }
}
