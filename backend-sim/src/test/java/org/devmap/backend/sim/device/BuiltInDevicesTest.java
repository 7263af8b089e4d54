package org.devmap.backend.sim.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.devmap.DdiException;
import org.devmap.RegisterDescription.Effect;
import org.devmap.backend.DeviceNode;
import org.devmap.backend.RegisterModel;
import org.devmap.backend.RegisterSet;
import org.devmap.backend.sim.StubHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuiltInDevicesTest {

    private final StubHost host = new StubHost();

    private DeviceNode make(String name) throws DdiException {
        return BuiltInDevices.of(DeviceSettings.byName(name)).create(host.clock(), host.executor());
    }

    private static RegisterModel model(DeviceNode node, int set) {
        return ((RegisterSet.Modelled) node.registerSets().get(set)).model();
    }

    @Test
    void theFramebufferHasConfigurationVideoMemoryAndControl() throws Exception {
        DeviceNode node = make("framebuffer0");

        assertThat(node.compatible()).containsExactly("framebuffer");
        assertThat(node.properties()).containsEntry("width", "640")
                .containsEntry("height", "480").containsEntry("stride", "2560");
        assertThat(node.registerSets()).extracting(RegisterSet::name).containsExactly("config", "vram", "control");
        assertThat(node.registerSets()).extracting(RegisterSet::space).containsExactly(RegisterSet.Space.CONFIGURATION,
                RegisterSet.Space.MEMORY, RegisterSet.Space.MEMORY);
        assertThat(node.registerSets().get(0).size()).isEqualTo(256);
        assertThat(node.registerSets().get(1)).isEqualTo(new RegisterSet.Hosted("vram", 64L << 20));
        RegisterModel control = model(node, 2);
        assertThat(control.read(0x0, 4)).isEqualTo(0x4642_0001);
        assertThat(control.read(0x4, 4)).isEqualTo(640);
        assertThat(control.read(0x8, 4)).isEqualTo(480);
        assertThat(control.read(0xC, 4)).isEqualTo(2560);
    }

    @Test
    void theFramebufferCountsSixtyPicturesASecondOnTheClock() throws Exception {
        RegisterModel control = model(make("framebuffer0"), 2);

        host.clock.advance(1_500_000_000L);

        assertThat(control.read(0x18, 4)).isEqualTo(90);
    }

    @Test
    void configurationSpaceHoldsTheIdentityInEveryWidthAndZeroElsewhere() throws Exception {
        RegisterModel config = make("framebuffer0").configSpace().orElseThrow();

        assertThat(config.read(0x0, 4)).isEqualTo(0x0001_D3A9);
        assertThat(config.read(0x0, 2)).isEqualTo(0xD3A9);
        assertThat(config.read(0x3, 1)).isZero();
        assertThat(config.read(0xB, 1)).isEqualTo(0x03);
        assertThat(config.read(0x40, 4)).isZero();
        config.write(0x0, 4, -1);
        config.write(0x40, 4, -1);
        assertThat(config.read(0x0, 4)).isEqualTo(0x0001_D3A9);
        assertThat(config.read(0x40, 4)).isZero();
        config.write(0x4, 2, 0xFFFF);
        assertThat(config.read(0x4, 4)).isEqualTo(0x0407);
    }

    @Test
    void theWindowShowsTheSelectedBankAndEveryBankKeepsItsWords() throws Exception {
        DeviceNode node = make("context0");
        RegisterModel window = model(node, 1);
        RegisterModel control = model(node, 2);

        for (int bank = 0; bank < 16; bank++) {
            control.write(0x0, 4, bank);
            window.write(0xFFC, 4, 0x8000_0000L + bank);
        }
        for (int bank = 15; bank >= 0; bank--) {
            control.write(0x0, 4, bank);
            assertThat(window.read(0xFFC, 4)).isEqualTo(0x8000_0000L + bank);
            assertThat(window.read(0x0, 4)).isZero();
            assertThat(control.read(0x8, 4)).isEqualTo(1 | bank << 8);
        }
    }

    @Test
    void switchesCountsChangesOfSelectAndReadingClearsIt() throws Exception {
        RegisterModel control = model(make("context0"), 2);

        control.write(0x0, 4, 3);
        control.write(0x0, 4, 3);
        control.write(0x0, 4, 4);
        control.write(0x0, 4, 0x14);

        assertThat(control.read(0x4, 4)).isEqualTo(2);
        assertThat(control.read(0x4, 4)).isZero();
        assertThat(control.registers()).filteredOn(r -> r.name().equals("SWITCHES"))
                .singleElement().satisfies(r -> assertThat(r.effects()).containsExactly(Effect.READ));
    }

    @Test
    void theWindowTakesWordsOnly() throws Exception {
        RegisterModel window = model(make("context0"), 1);

        assertThatThrownBy(() -> window.read(0x10, 8)).isInstanceOf(DdiException.class).hasMessageContaining("EIO")
                .hasMessageContaining("8 bytes at 0x10");
    }

    @Test
    void theSharedPageIsAPseudoDevice() throws Exception {
        DeviceNode node = make("shared-page0");

        assertThat(node.compatible()).containsExactly("shared-page");
        assertThat(node.registerSets()).isEmpty();
    }

    @Test
    void aDescribedDeviceHasItsPeripheralsAsRegisterSets(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("chip.regs"), """
                device CHIP7
                peripheral A at 0 size 16
                  interrupt 0 TICK
                  register R at 0 reset 7 read-clears
                peripheral B at 16 size 16
                  register S at 0 reset 8
                """);

        DeviceNode all = BuiltInDevices.of(DeviceSettings.described("chip0", file.toString()))
                .create(host.clock(), host.executor());
        DeviceNode some = BuiltInDevices.of(DeviceSettings.described("chip1", file.toString(), "B"))
                .create(host.clock(), host.executor());

        assertThat(all.compatible()).containsExactly("chip7");
        assertThat(all.registerSets()).extracting(RegisterSet::name).containsExactly("A", "B");
        assertThat(all.interrupts()).hasSize(1);
        assertThat(model(all, 0).read(0, 4)).isEqualTo(7);
        assertThat(model(all, 0).read(0, 4)).isZero();
        assertThat(some.registerSets()).extracting(RegisterSet::name).containsExactly("B");
        assertThatThrownBy(() -> BuiltInDevices.of(DeviceSettings.described("chip1", file.toString(), "C"))
                .create(host.clock(), host.executor())).hasMessageContainingAll("chip1", "no peripheral C", "[A, B]");
        assertThatThrownBy(() -> BuiltInDevices.of(DeviceSettings.described("chip1", folder.resolve("none").toString()))
                .create(host.clock(), host.executor())).hasMessageContaining("there is no such file");
    }

    @Test
    void videoMemoryThatDoesNotHoldThePictureIsRefused() {
        DeviceSettings small = DeviceSettings.framebuffer("fb", 640, 480, 4096);

        assertThatThrownBy(() -> BuiltInDevices.of(small).create(host.clock(), host.executor()))
                .isInstanceOf(DdiException.class).hasMessageContaining("fb: vram 4096").hasMessageContaining("1228800");
    }
}
