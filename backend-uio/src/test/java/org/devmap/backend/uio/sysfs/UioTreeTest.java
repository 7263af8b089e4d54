package org.devmap.backend.uio.sysfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.devmap.backend.uio.FakeSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What sysfs says is read as the kernel writes it. */
class UioTreeTest {

    private final List<String> unreadable = new ArrayList<>();
    private FakeSystem system;
    private UioTree tree;

    @BeforeEach
    void make(@TempDir Path root) {
        system = new FakeSystem(root);
        tree = new UioTree(system.sys(), (device, why) -> unreadable.add(device + ": " + why.getMessage()));
    }

    private Path edu() {
        Path function = system.pci("0000:00:04.0", 0x1234, 0x11e8,
                "0x00000000fea00000 0x00000000feafffff 0x0000000000040200",
                "0x0000000000000000 0x0000000000000000 0x0000000000000000");
        system.bind(function, "uio_pci_generic");
        return function;
    }

    @Test
    void withoutUioThereIsNothing() {
        assertThat(tree.isPresent()).isFalse();
        assertThat(tree.devices()).isEmpty();
        assertThat(unreadable).isEmpty();
    }

    @Test
    void aPciDeviceIsKnownByWhatItIsAndWhereItSits() {
        Path uio = system.register(edu(), 3, "uio_pci_generic");
        system.map(uio, 0, "0000:00:04.0", 0xfea00000L, 0x100000, 0);

        UioDevice device = tree.devices().getFirst();

        assertThat(tree.isPresent()).isTrue();
        assertThat(device.number()).isEqualTo(3);
        assertThat(device.name()).isEqualTo("uio_pci_generic");
        assertThat(device.version()).isEqualTo("0.01.0");
        assertThat(device.driver()).contains("uio_pci_generic");
        assertThat(device.nodeName()).isEqualTo("pci1234,11e8@0000.00.04.0");
        assertThat(device.compatible())
                .containsExactly("pci1234,11e8.1af4.1100", "pci1234,11e8", "pciclass,00ff00", "uio_pci_generic");
        assertThat(device.maps()).containsExactly(new UioMap(0, "0000:00:04.0", 0xfea00000L, 0x100000, 0));
        assertThat(device.pci().orElseThrow().bars()).containsExactly(new PciFunction.Bar(0, 0xfea00000L, 0x100000));
        assertThat(device.pci().orElseThrow().barOf(0xfea00000L, 0x100000)).isPresent();
        assertThat(device.pci().orElseThrow().barOf(0xfea00000L, 0x100001)).isEmpty();
        assertThat(List.of("pci1234,11e8@0000.00.04.0", "0000:00:04.0", "uio_pci_generic")).allMatch(device::isCalled);
        assertThat(device.isCalled("uio3")).isFalse();
    }

    @Test
    void theNumberIsNoPartOfTheName() {
        Path function = edu();
        Path uio = system.register(function, 3, "uio_pci_generic");
        String before = tree.devices().getFirst().nodeName();
        system.unregister(uio);
        system.register(function, 7, "uio_pci_generic");

        assertThat(tree.devices()).extracting(UioDevice::nodeName).containsExactly(before);
    }

    @Test
    void namesMayBeEmptyAndNumbersFillSixtyFourBits() {
        Path uio = system.register(edu(), 0, "dma engine");
        system.map(uio, 1, "", 0xffffffffffffffffL, 0x10, 0xf00);
        system.port(uio, 0, "", 0x3f8, 8);

        UioDevice device = tree.devices().getFirst();

        assertThat(device.maps()).containsExactly(new UioMap(1, "", -1, 0x10, 0xf00));
        assertThat(device.ports()).containsExactly(new PortRegion(0, "", 0x3f8, 8, "port_x86"));
        assertThat(device.incarnation().regions()).containsExactly("map1", "port0");
    }

    @Test
    void regionsAndDevicesAreInTheOrderOfTheirNumbers() {
        Path eleventh = system.register(edu(), 11, "b");
        system.register(edu(), 2, "a");
        for (int index : new int[] {4, 0, 2, 1, 3}) {
            system.map(eleventh, index, "", 0x1000, 0x1000, 0);
        }

        assertThat(tree.devices()).extracting(UioDevice::number).containsExactly(2, 11);
        assertThat(tree.devices().getLast().maps()).extracting(UioMap::index).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void aPlatformDeviceIsKnownByTheDeviceTree() throws Exception {
        Path parent = Files.createDirectories(system.sys().resolve("devices/platform/43c00000.dma"));
        FakeSystem.write(Files.createDirectories(parent.resolve("of_node")).resolve("compatible"),
                "acme,dma-2\0generic-uio\0");
        system.register(parent, 0, "dma");

        UioDevice device = tree.devices().getFirst();

        assertThat(device.nodeName()).isEqualTo("dma@43c00000.dma");
        assertThat(device.compatible()).containsExactly("acme,dma-2", "generic-uio", "dma");
        assertThat(device.pci()).isEmpty();
        assertThat(device.driver()).isEmpty();
    }

    @Test
    void aNameThatNoNodeMayHaveIsMadeOne() {
        system.register(edu().getParent(), 0, "my card/\u00fc");

        assertThat(tree.devices().getFirst().nodeName()).isEqualTo("my_card__@pci0000.00");
    }

    /** The same number, the same path: another device all the same. */
    @Test
    void aDeviceThatWasBoundAgainIsAnotherOne() {
        Path function = edu();
        Path uio = system.register(function, 0, "uio_pci_generic");
        UioDevice before = tree.devices().getFirst();
        assertThat(tree.devices().getFirst()).isEqualTo(before);
        system.unregister(uio);
        system.register(function, 0, "uio_pci_generic");

        UioDevice after = tree.devices().getFirst();

        assertThat(after.number()).isEqualTo(before.number());
        assertThat(after.incarnation().directory()).isEqualTo(before.incarnation().directory());
        assertThat(after.incarnation()).isNotEqualTo(before.incarnation());
        assertThat(after.incarnation().isStillThere()).isTrue();
        assertThat(before.incarnation().isStillThere()).isFalse();
    }

    /** Regions appear after the device. */
    @Test
    void aDeviceThatShowsMoreRegionsIsAnotherOne() {
        Path uio = system.register(edu(), 0, "uio_pci_generic");
        UioDevice early = tree.devices().getFirst();
        system.map(uio, 0, "", 0xfea00000L, 0x100000, 0);

        assertThat(early.maps()).isEmpty();
        assertThat(tree.devices().getFirst().incarnation()).isNotEqualTo(early.incarnation());
    }

    @Test
    void aLinkToNowhereIsNoDevice() throws Exception {
        system.register(edu(), 0, "uio_pci_generic");
        Files.createSymbolicLink(system.sys().resolve("class/uio/uio1"), Path.of("../../devices/gone/uio/uio1"));

        assertThat(tree.devices()).hasSize(1);
        assertThat(unreadable).isEmpty();
    }

    @Test
    void whatIsNoNumberIsNamed() {
        Path uio = system.register(edu(), 0, "uio_pci_generic");
        system.map(uio, 0, "", 0x1000, 0x1000, 0);
        FakeSystem.write(uio.resolve("maps/map0/size"), "lots\n");
        system.register(edu(), 1, "other");

        assertThat(tree.devices()).extracting(UioDevice::name).containsExactly("other");
        assertThat(unreadable).singleElement().asString().contains("uio0")
                .contains("'lots', not a number such as 0x1000");
    }

    @Test
    void aBoardWithoutIdsHasNoNameOfItsOwn() {
        PciFunction function = new PciFunction(Path.of("0000:01:00.0"), 0x10ee, 0x7024, 0, 0, 0x058000, List.of());

        assertThat(function.compatible()).containsExactly("pci10ee,7024", "pciclass,058000");
        assertThat(function.address()).isEqualTo("0000:01:00.0");
        assertThat(function.barOf(0, 1)).isEqualTo(Optional.empty());
    }
}
