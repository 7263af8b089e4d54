package org.devmap.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.devmap.BusError;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.MapFlags;
import org.devmap.OpenFlags;
import org.devmap.Protection;
import org.devmap.app.AddressSpace;
import org.devmap.app.DeviceFile;
import org.devmap.app.Mapping;
import org.devmap.dto.NodeSnapshot;
import org.devmap.embed.DevmapAdmin;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;

/**
 * Registers, interrupts and DMA of {@code edu0}, by the driver and the command as the framework brought them together.
 */
class EduTest {

    private static final String NODE = "edu0";
    private static final int FACTORIAL = 0x4501;
    private static final int SEND = 0x4504;
    private static final int RECEIVE = 0x4505;

    @InjectBundleContext
    BundleContext context;

    @InjectService(timeout = DevmapBundles.SERVICE_TIMEOUT)
    DevmapAdmin admin;

    @InjectService(timeout = DevmapBundles.SERVICE_TIMEOUT)
    AddressSpace space;

    /** Raw, because a service has no type arguments. */
    @SuppressWarnings("rawtypes")
    @InjectService(filter = "(devmap.command=edu)", timeout = DevmapBundles.SERVICE_TIMEOUT)
    Function edu;

    @TempDir
    Path directory;

    @BeforeEach
    void awaitAttached() {
        DevmapBundles.await(NODE + " is attached", () -> state() == NodeSnapshot.State.ATTACHED);
    }

    private NodeSnapshot.State state() {
        return admin.snapshot().node(NODE).map(NodeSnapshot::state).orElse(null);
    }

    private DeviceFile open(String minor) throws DdiException {
        return space.open("/devices/" + NODE + ":" + minor, OpenFlags.READ_WRITE);
    }

    private static Mapping map(DeviceFile file) throws DdiException {
        return file.map(0, file.size().orElseThrow(), Protection.READ_WRITE, MapFlags.SHARED);
    }

    private static int command(DeviceFile file, int command, int number) throws DdiException {
        MemorySegment argument = MemorySegment.ofArray(new int[] {number});
        file.ioctl(command, argument);
        return argument.get(ValueLayout.JAVA_INT, 0);
    }

    @SuppressWarnings("unchecked")
    private Object edu(String... arguments) {
        return edu.apply(List.of(arguments));
    }

    @Test
    void theCommandTriesEverythingAndRecordsItWhenAskedTo() throws Exception {
        Path file = directory.resolve("edu.rec");
        assertThat(edu("--interrupts", "50", "--record", file.toString())).isEqualTo(0);
        assertThat(Files.readAllLines(file)).filteredOn(line -> line.contains(" INTERRUPT_RAISE ")).hasSize(50);
        assertThat(edu("--interrupts", "none")).isEqualTo(2);
    }

    @Test
    void aDriverBundleThatIsUninstalledLeavesNothingAndComesBack() throws Exception {
        try (DeviceFile registers = open("registers"); DeviceFile memory = open("buffer");
             Mapping identity = map(registers); Mapping buffer = map(memory)) {
            assertThat(identity.getInt(0)).isEqualTo(0x0100_00ED);
            assertThat(command(registers, FACTORIAL, 5)).isEqualTo(120);
            buffer.setInt(0, 42);
            command(registers, SEND, 4);
            buffer.setInt(0, 0);
            command(registers, RECEIVE, 4);
            assertThat(buffer.getInt(0)).isEqualTo(42);
            Bundle driver = DevmapBundles.named(context, "org.devmap.examples.edu");
            byte[] jar = DevmapBundles.jarOf(driver).readAllBytes();
            driver.uninstall();
            assertThat(state()).isEqualTo(NodeSnapshot.State.UNBOUND);
            assertThat(admin.snapshot().node(NODE).orElseThrow().minors()).isEmpty();
            assertThat(admin.snapshot().cookies()).noneMatch(cookie -> cookie.owner().equals(NODE));
            assertDead(identity);
            assertDead(buffer);
            try (InputStream again = new ByteArrayInputStream(jar)) {
                // Not through the injected context, which uninstalls after the test what it has installed.
                DevmapBundles.named(context, "org.devmap.runtime").getBundleContext()
                        .installBundle(driver.getLocation(), again).start();
            }
        }
        awaitAttached();
        assertThat(edu("--interrupts", "5")).isEqualTo(0);
    }

    private static void assertDead(Mapping mapping) {
        assertThatThrownBy(() -> mapping.getInt(0)).isInstanceOfSatisfying(BusError.class,
                e -> assertThat(e.errno()).hasValue(Errno.ENXIO.value()));
    }
}
