package org.devmap.backend.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ServiceLoader;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.backend.Nexus;
import org.devmap.backend.sim.device.BuiltInDevices;
import org.devmap.backend.sim.device.DeviceSettings;
import org.devmap.backend.sim.fault.FaultDesk;
import org.devmap.backend.sim.record.Recorder;
import org.junit.jupiter.api.Test;

class SimNexusTest {

    private final StubHost host = new StubHost();

    @Test
    void theDefaultDevicesAreThereWithoutAnyConfiguration() throws Exception {
        new SimNexus().start(host);

        assertThat(host.nodes).containsOnlyKeys("framebuffer0", "context0", "shared-page0", "edu0");
    }

    @Test
    void aPropertyOfTheSystemComesBeforeConfiguration() {
        assertThat(SimNexus.devices(null, "edu0")).containsExactly("edu0");
        assertThat(SimNexus.devices("", "edu0")).isEmpty();
        assertThat(SimNexus.devices("context0,uart0 uart1", "edu0")).containsExactly("context0", "uart0", "uart1");
    }

    @Test
    void stopWithdrawsEverythingAndAStartAfterItPublishesAgain() throws Exception {
        SimNexus nexus = new SimNexus("context0");
        nexus.add(BuiltInDevices.of(DeviceSettings.byName("framebuffer7")));
        nexus.start(host);

        nexus.stop();
        assertThat(host.nodes).isEmpty();

        nexus.start(host);
        assertThat(host.nodes).containsOnlyKeys("framebuffer7", "context0");
    }

    @Test
    void aDeviceThatIsAddedLaterIsPublishedAtOnceAndGoesWhenRemoved() throws Exception {
        SimNexus nexus = new SimNexus("context0");
        SimDevice device = BuiltInDevices.of(DeviceSettings.byName("context1"));
        nexus.start(host);

        nexus.add(device);
        assertThat(host.nodes).containsOnlyKeys("context0", "context1");

        nexus.remove(device);
        assertThat(host.nodes).containsOnlyKeys("context0");
    }

    @Test
    void aDeviceTakesThePlaceOfTheDefaultOfItsNameUntilItGoes() throws Exception {
        SimNexus nexus = new SimNexus("framebuffer0");
        SimDevice large = BuiltInDevices.of(DeviceSettings.framebuffer("framebuffer0", 1024, 768, 4L << 20));
        nexus.start(host);

        nexus.add(large);
        assertThat(host.nodes.get("framebuffer0").properties()).containsEntry("width", "1024");

        nexus.remove(large);
        assertThat(host.nodes.get("framebuffer0").properties()).containsEntry("width", "640");
    }

    @Test
    void aDeviceThatWasThereBeforeTheStartKeepsTheDefaultOfItsNameAway() throws Exception {
        SimNexus nexus = new SimNexus("framebuffer0");
        nexus.bindDevice(BuiltInDevices.of(DeviceSettings.framebuffer("framebuffer0", 1024, 768, 4L << 20)));

        nexus.start(host);

        assertThat(host.nodes.get("framebuffer0").properties()).containsEntry("width", "1024");
        assertThat(host.refused).as("the default was not even tried").isZero();
    }

    @Test
    void aSecondDeviceOfANameIsRefusedAndNotAdded() throws Exception {
        SimNexus nexus = new SimNexus(new String[0]);
        nexus.start(host);
        nexus.add(BuiltInDevices.of(DeviceSettings.byName("context1")));
        SimDevice second = BuiltInDevices.of(DeviceSettings.byName("context1"));

        assertThatThrownBy(() -> nexus.add(second))
                .isInstanceOfSatisfying(DdiException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EBUSY));
        nexus.remove(second);
        assertThat(host.nodes).containsOnlyKeys("context1");
    }

    @Test
    void anUnknownKindNamesTheKnownOnesAndDoesNotStopTheOthers() throws Exception {
        SimNexus nexus = new SimNexus("toaster0", "context0");
        nexus.start(host);

        assertThat(host.nodes).containsOnlyKeys("context0");
        assertThatThrownBy(() -> nexus.add(BuiltInDevices.of(DeviceSettings.byName("toaster1"))))
                .isInstanceOf(DdiException.class).hasMessageContaining("toaster").hasMessageContaining("framebuffer, context");
    }

    @Test
    void aDeviceThatMakesAMistakeDoesNotStopTheOthers() throws Exception {
        SimNexus nexus = new SimNexus("context0");
        nexus.add((clock, executor) -> {
            throw new IllegalStateException("a mistake");
        });
        nexus.add(BuiltInDevices.of(DeviceSettings.byName("context1")));
        nexus.start(host);

        assertThat(host.nodes).containsOnlyKeys("context0", "context1");
        nexus.stop();
        assertThat(host.nodes).isEmpty();
    }

    @Test
    void itKnowsTheDevicesThatAreThereAndMakesAnotherOfThem() throws Exception {
        SimNexus nexus = new SimNexus("context0");
        SimDevice device = BuiltInDevices.of(DeviceSettings.byName("context1"));
        nexus.add(device);
        assertThat(nexus.devices()).isEmpty();
        nexus.start(host);
        nexus.add(BuiltInDevices.of(DeviceSettings.byName("edu0")));

        assertThat(nexus.devices()).containsExactly("context0", "context1", "edu0");
        assertThat(nexus.makeAnother("context1", host.clock).orElseThrow().name()).isEqualTo("context1");
        assertThat(nexus.makeAnother("context2", host.clock)).isEmpty();
        nexus.remove(device);
        assertThat(nexus.devices()).containsExactly("context0", "edu0");
        assertThat(nexus.makeAnother("context1", host.clock)).isEmpty();
    }

    @Test
    void faultsAreOrderedForTheDeviceThatIsThereNotForOneThatWasRefused() throws Exception {
        FaultDesk desk = new FaultDesk();
        SimNexus nexus = new SimNexus(desk, new Recorder(), "edu0");
        SimDevice large = BuiltInDevices.of(DeviceSettings.framebuffer("edu0", 16, 16, 4096));
        nexus.start(host);
        nexus.add(large);
        assertThat(desk.devices().get("edu0")).isSameAs(host.nodes.get("edu0"));
        assertThatThrownBy(() -> nexus.add(BuiltInDevices.of(DeviceSettings.byName("edu0"))))
                .hasMessageContaining("there is a simulated device edu0 already");
        assertThat(desk.devices().get("edu0")).isSameAs(host.nodes.get("edu0"));

        nexus.remove(large);
        assertThat(desk.devices().get("edu0")).isSameAs(host.nodes.get("edu0"));
        nexus.stop();
        assertThat(desk.devices()).isEmpty();
    }

    @Test
    void itStartsOnce() throws Exception {
        SimNexus nexus = new SimNexus();
        nexus.start(host);

        assertThatThrownBy(() -> nexus.start(host)).isInstanceOf(DdiException.class).hasMessageContaining("already started");
    }

    @Test
    void plainJavaFindsIt() {
        assertThat(ServiceLoader.load(Nexus.class)).singleElement().satisfies(nexus -> assertThat(nexus.name()).isEqualTo("sim"));
    }
}
