package org.devmap.backend.uio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.backend.DeviceNode;
import org.devmap.backend.RegisterSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Devices come and go, and so do their nodes. Their files are ordinary ones here, mapped as real ones are. */
@Timeout(120)
class UioNexusTest {

    private static final SystemRequirements LINUX = new SystemRequirements("Linux", "amd64", true, "ALL-UNNAMED");
    private static final String EDU = "pci1234,11e8@0000.00.04.0";

    private final StubHost host = new StubHost();
    private FakeSystem system;
    private UioNexus nexus;

    @BeforeEach
    void make(@TempDir Path root) {
        system = new FakeSystem(root);
        nexus = nexus(UioSettings.DEFAULT, LINUX, false);
    }

    @AfterEach
    void end() {
        nexus.stop();
        host.close();
    }

    private UioNexus nexus(UioSettings settings, SystemRequirements requirements, boolean isWanted) {
        return nexus(() -> settings, requirements, isWanted);
    }

    private UioNexus nexus(Supplier<UioSettings> settings, SystemRequirements requirements, boolean isWanted) {
        return new UioNexus(settings, requirements, system.sys(), system.dev(), isWanted);
    }

    private Path edu(int number) {
        Path uio = system.register(eduFunction(), number, "uio_pci_generic");
        system.map(uio, 0, "0000:00:04.0", 0xfea00000L, 0x100000, 0);
        return uio;
    }

    private Path eduFunction() {
        return system.pci("0000:00:04.0", 0x1234, 0x11e8, "0x00000000fea00000 0x00000000feafffff 0x0000000000040200");
    }

    private DeviceNode node() {
        return host.nodes.get(EDU);
    }

    @Test
    void aDeviceThatIsThereIsPublishedWhenStartReturns() throws Exception {
        edu(0);
        Path file = system.node(0, 0x100000);

        nexus.start(host);

        assertThat(node().compatible()).contains("pci1234,11e8", "uio_pci_generic");
        assertThat(node().properties()).containsEntry("pci.address", "0000:00:04.0").containsEntry("map0.bar", "0")
                .containsEntry("uio.name", "uio_pci_generic").containsEntry("pci.vendor", "0x1234");
        RegisterSet.Fixed set = (RegisterSet.Fixed) node().registerSets().getLast();
        assertThat(node().registerSets()).extracting(RegisterSet::name).containsExactly("config", "map0");
        assertThat(node().registerSets().getFirst().space()).isEqualTo(RegisterSet.Space.CONFIGURATION);
        assertThat(node().configSpace().orElseThrow().size()).isEqualTo(256);
        assertThat(node().interrupts()).hasSize(1);
        assertThat(set.isRegisters()).isTrue();
        set.memory().segment().set(ValueLayout.JAVA_INT, 0x60, 0x55aa);
        assertThat(Files.readAllBytes(file)[0x60]).isEqualTo((byte) 0xaa);
    }

    @Test
    void stopWithdrawsEverythingAndStartPublishesItAgain() throws Exception {
        edu(0);
        system.node(0, 0x100000);
        nexus.start(host);
        assertThatThrownBy(() -> nexus.start(host)).isInstanceOf(DdiException.class)
                .hasMessageContaining("already started");
        nexus.stop();
        nexus.stop();
        assertThat(host.nodes).isEmpty();

        nexus.start(host);

        assertThat(host.history).containsExactly("+" + EDU, "-" + EDU, "+" + EDU);
    }

    @Test
    void aStartThatFailsHalfWayLeavesNothingAndCanBeRepeated() throws Exception {
        edu(0);
        system.node(0, 0x100000);
        try (StubHost ending = new StubHost()) {
            ending.executor().shutdown();
            assertThatThrownBy(() -> nexus.start(ending)).isInstanceOf(RejectedExecutionException.class);
            assertThat(ending.history).containsExactly("+" + EDU, "-" + EDU);
        }

        nexus.start(host);

        assertThat(host.nodes).containsOnlyKeys(EDU);
    }

    @Test
    void aDeviceThatComesAndGoesWhileRunningIsPublishedAndWithdrawn() throws Exception {
        nexus.start(host);
        Path uio = edu(0);
        system.node(0, 0x100000);
        assertThat(host.history.take()).isEqualTo("+" + EDU);

        system.unregister(uio);

        assertThat(host.history.take()).isEqualTo("-" + EDU);
    }

    /**
     * Unbound and bound again between two looks: the same number and the same name, and yet the old descriptor is dead.
     */
    @Test
    void aDeviceThatWasBoundAgainIsOpenedAnew() throws Exception {
        Path uio = edu(0);
        system.node(0, 0x100000);
        nexus.start(host);
        DeviceNode before = node();
        host.history.clear();

        system.unregister(uio);
        edu(0);
        system.node(0, 0x100000);

        assertThat(host.history.take()).isEqualTo("-" + EDU);
        assertThat(host.history.take()).isEqualTo("+" + EDU);
        assertThat(node()).isNotSameAs(before);
    }

    @Test
    void regionsThatAppearAfterTheDeviceAreNotMissed() throws Exception {
        Path uio = system.register(eduFunction(), 0, "uio_pci_generic");
        system.node(0, 0x100000);
        nexus.start(host);
        assertThat(host.history.take()).isEqualTo("+" + EDU);
        assertThat(node().registerSets()).extracting(RegisterSet::name).doesNotContain("map0");

        system.map(uio, 0, "", 0xfea00000L, 0x100000, 0);

        assertThat(host.history.take()).isEqualTo("-" + EDU);
        assertThat(host.history.take()).isEqualTo("+" + EDU);
        assertThat(node().registerSets()).extracting(RegisterSet::name).contains("map0");
    }

    @Test
    void memoryThatTheFrameworkKeepsIsCoveredWhenItsDeviceIsGone() throws Exception {
        Path uio = edu(0);
        system.node(0, 0x100000);
        nexus.start(host);
        host.keepsMemory = true;
        RegisterSet.Fixed set = (RegisterSet.Fixed) node().registerSets().getLast();
        set.memory().segment().set(ValueLayout.JAVA_INT, 0, 42);
        host.history.clear();

        Path file = Files.move(system.dev().resolve("uio0"), system.sys().resolve("kept"));
        system.unregister(uio);
        assertThat(host.history.take()).isEqualTo("-" + EDU);
        nexus.stop();

        assertThat(set.memory().segment().get(ValueLayout.JAVA_INT, 0)).isZero();
        set.memory().segment().set(ValueLayout.JAVA_INT, 0, 7);
        assertThat(Files.readAllBytes(file)[0]).isEqualTo((byte) 42);
        set.memory().release();
    }

    @Test
    void configurationSaysWhatIsMemory() throws Exception {
        edu(0);
        system.node(0, 0x100000);
        nexus = nexus(new UioSettings(List.of("0000:00:04.0/map0"), List.of(), List.of()), LINUX, false);

        nexus.start(host);

        assertThat(node().registerSets().getLast().isRegisters()).isFalse();
    }

    @Test
    void aRegionOfMemoryCanBeANodeOfItsOwn() throws Exception {
        edu(0);
        system.node(0, 0x100000);
        nexus = nexus(new UioSettings(List.of("0000:00:04.0/map0=framebuffer0"), List.of(), List.of()), LINUX, false);

        nexus.start(host);

        DeviceNode node = host.nodes.get("framebuffer0");
        assertThat(host.nodes).containsOnlyKeys("framebuffer0");
        assertThat(node.compatible()).startsWith("framebuffer").contains("pci1234,11e8");
        assertThat(node.registerSets()).extracting(RegisterSet::name).containsExactly("config", "map0");
        assertThat(node.registerSets().getLast().isRegisters()).isFalse();
    }

    /** As a model of it is called, which can take its place then. */
    @Test
    void aNodeCanHaveAnotherName() throws Exception {
        edu(0);
        system.node(0, 0x100000);
        List<String> nodes = List.of("0000:00:05.0=edu1", "0000:00:04.0=edu0");
        nexus = nexus(new UioSettings(List.of(), List.of(), nodes), LINUX, false);

        nexus.start(host);

        assertThat(host.nodes).containsOnlyKeys("edu0");
        assertThat(host.nodes.get("edu0").compatible()).contains("pci1234,11e8").doesNotContain("edu");
    }

    @Test
    void aDeviceWithoutItsFileIsExplained() throws Exception {
        edu(0);
        try (LogLines log = LogLines.open()) {
            nexus.start(host);

            assertThat(host.nodes).isEmpty();
            assertThat(log.lines()).singleElement().asString()
                    .contains(EDU + " is not published", "ENOENT", "start udev", "docker run --device /dev/uio0");
        }
    }

    @Test
    void withoutNativeAccessADeviceIsExplained() throws Exception {
        edu(0);
        nexus = nexus(UioSettings.DEFAULT, new SystemRequirements("Linux", "amd64", false, "ALL-UNNAMED"), false);
        try (LogLines log = LogLines.open()) {
            nexus.start(host);

            assertThat(log.lines()).singleElement().asString().contains("add --enable-native-access=ALL-UNNAMED");
        }
    }

    @Test
    void withoutUioItSaysSoOnceAndWaits() throws Exception {
        nexus = nexus(UioSettings.DEFAULT, LINUX, true);
        try (LogLines log = LogLines.open()) {
            nexus.start(host);
            nexus.stop();
            nexus.start(host);

            assertThat(log.lines()).singleElement().asString().contains("there is no UIO in this kernel", "modprobe");
        }
        edu(0);
        system.node(0, 0x100000);
        assertThat(host.history.take()).isEqualTo("+" + EDU);
    }

    @Test
    void whereItIsNotLinuxStartIsRefused() {
        nexus = nexus(UioSettings.DEFAULT, new SystemRequirements("Mac OS X", "aarch64", true, "ALL-UNNAMED"), false);

        assertThatThrownBy(() -> nexus.start(host)).isInstanceOfSatisfying(DdiException.class,
                refusal -> assertThat(refusal.errno()).isEqualTo(Errno.ENOTSUP))
                .hasMessageContaining("this is Mac OS X on aarch64, UIO needs Linux");
    }

    @Test
    void aSettingOfAnotherFormIsRefusedByName() {
        nexus = nexus(() -> new UioSettings(List.of("map1"), List.of(), List.of()), LINUX, false);

        assertThatThrownBy(() -> nexus.start(host)).isInstanceOf(DdiException.class)
                .hasMessageContaining("memory: 'map1' must be DEVICE/SET, for example 0000:00:05.0/map1");
        for (String entry : List.of("edu0", "=edu0", "0000:00:04.0=", "0000:00:04.0=a:b", "0000:00:04.0=a=b")) {
            assertThatThrownBy(() -> new UioSettings(List.of(), List.of(), List.of(entry)))
                    .hasMessage("nodes: '%s' must be DEVICE=NODE, for example 0000:00:04.0=edu0", entry);
        }
    }
}
