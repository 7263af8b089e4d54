package org.devmap.backend.ffm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.backend.BackendMemory;
import org.devmap.backend.MemoryRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Machines that are not at hand, as their {@code /proc} and {@code /sys} show them. */
class KernelFiguresTest {

    private static final long MIB = 1L << 20;

    @TempDir
    private Path root;
    private KernelFigures kernel;

    @BeforeEach
    void anEmptyMachine() {
        kernel = new KernelFigures(root.resolve("proc"), root.resolve("sys"));
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    @Test
    void nothingIsKnownOfASystemWithoutProc() {
        assertThat(kernel.lockedLimit()).isEmpty();
        assertThat(kernel.mappingLimit()).isEmpty();
        assertThat(kernel.available()).isEmpty();
        assertThat(kernel.groupHeadroom()).isEmpty();
        assertThat(kernel.numaNode(4096)).isEmpty();
        assertThat(kernel.hugePagesFree()).isEqualTo("? of ?");
    }

    @Test
    void theLimitOfLockedMemoryHoldsUnlessTheCapabilityLiftsIt() throws IOException {
        write("proc/self/limits", "Limit                     Soft Limit           Hard Limit           Units     \n"
                + "Max locked memory         65536                131072               bytes     \n");
        assertThat(kernel.lockedLimit()).hasValue(65536);
        write("proc/self/status", "Name:\tjava\nCapEff:\t000001ffffffbfff\n");
        assertThat(kernel.lockedLimit()).hasValue(65536);
        write("proc/self/status", "Name:\tjava\nCapEff:\t0000000000004000\n");
        assertThat(kernel.lockedLimit()).isEmpty();
    }

    @Test
    void anUnlimitedLimitIsNone() throws IOException {
        write("proc/self/limits", "Max locked memory         unlimited            unlimited            bytes     \n");
        assertThat(kernel.lockedLimit()).isEmpty();
    }

    @Test
    void theNodeOfAnAddressStandsInNumaMaps() throws IOException {
        write("proc/self/numa_maps", "7f0000000000 default\n7f0000001000 default anon=4 dirty=4 N1=3 N2=1 kernelpagesize_kB=4\n");
        assertThat(kernel.numaNode(0x7f0000001000L)).hasValue(1);
        assertThat(kernel.numaNode(0x7f0000000000L)).isEmpty();
        assertThat(kernel.numaNode(0x7f000000100L)).isEmpty();
    }

    @Test
    void theTightestControlGroupOnTheWayUpCounts() throws IOException {
        write("proc/self/cgroup", "1:name=systemd:/elsewhere\n0::/pod/container\n");
        write("sys/fs/cgroup/pod/container/memory.max", "max\n");
        write("sys/fs/cgroup/pod/container/memory.current", "1000\n");
        assertThat(kernel.groupHeadroom()).isEmpty();
        write("sys/fs/cgroup/pod/memory.max", "5000\n");
        write("sys/fs/cgroup/pod/memory.current", "4000\n");
        assertThat(kernel.groupHeadroom()).hasValue(1000);
        write("sys/fs/cgroup/pod/memory.stat", "anon 1\ninactive_file 300\nactive_file 5\n");
        assertThat(kernel.groupHeadroom()).hasValue(1300);
        write("sys/fs/cgroup/memory.max", "100\n");
        write("sys/fs/cgroup/memory.current", "200\n");
        assertThat(kernel.groupHeadroom()).hasValue(0);
    }

    @Test
    void aGroupNameThatLeadsOutOfTheHierarchyIsNotFollowed() throws IOException {
        write("proc/self/cgroup", "0::/../..\n");
        assertThat(kernel.groupHeadroom()).isEmpty();
    }

    @Test
    void whatTheMachineCannotGiveIsEnomemBeforeItIsTouched() throws Exception {
        write("proc/meminfo", "MemTotal: 1048576 kB\nMemAvailable: 98304 kB\nSwapFree: 1024 kB\n");
        assertThat(kernel.available()).hasValue(97 * MIB);
        PhysicalMemory physical = new PhysicalMemory(kernel);

        try (PhysicalMemory.Claim _ = physical.claim(20 * MIB, "first")) {
            assertThatThrownBy(() -> physical.claim(14 * MIB, "second")).isInstanceOfSatisfying(DdiException.class,
                    e -> assertThat(e.errno()).isEqualTo(Errno.ENOMEM)).hasMessageContaining("second");
            physical.claim(13 * MIB, "third").close();
        }
        physical.claim(33 * MIB, "fourth").close();
        assertThatThrownBy(() -> physical.claim(34 * MIB, "fifth")).isInstanceOf(DdiException.class);
    }

    @Test
    void aControlGroupThatIsFullIsEnomemToo() throws Exception {
        write("proc/meminfo", "MemAvailable: 99999999 kB\n");
        write("sys/fs/cgroup/memory.max", Long.toString(100 * MIB));
        write("sys/fs/cgroup/memory.current", Long.toString(10 * MIB));
        PhysicalMemory physical = new PhysicalMemory(kernel);
        assertThatThrownBy(() -> physical.claim(27 * MIB, "test")).hasMessageContaining("control group");
        physical.claim(26 * MIB, "test").close();
    }

    @Test
    void smallRequestsAreAskedForTogether() throws Exception {
        write("proc/meminfo", "MemAvailable: 0 kB\n");
        PhysicalMemory physical = new PhysicalMemory(kernel);
        int granted = 0;
        for (boolean refused = false; !refused; ) {
            try {
                physical.claim(4096, "small").close();
                granted++;
            } catch (DdiException shortage) {
                refused = true;
            }
        }
        assertThat(granted).isEqualTo(255);
        assertThatThrownBy(() -> physical.claim(4096, "small")).as("still short").isInstanceOf(DdiException.class);
    }

    @Test
    void withoutFiguresThereIsOnlyPlainMemory() {
        try (LogLines log = LogLines.open()) {
            assertThat(new FfmProvider(FfmSettings.DEFAULT, SystemRequirements.here(), kernel).isNative()).isFalse();
            assertThat(log.lines()).singleElement().asString().contains("/proc/meminfo");
        }
    }

    @Test
    void halfOfTheMappingsAreLeftToTheJvm() throws Exception {
        write("proc/sys/vm/max_map_count", "12\n");
        write("proc/meminfo", "MemAvailable: 262144 kB\n");
        FfmProvider provider = new FfmProvider(FfmSettings.DEFAULT, SystemRequirements.here(), kernel);
        BackendMemory first = provider.allocate(MemoryRequest.of(4096, "test"));
        BackendMemory second = provider.allocate(MemoryRequest.of(4096, "test"));

        assertThatThrownBy(() -> provider.allocate(MemoryRequest.of(4096, "third"))).isInstanceOfSatisfying(DdiException.class,
                e -> assertThat(e.errno()).isEqualTo(Errno.ENOMEM)).hasMessageContainingAll("third", "vm.max_map_count");
        first.release();
        assertThatThrownBy(() -> provider.allocate(
                MemoryRequest.of(1L << 30, "too much").shared("n"))).isInstanceOf(DdiException.class);
        provider.allocate(MemoryRequest.of(4096, "test")).release();
        second.release();
    }
}
