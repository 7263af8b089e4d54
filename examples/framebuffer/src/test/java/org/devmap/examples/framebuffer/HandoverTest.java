package org.devmap.examples.framebuffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.devmap.examples.framebuffer.FramebufferDriver.MAPPING_START;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.devmap.BusError;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.MapFlags;
import org.devmap.OpenFlags;
import org.devmap.Pages;
import org.devmap.Protection;
import org.devmap.app.AddressSpace;
import org.devmap.app.DeviceFile;
import org.devmap.app.Mapping;
import org.devmap.driver.CbOps;
import org.devmap.driver.DeviceDriver;
import org.devmap.driver.DeviceInfo;
import org.devmap.dto.CookieSnapshot;
import org.devmap.embed.DevmapSystem;
import org.devmap.embed.ManualClock;
import org.devmap.embed.SystemConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The next version of the driver takes over what applications have mapped. */
class HandoverTest {

    private final List<String> diagnostics = new CopyOnWriteArrayList<>();
    private final DevmapSystem system = DevmapSystem.create(
            SystemConfiguration.builder().clock(new ManualClock()).diagnostics(diagnostics::add).discoverBackends().build());
    private final AddressSpace space = system.spaces().create("application");
    private DevmapSystem.Registration driver;
    private DeviceFile board;
    private Mapping mapping;
    private long memory;

    @BeforeEach
    void mapTheEndOfTheScreenAndTheCursor() throws DdiException {
        driver = system.registerDriver(new FramebufferDriver(), "framebuffer");
        board = space.open("/devices/framebuffer0:board", OpenFlags.READ_WRITE);
        memory = board.size().orElseThrow() - Framebuffer.CURSOR_SIZE;
        mapping = board.map(MAPPING_START + memory - Pages.SIZE, 2 * Pages.SIZE, Protection.READ_WRITE, MapFlags.SHARED);
        mapping.setInt(0, 0xFF336699);
        mapping.setInt(Pages.SIZE, 0xFFFFFFFF);
    }

    @AfterEach
    void close() {
        system.close();
    }

    private Geometry geometry() throws DdiException {
        MemorySegment copy = MemorySegment.ofArray(new byte[FramebufferIoctl.GEOMETRY_SIZE]);
        board.ioctl(FramebufferIoctl.GET_GEOMETRY, copy);
        return Geometry.of(copy);
    }

    @Test
    void pixelsCursorGeometryAndCountGoOnInTheNextVersion() throws DdiException {
        board.ioctl(FramebufferIoctl.SET_GEOMETRY, new Geometry(320, 200, 1280).toCopy());
        driver.close();
        driver = system.registerDriver(new FramebufferDriver(), "framebuffer");
        assertThat(mapping.getInt(0)).isEqualTo(0xFF336699);
        assertThat(mapping.getInt(Pages.SIZE)).isEqualTo(0xFFFFFFFF);
        assertThat(geometry()).isEqualTo(new Geometry(320, 200, 1280));
        assertThat(board.ioctl(FramebufferIoctl.MAPPINGS)).isEqualTo(1);
        mapping.close();
        assertThat(board.ioctl(FramebufferIoctl.MAPPINGS)).isZero();
        board.close();
        driver.close();
        assertThat(diagnostics).isEmpty();
    }

    @Test
    void theNextVersionFreesTheCursor() throws DdiException {
        driver.close();
        driver = system.registerDriver(new FramebufferDriver(), "framebuffer");
        mapping.close();
        board.close();
        system.detach("framebuffer0");
        assertThat(system.snapshot().cookies()).extracting(CookieSnapshot::owner).doesNotContain("framebuffer0");
    }

    private static final class Unattachable implements DeviceDriver {

        @Override
        public CbOps entryPoints() {
            return CbOps.builder().build();
        }

        @Override
        public void attach(DeviceInfo device) throws DdiException {
            throw new DdiException(Errno.ENXIO, "not mine");
        }

        @Override
        public void detach(DeviceInfo device) {
            throw new AssertionError("never attached");
        }
    }

    @Test
    void aVersionThatIsNoFrameBufferTakesNothingOver() {
        driver.close();
        driver = system.registerDriver(new Unattachable(), "framebuffer");
        assertThatThrownBy(() -> mapping.getInt(0)).isInstanceOf(BusError.class);
    }
}
