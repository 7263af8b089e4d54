package org.devmap.backend.uio.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.devmap.DdiException;
import org.devmap.backend.RegisterSet;
import org.devmap.backend.uio.FakeSystem;
import org.devmap.backend.uio.linux.Descriptor;
import org.devmap.backend.uio.linux.LinuxCalls;
import org.devmap.backend.uio.refusal.Refusals;
import org.devmap.backend.uio.sysfs.UioDevice;
import org.devmap.backend.uio.sysfs.UioMap;
import org.devmap.backend.uio.sysfs.UioTree;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Which bytes of which file a register set shows. Ordinary files stand for those that can be mapped, /dev/null for one
 * that cannot.
 */
class RegionMapperTest {

    private static final LinuxCalls LINUX = new LinuxCalls();
    private static final long PAGE = LINUX.pageSize();
    private static final long BAR0 = 0xfea0_0100L;
    private static final long BAR2 = 0xfe80_0000L;

    private final List<String> complaints = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private final List<Descriptor> files = new ArrayList<>();
    private Path function;
    private Path node;
    private UioDevice device;
    private RegionMapper mapper;

    @BeforeEach
    void make(@TempDir Path root) throws Exception {
        FakeSystem system = new FakeSystem(root);
        function = system.pci("0000:00:05.0", 0x1af4, 0x1110,
                "0x%016x 0x%016x 0x0000000000040200".formatted(BAR0, BAR0 + 0xff),
                "0x0000000000000000 0x0000000000000000 0x0000000000000000",
                "0x%016x 0x%016x 0x000000000014220c".formatted(BAR2, BAR2 + 4 * PAGE - 1));
        system.bind(function, "uio_cif");
        system.register(function, 0, "CIF");
        numbered(function.resolve("resource0"), 1);
        numbered(function.resolve("resource2"), 4);
        numbered(function.resolve("resource2_wc"), 4);
        node = system.node(0, PAGE);
        numbered(node, 3);
        device = new UioTree(system.sys(), (name, why) -> { }).devices().getFirst();
        mapper = mapper(node);
    }

    private RegionMapper mapper(Path file) throws Exception {
        Descriptor opened = Descriptor.open(LINUX, file.toString(), LinuxCalls.O_RDWR);
        files.add(opened);
        return new RegionMapper(LINUX, device, opened, new Refusals(Path.of("/sys")), complaints::add, remarks::add);
    }

    @AfterEach
    void release() {
        mapper.windows().forEach(DeviceWindow::release);
        files.forEach(Descriptor::close);
    }

    /** Each int of the file holds its own place. */
    private static void numbered(Path file, int pages) throws Exception {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(pages * PAGE)).order(ByteOrder.nativeOrder());
        while (bytes.hasRemaining()) {
            bytes.putInt(bytes.position());
        }
        Files.write(file, bytes.array());
    }

    private static MemorySegment memory(RegisterSet set) {
        assertThat(set).isInstanceOf(RegisterSet.Fixed.class);
        return ((RegisterSet.Fixed) set).memory().segment();
    }

    private static int first(RegisterSet set) {
        return memory(set).get(ValueLayout.JAVA_INT, 0);
    }

    @Test
    void mapNBeginsAtPageN() {
        assertThat(first(mapper.map(new UioMap(0, "", 0, PAGE, 0), true))).isZero();
        RegisterSet second = mapper.map(new UioMap(2, "", 0, PAGE, 0), false);
        assertThat(first(second)).isEqualTo(Math.toIntExact(2 * PAGE));
        assertThat(second.name()).isEqualTo("map2");
        assertThat(second.isRegisters()).isFalse();
        assertThat(second.size()).isEqualTo(PAGE);
        assertThat(complaints).isEmpty();
    }

    @Test
    void byteZeroOfTheDeviceIsAtTheOffset() {
        RegisterSet set = mapper.map(new UioMap(1, "", 0x1000, PAGE, 0x340), true);

        assertThat(first(set)).isEqualTo(Math.toIntExact(PAGE + 0x340));
        assertThat(set.size()).isEqualTo(PAGE - 0x340);
    }

    @Test
    void whatIsWrittenReachesTheFile() throws Exception {
        memory(mapper.map(new UioMap(0, "", 0, PAGE, 0), true)).set(ValueLayout.JAVA_INT, 8, 0x1234);

        assertThat(ByteBuffer.wrap(Files.readAllBytes(node)).order(ByteOrder.nativeOrder()).getInt(8))
                .isEqualTo(0x1234);
    }

    /** The base address register is not at the beginning of a page, the file is. */
    @Test
    void aRegionThatUioDoesNotMapIsMappedThroughItsBaseAddressRegister() throws Exception {
        mapper = mapper(Path.of("/dev/null"));
        RegisterSet set = mapper.map(new UioMap(0, "", BAR0, 0x100, 0), true);

        assertThat(first(set)).isEqualTo(0x100);
        assertThat(set.size()).isEqualTo(0x100);
        assertThat(complaints).isEmpty();
    }

    @Test
    void alsoIfItLiesInTheMiddleOfTheRegister() throws Exception {
        mapper = mapper(Path.of("/dev/null"));
        RegisterSet set = mapper.map(new UioMap(1, "", BAR2 + PAGE + 0x40, 0x20, 8), true);

        assertThat(first(set)).isEqualTo(Math.toIntExact(PAGE + 0x48));
        assertThat(set.size()).isEqualTo(0x18);
    }

    @Test
    void aRegionThatNobodyMapsIsClosedAndSaysWhy() throws Exception {
        mapper = mapper(Path.of("/dev/null"));
        Files.delete(function.resolve("resource0"));
        RegisterSet set = mapper.map(new UioMap(0, "", BAR0, 0x100, 0), true);

        assertThat(set.name()).isEqualTo("map0");
        assertThat(set.size()).isEqualTo(0x100);
        assertThatThrownBy(() -> ((RegisterSet.Modelled) set).model().read(0, 4)).isInstanceOf(DdiException.class)
                .hasMessageStartingWith("ENOTSUP: map0 of pci1af4,1110@0000.00.05.0 cannot be mapped: mmap of")
                .hasMessageContaining("its address 0xfea00100 is not that of a page").hasMessageContaining("resource0");
        assertThatThrownBy(() -> ((RegisterSet.Modelled) set).model().write(0, 4, 1)).isInstanceOf(DdiException.class);
        assertThat(complaints).hasSize(1);
    }

    /** As the registers of every ivshmem under uio_cif: nothing is wrong, and nobody can do anything about it. */
    @Test
    void aRegionSmallerThanAPageIsRemarkedUponInOneLine() throws Exception {
        mapper = mapper(Path.of("/dev/null"));
        RegisterSet set = mapper.map(new UioMap(0, "", 0x1000, 0x100, 0), true);

        assertThat(remarks).containsExactly("map0 of pci1af4,1110@0000.00.05.0 is closed: its 0x100 bytes do not fill a"
                + " page, and the kernel maps whole pages only");
        assertThat(complaints).isEmpty();
        assertThatThrownBy(() -> ((RegisterSet.Modelled) set).model().read(0, 4)).isInstanceOf(DdiException.class)
                .hasMessageContaining("cannot be mapped: mmap of");
    }

    @Test
    void aRegionWithoutBytesIsClosed() {
        RegisterSet set = mapper.map(new UioMap(0, "", 0, 0x100, 0x100), true);

        assertThatThrownBy(() -> ((RegisterSet.Modelled) set).model().read(0, 4)).isInstanceOf(DdiException.class)
                .hasMessageContaining("size 0x100, offset 0x100");
    }

    @Test
    void configurationMapsABaseAddressRegister() {
        RegisterSet set = mapper.map("resource2_wc", false).orElseThrow();

        assertThat(set.name()).isEqualTo("resource2_wc");
        assertThat(set.size()).isEqualTo(4 * PAGE);
        assertThat(set.isRegisters()).isFalse();
        assertThat(first(set)).isZero();
        assertThat(complaints).isEmpty();
    }

    @Test
    void aBaseAddressRegisterThatIsNotThereIsComplainedOf() {
        assertThat(mapper.map("resource4", false)).isEmpty();

        assertThat(complaints)
                .containsExactly("resource4 of pci1af4,1110@0000.00.05.0 is configured, but there is none; there are"
                + " [resource0, resource2]");
    }

    @Test
    void oneThatHasNoSuchFileIsClosed() throws Exception {
        Files.delete(function.resolve("resource2_wc"));

        assertThatThrownBy(() -> ((RegisterSet.Modelled) mapper.map("resource2_wc", false).orElseThrow()).model()
                .read(0, 4))
                .isInstanceOf(DdiException.class).hasMessageContaining("resource2_wc failed: ENOENT");
    }

    @Test
    void aWindowIsReleasedOnce() {
        RegisterSet.Fixed set = (RegisterSet.Fixed) mapper.map(new UioMap(0, "", 0, PAGE, 0), true);
        set.memory().release();
        MemorySegment next = memory(mapper.map(new UioMap(1, "", 0, PAGE, 0), true));
        set.memory().release();
        mapper.windows().getFirst().cover();

        assertThat(next.get(ValueLayout.JAVA_INT, 0)).isEqualTo(Math.toIntExact(PAGE));
    }

    @Test
    void aCoveredWindowCanBeAccessedAndReachesNothing() throws Exception {
        MemorySegment memory = memory(mapper.map(new UioMap(0, "", 0, PAGE, 0), true));
        memory.set(ValueLayout.JAVA_INT, 4, 42);
        mapper.windows().forEach(DeviceWindow::cover);
        mapper.windows().forEach(DeviceWindow::cover);

        assertThat(memory.get(ValueLayout.JAVA_INT, 4)).isZero();
        memory.set(ValueLayout.JAVA_INT, 4, 43);
        assertThat(ByteBuffer.wrap(Files.readAllBytes(node)).order(ByteOrder.nativeOrder()).getInt(4)).isEqualTo(42);
    }
}
