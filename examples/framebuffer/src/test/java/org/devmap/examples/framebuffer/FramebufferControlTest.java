package org.devmap.examples.framebuffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.devmap.examples.framebuffer.FramebufferIoctl.GET_GEOMETRY;
import static org.devmap.examples.framebuffer.FramebufferIoctl.MAP;
import static org.devmap.examples.framebuffer.FramebufferIoctl.MAP_SIZE;
import static org.devmap.examples.framebuffer.FramebufferIoctl.SET_GEOMETRY;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.devmap.DataModel;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.MapFlags;
import org.devmap.OpenFlags;
import org.devmap.Pages;
import org.devmap.Protection;
import org.devmap.SegmentationFault;
import org.devmap.app.AddressSpace;
import org.devmap.app.DeviceFile;
import org.devmap.app.Mapping;
import org.devmap.embed.DevmapSystem;
import org.devmap.embed.ManualClock;
import org.devmap.embed.SystemConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ioctls: geometry, and the mapping of applications older than mmap(2). */
class FramebufferControlTest {

    private static final String SCREEN = "/devices/framebuffer0:screen";

    private final DevmapSystem system = DevmapSystem.create(
            SystemConfiguration.builder().clock(new ManualClock()).discoverBackends().build());
    private final AddressSpace space = system.spaces().create("application");
    private DeviceFile file;

    @BeforeEach
    void open() throws DdiException {
        system.registerDriver(new FramebufferDriver(), "framebuffer");
        file = space.open(SCREEN, OpenFlags.READ_WRITE);
    }

    @AfterEach
    void close() {
        system.close();
    }

    private static Geometry geometry(DeviceFile file) throws DdiException {
        MemorySegment answer = MemorySegment.ofArray(new byte[FramebufferIoctl.GEOMETRY_SIZE]);
        file.ioctl(GET_GEOMETRY, answer);
        return Geometry.of(answer);
    }

    private static Errno errno(DeviceFile file, int command, MemorySegment argument) {
        return catchThrowableOfType(DdiException.class, () -> file.ioctl(command, argument)).errno();
    }

    /** A mapping made by the driver. */
    private static Mapping mapByIoctl(AddressSpace space, DeviceFile file) throws DdiException {
        MemorySegment answer = MemorySegment.ofArray(new byte[MAP_SIZE]);
        file.ioctl(MAP, answer);
        assertThat(answer.get(ValueLayout.JAVA_LONG_UNALIGNED, FramebufferIoctl.MAP_LENGTH)).isEqualTo(geometry(file).size());
        return space.mappingAt(answer.get(ValueLayout.JAVA_LONG_UNALIGNED, FramebufferIoctl.MAP_ADDRESS)).orElseThrow();
    }

    @Test
    void theGeometryIsAtFirstThatOfTheDevice() throws DdiException {
        assertThat(geometry(file)).isEqualTo(new Geometry(640, 480, 2560));
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 4", "1024, 16384, 4096", "1, 16777216, 4", "16777216, 1, 67108864", "100, 100, 512"})
    void anyGeometryThatFitsIsTakenAndSeenByAll(int width, int height, int stride) throws DdiException {
        Geometry next = new Geometry(width, height, stride);
        file.ioctl(SET_GEOMETRY, next.toCopy());
        DeviceFile other = system.spaces().create("legacy", DataModel.ILP32).open("/devices/framebuffer0:board", OpenFlags.READ);
        assertThat(geometry(other)).isEqualTo(next);
    }

    @ParameterizedTest
    @CsvSource({"1025, 16384, 4100", "1024, 16385, 4096", "0, 1, 4", "1, 0, 4", "-1, 1, 4", "1, -1, 4", "2, 1, 4", "1, 1, 5",
        "1, 1, 0", "1, 1, -4", "2147483647, 2147483647, 2147483644", "1, 1048576, 1048576", "536870912, 1, 2147483644",
        "1073741824, 1, 4"})
    void aGeometryThatIsNoneOrDoesNotFitIsRefusedAndTheOldOneStays(int width, int height, int stride)
            throws DdiException {
        assertThat(errno(file, SET_GEOMETRY, new Geometry(width, height, stride).toCopy())).isEqualTo(Errno.EINVAL);
        assertThat(geometry(file)).isEqualTo(new Geometry(640, 480, 2560));
    }

    @Test
    void theGeometryCanOnlyBeSetThroughAWritableFile() throws DdiException {
        DeviceFile reading = space.open(SCREEN, OpenFlags.READ);
        assertThat(errno(reading, SET_GEOMETRY, new Geometry(1, 1, 4).toCopy())).isEqualTo(Errno.EBADF);
    }

    @Test
    void anArgumentThatIsTooShortIsRefusedAndLeavesNothingMapped() {
        MemorySegment tooShort = MemorySegment.ofArray(new byte[FramebufferIoctl.GEOMETRY_SIZE - 1]);
        for (int command : new int[] {GET_GEOMETRY, SET_GEOMETRY, MAP}) {
            assertThat(errno(file, command, tooShort)).isEqualTo(Errno.EFAULT);
        }
        assertThat(errno(file, MAP, MemorySegment.ofArray(new byte[MAP_SIZE]).asReadOnly())).isEqualTo(Errno.EFAULT);
        assertThat(system.snapshot().space(space.id()).orElseThrow().segments()).isEmpty();
    }

    @Test
    void anUnknownCommandIsRefusedWithENOTTY() {
        assertThat(errno(file, 0x4600, MemorySegment.NULL)).isEqualTo(Errno.ENOTTY);
    }

    /** S-399. */
    @Test
    void twoApplicationsMappedByIoctlSeeTheSameMemoryAndEachHasItsOwnMapping() throws DdiException {
        AddressSpace other = system.spaces().create("other");
        Mapping first = mapByIoctl(space, file);
        Mapping second = mapByIoctl(other, other.open(SCREEN, OpenFlags.READ_WRITE));
        Mapping byMmap = file.map(0, Pages.SIZE, Protection.READ_WRITE, MapFlags.SHARED);
        first.setInt(16, 5);
        assertThat(second.getInt(16)).isEqualTo(5);
        assertThat(byMmap.getInt(16)).isEqualTo(5);
        second.protect(Protection.READ);
        first.setInt(16, 6);
        assertThat(second.getInt(16)).isEqualTo(6);
        space.munmap(first.address(), first.length());
        assertThatThrownBy(() -> first.getInt(16)).isInstanceOf(SegmentationFault.class);
        assertThat(second.getInt(16)).isEqualTo(6);
    }

    /** S-342. */
    @Test
    void mappedByIoctlThroughAFileForReadingItCanOnlyBeRead() throws DdiException {
        Mapping mapped = mapByIoctl(space, space.open(SCREEN, OpenFlags.READ));
        assertThat(mapped.getInt(0)).isZero();
        assertThatThrownBy(() -> mapped.setInt(0, 1)).isInstanceOf(SegmentationFault.class);
        DdiException refused = catchThrowableOfType(DdiException.class, () -> mapped.protect(Protection.READ_WRITE));
        assertThat(refused.errno()).isEqualTo(Errno.EACCES);
    }
}
