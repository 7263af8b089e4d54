package org.devmap.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.devmap.DdiException;
import org.devmap.MapFlags;
import org.devmap.OpenFlags;
import org.devmap.Pages;
import org.devmap.Protection;
import org.devmap.app.AddressSpace;
import org.devmap.app.AddressSpaces;
import org.devmap.app.DeviceFile;
import org.devmap.app.Mapping;
import org.devmap.dto.NodeSnapshot;
import org.devmap.embed.DevmapAdmin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;

/** A framework shows bundles less of the recorder than the recorder wants of who records. */
class FlightRecorderTest {

    private static final String NODE = "context0";

    @InjectBundleContext
    BundleContext context;

    @InjectService(timeout = DevmapBundles.SERVICE_TIMEOUT)
    DevmapAdmin admin;

    @InjectService(timeout = DevmapBundles.SERVICE_TIMEOUT)
    AddressSpaces spaces;

    @TempDir
    Path directory;

    @Test
    void whatHappensToADeviceIsRecorded() throws Exception {
        DevmapBundles.await(NODE + " is attached",
                () -> admin.snapshot().node(NODE).map(NodeSnapshot::state).orElse(null) == NodeSnapshot.State.ATTACHED);
        // What a test before this one has set off, a move of memory for instance, would be recorded as well.
        DevmapBundles.await("nothing is under way", () -> Inventory.take(context, admin).isAtRest());
        Path file = directory.resolve("device.jfr");
        try (Recording recording = new Recording()) {
            recording.start();
            useByTurns();
            recording.dump(file);
        }
        List<RecordedEvent> events = RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().startsWith("devmap.")).toList();
        assertThat(events).extracting(event -> event.getEventType().getName()).contains("devmap.Mmap", "devmap.Fault",
                "devmap.ContextSwitch", "devmap.Load", "devmap.Unload", "devmap.Munmap");
        assertThat(events).allSatisfy(event -> assertThat(event.getString("where")).contains(NODE));
        assertThat(events).filteredOn(event -> event.getEventType().getName().equals("devmap.Fault"))
                .allSatisfy(event -> assertThat(event.getLong("length")).isEqualTo(Pages.SIZE));
    }

    /** The device has one context for all who mapped it: each access takes it away from the other one. */
    private void useByTurns() throws DdiException {
        try (AddressSpace one = spaces.create("one"); AddressSpace other = spaces.create("other");
             Mapping registers = map(one); Mapping same = map(other)) {
            registers.setInt(0, 1);
            same.setInt(0, 2);
            assertThat(registers.getInt(0)).isEqualTo(1);
        }
    }

    private static Mapping map(AddressSpace space) throws DdiException {
        try (DeviceFile file = space.open("/devices/" + NODE + ":regs", OpenFlags.READ_WRITE)) {
            return file.map(0, Pages.SIZE, Protection.READ_WRITE, MapFlags.SHARED);
        }
    }
}
