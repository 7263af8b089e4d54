package org.devmap.runtime.nexus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.Pages;
import org.devmap.backend.BackendMemory;
import org.devmap.backend.MemoryProvider;
import org.devmap.backend.MemoryRequest;
import org.devmap.backend.RegisterModel;
import org.devmap.backend.RegisterSet;
import org.devmap.runtime.bench.ArenaProvider;
import org.devmap.runtime.bench.Background;
import org.devmap.runtime.device.Devices;
import org.devmap.runtime.memory.FrameSource;
import org.devmap.runtime.nexus.RegisterSets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The nexus rules by which a range of a register set is mapped (section 2.20). */
@Timeout(30)
class RegisterSetsTest {

    /** Registers that nobody accesses. */
    private record Untouched(long size) implements RegisterModel {

        @Override
        public long read(long offset, int width) {
            throw new AssertionError("nobody reads");
        }

        @Override
        public void write(long offset, int width, long value) {
            throw new AssertionError("nobody writes");
        }
    }

    private final Devices devices = new Devices();
    private final ArenaProvider provider = new ArenaProvider("test");
    private final ArenaProvider nexus = new ArenaProvider("nexus");
    private final RegisterSets sets;

    RegisterSetsTest() throws DdiException {
        sets = new RegisterSets("dv", List.of(new RegisterSet.Hosted("memory", 2 * Pages.SIZE + 100),
                new RegisterSet.Modelled("control", RegisterSet.Space.MEMORY, new Untouched(256)),
                new RegisterSet.Modelled("ports", RegisterSet.Space.IO, new Untouched(16)),
                new RegisterSet.Fixed("bar", RegisterSet.Space.MEMORY, nexus.allocate(MemoryRequest.of(8192, "bar")), true, List.of())),
                devices.providers, devices.physicalAddresses);
        devices.providers.add(provider, 0);
    }

    @AfterEach
    void end() {
        devices.close();
    }

    private static void assertErrno(Errno errno, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(DdiException.class, e -> assertThat(e.errno()).isEqualTo(errno));
    }

    @Test
    void aSetThatDoesNotExistIsNamed() {
        assertThat(sets.count()).isEqualTo(4);
        for (int bad : new int[] {-1, 4, Integer.MAX_VALUE}) {
            assertErrno(Errno.DDI_ME_RNUMBER_RANGE, () -> sets.get(bad));
            assertErrno(Errno.DDI_ME_RNUMBER_RANGE, () -> sets.check(bad, 0, 1));
            assertErrno(Errno.DDI_ME_RNUMBER_RANGE, () -> sets.mapForUser(bad, 0, 4096));
        }
        assertThatThrownBy(() -> sets.get(4)).hasMessageContaining("register set 4 of dv").hasMessageContaining("it has 4");
    }

    @Test
    void aRangeLiesInsideTheSetAndLengthZeroIsTheRest() throws Exception {
        assertThat(sets.check(1, 0, 256)).isEqualTo(256);
        assertThat(sets.check(1, 0, 0)).isEqualTo(256);
        assertThat(sets.check(1, 255, 0)).isEqualTo(1);
        for (long[] bad : new long[][] {{256, 0}, {-1, 1}, {0, 257}, {255, 2}, {8, -1}, {8, Long.MAX_VALUE}, {Long.MAX_VALUE, 8}}) {
            assertErrno(Errno.DDI_ME_REGSPEC_RANGE, () -> sets.check(1, bad[0], bad[1]));
        }
    }

    @Test
    void applicationsMapWholePagesOfMemorySpaceOnly() throws Exception {
        assertThat(sets.mapForUser(3, 4096, 4096).isContiguous()).isTrue();
        assertErrno(Errno.DDI_ME_INVAL, () -> sets.mapForUser(2, 0, 16));
        assertErrno(Errno.DDI_ME_REGSPEC_RANGE, () -> sets.mapForUser(3, 4096, 4097));
    }

    @Test
    void hostedMemoryIsAllocatedOnceWhenItIsFirstNeededInWholePages() throws Exception {
        assertThat(provider.segments()).isEmpty();
        assertThat(sets.host(0, "nexus")).isEqualTo("-");
        FrameSource source = sets.source(0);
        assertThat(sets.source(0)).isSameAs(source);
        assertThat(provider.segments()).singleElement().satisfies(memory -> assertThat(memory.byteSize()).isEqualTo(3 * Pages.SIZE));
        assertThat(sets.host(0, "nexus")).isEqualTo("test");
        assertThat(sets.host(1, "nexus")).isEqualTo("nexus");
        assertThat(sets.host(3, "nexus")).isEqualTo("nexus");
    }

    @Test
    void withoutMemoryForAHostedSetTheAnswerIsNoResourcesAndItIsAskedForAgain() throws Exception {
        devices.providers.remove(provider);
        assertErrno(Errno.DDI_ME_NORESOURCES, () -> sets.source(0));
        devices.providers.add(provider, 0);
        assertThat(sets.source(0).size()).isEqualTo(3 * Pages.SIZE);
    }

    @Test
    void physicalAddressesAreStableAndOfMemorySpaceOnly() throws Exception {
        long address = sets.physical(0).start();
        assertThat(sets.physical(0).start()).isEqualTo(address);
        assertThat(sets.physical(0).size()).isEqualTo(2 * Pages.SIZE + 100);
        assertThat(sets.physical(3).start()).isNotEqualTo(address);
        assertErrno(Errno.DDI_ME_INVAL, () -> sets.physical(2));
        assertErrno(Errno.DDI_ME_RNUMBER_RANGE, () -> sets.physical(9));
    }

    @Test
    void theEndOfTheNodeGivesEverythingBackUsedOrNot() throws Exception {
        FrameSource hosted = sets.source(0);
        FrameSource modelled = sets.source(1);
        long physical = sets.physical(0).start();
        sets.close();
        assertThat(hosted.isGone()).isTrue();
        assertThat(modelled.isGone()).isTrue();
        assertThat(provider.segments()).isEmpty();
        assertThat(nexus.segments()).as("fixed memory that nobody ever used").isEmpty();
        assertThat(devices.physicalAddresses.find(physical, 1)).isEmpty();
    }

    /** A provider that has to be waited for. */
    private final class Slow implements MemoryProvider {

        private final CountDownLatch asked = new CountDownLatch(1);
        private final CountDownLatch go = new CountDownLatch(1);

        @Override
        public String name() {
            return "slow";
        }

        @Override
        public BackendMemory allocate(MemoryRequest request) throws DdiException {
            assertThat(asked.getCount()).as("it is asked for what it is just allocating").isOne();
            asked.countDown();
            Background.await(go);
            return provider.allocate(request);
        }
    }

    private List<Background<FrameSource>> askTwice(Slow slow) throws InterruptedException {
        devices.providers.add(slow, 1);
        Background<FrameSource> first = Background.call(() -> sets.source(0));
        slow.asked.await();
        return List.of(first, Background.call(() -> sets.source(0)).untilParked());
    }

    @Test
    void aProviderThatTakesItsTimeKeepsNodesNeitherFromAnsweringNorFromEnding() throws Exception {
        Slow slow = new Slow();
        List<Background<FrameSource>> both = askTwice(slow);
        assertThat(sets.host(0, "nexus")).isEqualTo("-");
        sets.close();
        assertThat(nexus.segments()).isEmpty();
        slow.go.countDown();
        for (Background<FrameSource> late : both) {
            assertThat(late.failure()).isInstanceOfSatisfying(DdiException.class,
                    e -> assertThat(e.errno()).isEqualTo(Errno.ENXIO));
        }
        assertThat(provider.segments()).as("what came too late").isEmpty();
    }

    @Test
    void hostedMemoryIsOneAndTheSameForAllWhoAskForItFirst() throws Exception {
        Slow slow = new Slow();
        List<Background<FrameSource>> both = askTwice(slow);
        slow.go.countDown();
        assertThat(both.getFirst().join()).isSameAs(both.getLast().join()).isSameAs(sets.source(0));
        assertThat(provider.segments()).hasSize(1);
    }
}
