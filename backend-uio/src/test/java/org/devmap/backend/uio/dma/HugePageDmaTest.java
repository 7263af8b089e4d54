package org.devmap.backend.uio.dma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.IoDirection;
import org.devmap.backend.BackendMemory;
import org.devmap.backend.DmaEngine;
import org.devmap.backend.uio.linux.LinuxCalls;
import org.devmap.backend.uio.pci.ConfigSpaceFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Huge pages have an address for the device, and nothing else has. The kernel's files are of our making, in its
 * notation.
 */
class HugePageDmaTest {

    private static final long PAGE = 4096;
    private static final long HUGE = 2L << 20;
    private static final long START = 0x4000_0000L;
    private static final long FRAME = 0x12_3400L;
    private static final long PRESENT = 1L << 63;

    private Path function;
    private Path proc;
    private ConfigSpaceFile space;

    /** At an address that nobody accesses. */
    private record Somewhere(MemorySegment segment) implements BackendMemory {

        @SuppressWarnings("restricted")
        private Somewhere(long address, long size) {
            this(MemorySegment.ofAddress(address).reinterpret(size));
        }

        @Override
        public void release() {
            throw new AssertionError("not a matter of DMA");
        }
    }

    @BeforeEach
    void make(@TempDir Path root) throws Exception {
        function = Files.createDirectories(root.resolve("0000:00:10.0"));
        Files.write(function.resolve("config"), new byte[256]);
        space = ConfigSpaceFile.open(new LinuxCalls(), function, Throwable::getMessage);
        proc = Files.createDirectories(root.resolve("self"));
        areas("ht", 2 * HUGE);
        present(START, FRAME);
        present(START + HUGE, FRAME + HUGE / PAGE);
    }

    @AfterEach
    void close() {
        space.close();
    }

    /** An ordinary area, the one in question, and the kernel's own, high above. */
    private void areas(String flag, long size) throws Exception {
        Files.writeString(proc.resolve("smaps"), """
                3ffff000-40000000 rw-p 00000000 00:00 0
                Size:                  4 kB
                KernelPageSize:        4 kB
                VmFlags: rd wr mr mw me ac sd
                %x-%x rw-s 00000000 00:10 9                       /memfd:devmap:buffer (deleted)
                Size:               4096 kB
                KernelPageSize:     2048 kB
                VmFlags: rd wr sh mr mw me ms de %s sd
                ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0                  [vsyscall]
                Size:                  4 kB
                KernelPageSize:        4 kB
                VmFlags: ex
                """.formatted(START, START + size, flag));
    }

    private void present(long address, long frame) throws Exception {
        try (RandomAccessFile pagemap = new RandomAccessFile(proc.resolve("pagemap").toFile(), "rw")) {
            for (int i = 0; i < 2; i++) {
                pagemap.seek((address / PAGE + i) * Long.BYTES);
                pagemap.write(ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder())
                        .putLong(PRESENT | frame + (frame == 0 ? 0 : i)).array());
            }
        }
    }

    private HugePageDma dma(String architecture) {
        return new HugePageDma("edu", Optional.of(function), Optional.of(space), new ProcessMemory(proc, PAGE),
                architecture);
    }

    private DmaEngine.Bound bind(long off, long len) throws DdiException {
        return dma("amd64").bind(new Somewhere(START, 2 * HUGE), off, len, IoDirection.BOTH);
    }

    private boolean isBusMaster() throws Exception {
        return (Files.readAllBytes(function.resolve("config"))[4] & 4) != 0;
    }

    private void assertRefused(Refused call, String... words) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(DdiException.class,
                refusal -> assertThat(refusal.errno()).isEqualTo(Errno.ENOTSUP))
                .hasMessageContainingAll(words).hasMessageContaining("edu cannot reach memory by itself")
                .hasMessageEndingWith("VFIO has");
    }

    private interface Refused {

        void run() throws Exception;
    }

    @Test
    void aHugePageHasAnAddress() throws Exception {
        DmaEngine.Bound bound = bind(PAGE + 0x40, 0x100);

        assertThat(bound.deviceAddress()).isEqualTo((FRAME + 1) * PAGE + 0x40);
    }

    @Test
    void theAddressIsAskedForEachTime() throws Exception {
        DmaEngine.Bound bound = bind(0, PAGE);
        present(START, FRAME + 0x200);

        assertThat(bound.deviceAddress()).isEqualTo((FRAME + 0x200) * PAGE);
        areas("sd", 2 * HUGE);
        assertThatThrownBy(bound::deviceAddress).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has gone");
    }

    @Test
    void theDeviceMastersTheBusWhileAnythingIsBound() throws Exception {
        HugePageDma dma = dma("amd64");
        Somewhere memory = new Somewhere(START, HUGE);
        DmaEngine.Bound first = dma.bind(memory, 0, PAGE, IoDirection.TO_DEVICE);
        DmaEngine.Bound second = dma.bind(memory, PAGE, PAGE, IoDirection.FROM_DEVICE);
        second.sync(0, PAGE, IoDirection.FROM_DEVICE);
        first.unbind();
        assertThat(isBusMaster()).isTrue();
        second.unbind();
        assertThat(isBusMaster()).isFalse();
    }

    @Test
    void aDriverThatMadeItMasterTheBusKeepsThat() throws Exception {
        space.write(4, 2, 0x0004);
        bind(0, PAGE).unbind();
        assertThat(isBusMaster()).isTrue();
    }

    @Test
    void severalPagesMustLieInOnePiece() throws Exception {
        assertThat(bind(0, 2 * HUGE).deviceAddress()).isEqualTo(FRAME * PAGE);
        present(START + HUGE, FRAME + 0x400);

        assertRefused(() -> bind(0, 2 * HUGE), "4194304 bytes lie in several pieces", "a page of 2097152 bytes");
        assertThat(bind(HUGE, PAGE).deviceAddress()).isEqualTo((FRAME + 0x400) * PAGE);
    }

    @Test
    void memoryThatTheKernelMayMoveIsRefused() throws Exception {
        areas("lo", 2 * HUGE);

        assertRefused(() -> bind(0, PAGE), "the kernel may move this memory", "UmemRequest.huge()", "vm.nr_hugepages");
        assertThat(isBusMaster()).isFalse();
    }

    @Test
    void memoryBehindItsAreaIsRefused() throws Exception {
        areas("ht", HUGE);

        assertRefused(() -> bind(0, 2 * HUGE), "the kernel may move this memory");
        assertRefused(() -> bind(HUGE, PAGE), "the kernel may move this memory");
    }

    @Test
    void withoutTheRightToKnowTheAddressItIsRefused() throws Exception {
        present(START, 0);

        assertRefused(() -> bind(0, PAGE), "CAP_SYS_ADMIN");
    }

    @Test
    void anIommuInBetweenIsRefusedUnlessItTranslatesNothing() throws Exception {
        Path group = Files.createDirectories(function.resolve("iommu_group"));
        Files.writeString(group.resolve("type"), "DMA-FQ\n");
        assertRefused(() -> bind(0, PAGE), "an IOMMU (DMA-FQ) stands between");
        Files.writeString(group.resolve("type"), "identity\n");
        assertThat(bind(0, PAGE).deviceAddress()).isEqualTo(FRAME * PAGE);
    }

    @Test
    void whereNothingIsKnownOfTheWayItIsRefused() {
        Somewhere memory = new Somewhere(START, HUGE);
        assertRefused(() -> dma("aarch64").bind(memory, 0, PAGE, IoDirection.BOTH), "aarch64");
        HugePageDma platform = new HugePageDma("edu", Optional.empty(), Optional.empty(), new ProcessMemory(proc, PAGE),
                "amd64");
        assertRefused(() -> platform.bind(memory, 0, PAGE, IoDirection.BOTH), "not known to be a PCI device");
    }

    @Test
    void withoutTheKernelsFilesItIsRefused() throws Exception {
        Files.delete(proc.resolve("smaps"));

        assertRefused(() -> bind(0, PAGE), "the kernel does not say where memory lies");
    }

    /** The notation is that of the kernel this runs on. */
    @Test
    void thisKernelIsUnderstood() throws Exception {
        ProcessMemory here = new ProcessMemory(Path.of("/proc/self"), new LinuxCalls().pageSize());
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(64);
            memory.fill((byte) 1);

            ProcessMemory.Area area = here.area(memory.address()).orElseThrow();
            assertThat(area.start()).isLessThanOrEqualTo(memory.address());
            assertThat(area.end()).isGreaterThan(memory.address());
            assertThat(area.isHuge()).isFalse();
            assertThat(area.pageSize()).isEqualTo(here.pageSize());
        }
        assertThat(here.area(0)).isEmpty();
    }
}
