package org.devmap.backend.uio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.devmap.driver.CbFlags.D_DEVMAP;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.devmap.DataModel;
import org.devmap.DdiException;
import org.devmap.Dev;
import org.devmap.MapFlags;
import org.devmap.MemoryFault;
import org.devmap.OpenFlags;
import org.devmap.Pages;
import org.devmap.Protection;
import org.devmap.app.AddressSpace;
import org.devmap.app.DeviceFile;
import org.devmap.app.Mapping;
import org.devmap.driver.CbOps;
import org.devmap.driver.DeviceDriver;
import org.devmap.driver.DeviceInfo;
import org.devmap.driver.DevmapCookie;
import org.devmap.driver.DevmemSetup;
import org.devmap.driver.RegisterHandle;
import org.devmap.dto.NodeSnapshot;
import org.devmap.embed.DevmapSystem;
import org.devmap.embed.SystemConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A driver and an application on a whole system, with nothing known of UIO, while their device goes and returns. */
@Timeout(120)
class DriverOnUioTest {

    private static final String NODE = "pci1234,11e8@0000.00.04.0";
    private static final String PATH = "/devices/" + NODE + ":registers";
    private static final long SIZE = 0x2000;

    private final Driver driver = new Driver();
    private FakeSystem files;
    private DevmapSystem system;

    /** Maps its registers, and lets applications map them. */
    private static final class Driver implements DeviceDriver {

        private final BlockingQueue<String> calls = new LinkedBlockingQueue<>();
        private volatile RegisterHandle registers;
        private volatile int set;

        @Override
        public CbOps entryPoints() {
            return CbOps.builder().devmap(this::devmap).flags(D_DEVMAP).build();
        }

        @Override
        public void attach(DeviceInfo device) throws DdiException {
            set = device.regNumber("map0");
            registers = device.regsMapSetup(set, 0, 0, null);
            device.createMinorNode("registers", device.instance(), Pages.SIZE);
            calls.add("attach " + device.property("uio.file").orElseThrow());
        }

        @Override
        public void detach(DeviceInfo device) {
            registers.close();
            calls.add("detach");
        }

        private long devmap(Dev dev, DevmapCookie handle, long off, long len, DataModel model) throws DdiException {
            handle.devmemSetup(DevmemSetup.of(set, off, len));
            return len;
        }
    }

    @BeforeEach
    void start(@TempDir Path root) throws Exception {
        files = new FakeSystem(root);
        system = DevmapSystem.create(SystemConfiguration.builder().build());
        system.registerDriver(driver, "pci1234,11e8");
    }

    @AfterEach
    void stop() {
        system.close();
    }

    private void startNexus() throws DdiException {
        system.registerNexus(new UioNexus(() -> UioSettings.DEFAULT,
                new SystemRequirements("Linux", "amd64", true, "ALL-UNNAMED"), files.sys(), files.dev(), false));
    }

    private Path device(int number, long offset) throws Exception {
        Path function = files.pci("0000:00:04.0", 0x1234, 0x11e8,
                "0x00000000fea00000 0x00000000fea01fff 0x0000000000040200");
        Path uio = files.register(function, number, "uio_pci_generic");
        files.map(uio, 0, "", 0xfea00000L, SIZE, offset);
        ByteBuffer bytes = ByteBuffer.allocate((int) SIZE).order(ByteOrder.nativeOrder());
        while (bytes.hasRemaining()) {
            bytes.putInt(bytes.position());
        }
        Files.write(files.sys().resolve("new"), bytes.array());
        Files.move(files.sys().resolve("new"), files.dev().resolve("uio" + number));
        return uio;
    }

    /** The driver has been called; now wait until the framework knows it, too. */
    private String attached() throws InterruptedException {
        String call = driver.calls.take();
        while (system.snapshot().node(NODE).filter(node -> node.state() == NodeSnapshot.State.ATTACHED).isEmpty()) {
            Thread.yield();
        }
        return call;
    }

    @Test
    void allOfASetThatBeginsInTheMiddleOfAPageIsTheDrivers() throws Exception {
        device(0, 0x340);
        startNexus();
        driver.calls.take();

        assertThat(driver.registers.length()).isEqualTo(SIZE - 0x340);
        assertThat(driver.registers.get32(0)).isEqualTo(0x340);
        assertThat(driver.registers.get32(SIZE - 0x340 - 4)).isEqualTo((int) SIZE - 4);
    }

    @Test
    void theDriverIsAttachedAgainWhenItsDeviceReturnsUnderAnotherNumber() throws Exception {
        Path uio = device(0, 0);
        startNexus();
        assertThat(driver.calls.take()).isEqualTo("attach /dev/uio0");
        RegisterHandle before = driver.registers;

        files.unregister(uio);
        assertThat(driver.calls.take()).isEqualTo("detach");
        assertThatThrownBy(() -> before.get32(0)).isInstanceOf(Exception.class);

        device(5, 0);
        assertThat(driver.calls.take()).isEqualTo("attach /dev/uio5");
        assertThat(driver.registers.get32(8)).isEqualTo(8);
    }

    @Test
    void aMappingDiesWithItsDeviceAndIsMappedAnew() throws Exception {
        Path uio = device(0, 0);
        startNexus();
        attached();
        try (AddressSpace space = system.spaces().create("test")) {
            DeviceFile file = space.open(PATH, OpenFlags.READ_WRITE);
            Mapping mapping = file.map(0, Pages.SIZE, Protection.READ_WRITE, MapFlags.SHARED);
            mapping.setInt(4, 77);
            Path node = Files.move(files.dev().resolve("uio0"), files.sys().resolve("kept"));

            files.unregister(uio);
            assertThat(driver.calls.take()).isEqualTo("detach");

            assertThatThrownBy(() -> mapping.setInt(4, 78)).isInstanceOf(MemoryFault.class);
            assertThat(ByteBuffer.wrap(Files.readAllBytes(node)).order(ByteOrder.nativeOrder()).getInt(4))
                    .isEqualTo(77);
            mapping.close();
            file.close();

            device(0, 0);
            assertThat(attached()).isEqualTo("attach /dev/uio0");
            try (DeviceFile again = space.open(PATH, OpenFlags.READ_WRITE);
                    Mapping anew = again.map(0, Pages.SIZE, Protection.READ_WRITE, MapFlags.SHARED)) {
                assertThat(anew.getInt(12)).isEqualTo(12);
            }
        }
    }
}
