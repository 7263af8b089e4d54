package org.devmap.backend.uio.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.backend.DeviceNode;
import org.devmap.backend.InterruptSource;
import org.devmap.backend.RegisterSet;
import org.devmap.backend.uio.FakeSystem;
import org.devmap.backend.uio.UioSettings;
import org.devmap.backend.uio.linux.LinuxCalls;
import org.devmap.backend.uio.refusal.Refusals;
import org.devmap.backend.uio.sysfs.UioDevice;
import org.devmap.backend.uio.sysfs.UioTree;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is made of a device: who masks its interrupt, and what a node says that cannot do everything. */
class NodeOpenerTest {

    private static final LinuxCalls LINUX = new LinuxCalls();

    private final List<String> complaints = new ArrayList<>();
    private FakeSystem system;
    private Path function;

    @BeforeEach
    void make(@TempDir Path root) {
        system = new FakeSystem(root);
        function = system.pci("0000:00:04.0", 0x1234, 0x11e8,
                "0x00000000fea00000 0x00000000fea00fff 0x0000000000040200");
        system.map(system.register(function, 0, "card"), 0, "", 0xfea00000L, 0x1000, 0);
        system.node(0, 0x1000);
    }

    private UioDevice device() {
        return new UioTree(system.sys(), (name, why) -> { }).devices().getFirst();
    }

    private OpenedDevice open(UioDevice device) throws DdiException {
        return new NodeOpener(LINUX, Runnable::run, system.dev(), new Refusals(system.sys()), UioSettings.DEFAULT,
                complaints::add, complaints::add).open(device, () -> { });
    }

    private int commandByte(int index) throws Exception {
        return Files.readAllBytes(function.resolve("config"))[4 + index];
    }

    @Test
    void uioPciGenericIsMaskedInItsCommandRegister() throws Exception {
        system.bind(function, "uio_pci_generic");
        OpenedDevice opened = open(device());
        InterruptSource interrupt = opened.node().interrupts().getFirst();

        assertThat(commandByte(1)).isEqualTo(4);
        interrupt.enable();
        assertThat(commandByte(1)).isZero();
        interrupt.disable();
        assertThat(commandByte(1)).isEqualTo(4);
        opened.abandon();
        assertThatThrownBy(interrupt::enable).isInstanceOf(DdiException.class).hasMessageContaining("EIO");
    }

    @Test
    void anyOtherDriverIsAsked() throws Exception {
        system.bind(function, "acme");
        OpenedDevice opened = open(device());
        opened.node().interrupts().getFirst().enable();

        assertThat(commandByte(1)).isZero();
        assertThat(Files.readAllBytes(system.dev().resolve("uio0"))).startsWith(0, 0, 0, 0).contains(1);
        assertThat(complaints).isEmpty();
        opened.abandon();
    }

    @Test
    void withoutConfigurationSpaceTheRestIsThere() throws Exception {
        UioDevice device = device();
        Files.delete(function.resolve("config"));
        OpenedDevice opened = open(device);
        DeviceNode node = opened.node();

        assertThat(node.configSpace()).isEmpty();
        assertThat(node.registerSets()).extracting(RegisterSet::name).containsExactly("map0");
        assertThat(complaints).singleElement().asString().contains("configuration space of " + node.name(), "ENOENT");
        opened.abandon();
    }

    /** While it was registered, nobody else had its number: so it must be registered after it was opened. */
    @Test
    void aDeviceThatWasReplacedMeanwhileIsNotTakenForTheFirst() {
        UioDevice device = device();
        system.unregister(device.incarnation().directory());
        system.register(function, 0, "other");
        system.node(0, 0x1000);

        assertThatThrownBy(() -> open(device)).isInstanceOfSatisfying(DdiException.class,
                refusal -> assertThat(refusal.errno()).isEqualTo(Errno.ENODEV))
                .hasMessageContaining("left while it was being opened");
    }
}
