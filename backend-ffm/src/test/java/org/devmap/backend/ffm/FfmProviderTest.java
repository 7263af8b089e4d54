package org.devmap.backend.ffm;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.backend.BackendMemory;
import org.devmap.backend.MemoryProvider;
import org.devmap.backend.MemoryRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FfmProviderTest {

    private static final long MIB = 1L << 20;

    private final FfmProvider provider = new FfmProvider();

    static MemoryRequest locked(long size) {
        return MemoryRequest.of(size, "test").lockedDown();
    }

    static MemoryRequest named(String name, long size, boolean peersReadOnly) {
        MemoryRequest shared = MemoryRequest.of(size, "test").shared(name);
        return peersReadOnly ? shared.readOnlyForPeers() : shared;
    }

    static MemoryRequest huge(long size) {
        return MemoryRequest.of(size, "test").lockedDown().huge();
    }

    private static void assertFails(Errno errno, ThrowingCallable call, String... words) {
        assertThatThrownBy(call).isInstanceOfSatisfying(DdiException.class, e -> assertThat(e.errno()).isEqualTo(errno))
                .satisfies(e -> assertThat(List.of(words)).allSatisfy(word -> assertThat(e).hasMessageContaining(word)));
    }

    @Test
    void theServiceLoaderFindsItByNameWithRealMemory() {
        List<MemoryProvider> found = new ArrayList<>();
        ServiceLoader.load(MemoryProvider.class).forEach(found::add);

        assertThat(found).singleElement().isInstanceOfSatisfying(FfmProvider.class, it -> {
            assertThat(it.name()).isEqualTo("ffm");
            assertThat(it.isNative()).as("this test runs on Linux with --enable-native-access").isTrue();
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {4096, 3 * 4096, 5 * MIB})
    void memoryIsNativePageAlignedZeroFilledAndResidentFromTheStart(long size) throws DdiException {
        BackendMemory memory = provider.allocate(MemoryRequest.of(size, "test"));
        try {
            MemorySegment segment = memory.segment();
            assertThat(segment.isNative()).isTrue();
            assertThat(segment.byteSize()).isEqualTo(size);
            assertThat(segment.address() % 4096).isZero();
            assertThat(ProcessMemory.smaps(segment.address(), "Rss") * 1024).isEqualTo(size);
            assertThat(segment.mismatch(MemorySegment.ofArray(new byte[(int) size]))).isEqualTo(-1);
            assertThat(memory.segment()).as("always the same").isSameAs(segment);
            assertThat(memory.losesContents()).isFalse();
        } finally {
            memory.release();
        }
    }

    @Test
    void memoryOfReleasedMemoryIsZeroAgain() throws DdiException {
        for (int i = 0; i < 50; i++) {
            BackendMemory memory = provider.allocate(MemoryRequest.of(4096, "test"));
            assertThat(memory.segment().get(JAVA_INT, 4092)).isZero();
            memory.segment().fill((byte) 0xA5);
            memory.release();
        }
    }

    @Test
    void sharedMemoryIsResidentFromTheStartToo() throws DdiException {
        BackendMemory memory = provider.allocate(named("shared", 3 * MIB, false));
        try {
            assertThat(ProcessMemory.smaps(memory.segment().address(), "Rss") * 1024).isEqualTo(3 * MIB);
            assertThat(memory.segment().get(JAVA_BYTE, 3 * MIB - 1)).isZero();
        } finally {
            memory.release();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void memoryIsLockedDownUnlessItMayBePagedOut(boolean shared) throws DdiException {
        MemoryRequest request = shared ? named("locked", MIB, false) : MemoryRequest.of(MIB, "test");
        BackendMemory locked = provider.allocate(request.lockedDown());
        BackendMemory pageable = provider.allocate(request);
        try {
            assertThat(ProcessMemory.smaps(locked.segment().address(), "Locked")).isEqualTo(1024);
            assertThat(ProcessMemory.smaps(pageable.segment().address(), "Locked")).isZero();
            assertThat(provider.lockedBytes()).isEqualTo(MIB);
        } finally {
            locked.release();
            pageable.release();
        }
        assertThat(provider.lockedBytes()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void pagesThatNobodyCanTouchLieBeforeAndBehindTheMemory(boolean shared) throws DdiException {
        BackendMemory memory = provider.allocate(shared ? named("guarded", 4096, false) : MemoryRequest.of(4096, "test"));
        try {
            long address = memory.segment().address();
            assertThat(ProcessMemory.mappingAt(address)).contains(shared ? " rw-s " : " rw-p ");
            assertThat(ProcessMemory.mappingAt(address - 1)).contains(" ---p ");
            assertThat(ProcessMemory.mappingAt(address + 4096)).contains(" ---p ");
        } finally {
            memory.release();
        }
    }

    @Test
    void releasingReturnsTheMemoryToTheSystem() throws DdiException {
        long size = 256 * MIB;
        long before = ProcessMemory.resident();
        BackendMemory memory = provider.allocate(MemoryRequest.of(size, "test"));
        long during = ProcessMemory.resident();
        memory.release();
        long after = ProcessMemory.resident();

        System.out.printf("resident before / during / after 256 MiB: %d / %d / %d MiB%n",
                before / MIB, during / MIB, after / MIB);
        assertThat(during - before).isBetween(size - 32 * MIB, size + 32 * MIB);
        assertThat(after - before).isLessThan(32 * MIB);
    }

    @Test
    void releasingTwiceTakesNothingFromWhoeverHasTheAddressesNext() throws DdiException {
        BackendMemory first = provider.allocate(locked(4096));
        first.release();
        BackendMemory next = provider.allocate(locked(4096));
        first.release();

        next.segment().set(JAVA_INT, 0, 7);
        assertThat(next.segment().get(JAVA_INT, 0)).isEqualTo(7);
        assertThat(provider.lockedBytes()).isEqualTo(4096);
        next.release();
    }

    @Test
    void beyondTheConfiguredLimitIsEnomemUntilSomethingIsGivenBack() throws DdiException {
        try (LogLines log = LogLines.open()) {
            FfmProvider limited = new FfmProvider(FfmSettings.DEFAULT.withLockedLimit(3 * 4096));
            assertThat(limited.limit(locked(4096))).hasValue(3 * 4096);
            BackendMemory first = limited.allocate(locked(2 * 4096));

            assertFails(Errno.ENOMEM, () -> limited.allocate(locked(2 * 4096)), "test", "12288", "8192");
            assertFails(Errno.ENOMEM, () -> limited.allocate(locked(4 * 4096)), "16384");
            assertThat(log.lines()).singleElement().asString().contains("limit of locked memory, 12288 bytes", "locked.limit");

            limited.allocate(MemoryRequest.of(MIB, "pageable memory is not limited")).release();
            limited.allocate(locked(4096)).release();
            first.release();
            limited.allocate(locked(3 * 4096)).release();
        }
    }

    @Test
    void beyondTheLimitMemoryIsPageableIfConfigurationChoosesIt() throws DdiException {
        try (LogLines log = LogLines.open()) {
            FfmProvider limited = new FfmProvider(FfmSettings.DEFAULT.withLockedLimit(4096).orPageable());
            assertThat(limited.limit(locked(4096))).isEmpty();
            BackendMemory inside = limited.allocate(locked(4096));
            BackendMemory beyond = limited.allocate(locked(4096));
            limited.allocate(locked(4096)).release();

            assertThat(ProcessMemory.smaps(inside.segment().address(), "Locked")).isEqualTo(4);
            assertThat(ProcessMemory.smaps(beyond.segment().address(), "Locked")).isZero();
            assertThat(log.lines()).singleElement().asString().contains("4096 bytes", "pageable");
            assertThat(limited.lockedBytes()).isEqualTo(4096);
            inside.release();
            beyond.release();
            assertThat(limited.lockedBytes()).isZero();
        }
    }

    @Test
    void newSettingsHoldForWhatComesLater() throws DdiException {
        FfmProvider configured = new FfmProvider(FfmSettings.DEFAULT.withLockedLimit(4096));
        BackendMemory first = configured.allocate(locked(4096));
        configured.configure(FfmSettings.DEFAULT.withLockedLimit(0));
        assertFails(Errno.ENOMEM, () -> configured.allocate(locked(4096)));
        configured.configure(FfmSettings.DEFAULT.withLockedLimit(2 * 4096));
        configured.allocate(locked(4096)).release();
        first.release();
    }

    @ParameterizedTest
    @ValueSource(longs = {1L << 45, Long.MAX_VALUE & -4096})
    void moreThanTheMachineHasIsEnomemAndLeavesNothingBehind(long size) {
        int mappings = ProcessMemory.mappings();
        long files = ProcessMemory.memoryFiles();

        assertFails(Errno.ENOMEM, () -> provider.allocate(MemoryRequest.of(size, "too much")), "too much");
        assertFails(Errno.ENOMEM, () -> provider.allocate(locked(size)));
        assertFails(Errno.ENOMEM, () -> provider.allocate(named("too much", size, false)));
        assertFails(Errno.ENOMEM, () -> provider.allocate(huge(size)));

        assertThat(ProcessMemory.mappings()).isBetween(mappings - 8, mappings + 8);
        assertThat(ProcessMemory.memoryFiles()).isEqualTo(files);
        assertThat(provider.lockedBytes()).isZero();
    }

    @Test
    void hugePagesAreUsedWhereThereAreAnyElseOneLineSaysWhatIsMissing() throws Exception {
        int free = Integer.parseInt(
                Files.readString(Path.of("/sys/kernel/mm/hugepages/hugepages-2048kB/free_hugepages")).trim());
        try (LogLines log = LogLines.open()) {
            BackendMemory memory = provider.allocate(huge(2 * MIB));
            provider.allocate(huge(2 * MIB + 4096)).release();
            try {
                assertThat(memory.segment().address() % (2 * MIB)).isZero();
                assertThat(memory.segment().byteSize()).isEqualTo(2 * MIB);
                memory.segment().fill((byte) 1);
                long pageSize = ProcessMemory.smaps(memory.segment().address(), "KernelPageSize");
                System.out.printf("free pages of 2 MiB: %d; memory is in pages of %d KiB%n", free, pageSize);
                if (free >= 3) {
                    assertThat(pageSize).isEqualTo(2048);
                    assertThat(log.lines()).isEmpty();
                } else {
                    assertThat(log.lines()).singleElement().asString().contains("2 MiB", "vm.nr_hugepages");
                }
            } finally {
                memory.release();
            }
        }
        assertThat(provider.lockedBytes()).isZero();
        assertThat(ProcessMemory.memoryFiles()).isZero();
    }

    @Test
    void hugePagesAreNotGivenToPeersThatCouldTakeThemAway() throws DdiException {
        try (LogLines log = LogLines.open()) {
            BackendMemory memory = provider.allocate(
                    MemoryRequest.of(2 * MIB, "test").shared("writable").huge());
            assertThat(ProcessMemory.smaps(memory.segment().address(), "KernelPageSize")).isEqualTo(4);
            assertThat(log.lines()).singleElement().asString().contains("punching a hole", "read-only");
            memory.release();
        }
    }

    @Test
    void theNumaNodeIsReported() throws DdiException {
        BackendMemory memory = provider.allocate(locked(4096));
        int node = provider.numaNode(memory).orElseThrow();
        assertThat(Path.of("/sys/devices/system/node/node" + node)).isDirectory();
        memory.release();
    }
}
