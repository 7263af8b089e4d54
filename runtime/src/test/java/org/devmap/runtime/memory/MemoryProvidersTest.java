package org.devmap.runtime.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.backend.BackendMemory;
import org.devmap.backend.MemoryProvider;
import org.devmap.backend.MemoryRequest;
import org.devmap.dto.ProviderSnapshot;
import org.devmap.runtime.bench.ArenaProvider;
import org.devmap.runtime.bench.Background;
import org.junit.jupiter.api.Test;

/** Who hosts new memory, and who waits for it. */
class MemoryProvidersTest {

    private static final MemoryRequest PAGE = MemoryRequest.of(4096, "a test");
    private static final MemoryRequest TWO_PAGES = MemoryRequest.of(8192, "a test");

    private final MemoryProviders providers = new MemoryProviders(Optional.empty());

    private static void assertErrno(Errno errno, Throwable thrown) {
        assertThat(thrown).isInstanceOfSatisfying(DdiException.class, e -> assertThat(e.errno()).isEqualTo(errno));
    }

    private int waiting() {
        return providers.snapshot().stream().mapToInt(ProviderSnapshot::waiting).sum();
    }

    @Test
    void theHighestRankingHostsNewMemoryWhateverTheOrderOfArrival() throws Exception {
        ArenaProvider best = new ArenaProvider("best");
        providers.add(new ArenaProvider("low"), -1);
        providers.add(best, 10);
        providers.add(new ArenaProvider("middle"), 5);
        assertThat(providers.allocate(PAGE, false).host()).isEqualTo("best");
        providers.remove(best);
        assertThat(providers.allocate(PAGE, false).host()).isEqualTo("middle");
    }

    @Test
    void ofEqualRankingTheFirstStays() throws Exception {
        providers.add(new ArenaProvider("first"), 0);
        providers.add(new ArenaProvider("second"), 0);
        assertThat(providers.allocate(PAGE, false).host()).isEqualTo("first");
    }

    @Test
    void theConfiguredProviderIsUsedWhateverItsRankingAndNoOther() throws Exception {
        MemoryProviders configured = new MemoryProviders(Optional.of("wanted"));
        configured.add(new ArenaProvider("other"), 100);
        assertThat(configured.isReady()).isFalse();
        assertThatThrownBy(() -> configured.allocate(PAGE, true)).hasMessageContaining("'wanted'").hasMessageContaining("other")
                .satisfies(e -> assertErrno(Errno.ENOMEM, e));
        configured.add(new ArenaProvider("wanted"), -100);
        assertThat(configured.isReady()).isTrue();
        assertThat(configured.allocate(PAGE, false).host()).isEqualTo("wanted");
        assertThat(configured.snapshot()).extracting(ProviderSnapshot::name).containsExactly("wanted", "other");
    }

    @Test
    void aConfiguredBackendWithoutMemoryLeavesItToTheRanking() throws Exception {
        MemoryProviders configured = new MemoryProviders(Optional.of("devices only"));
        configured.add(new ArenaProvider("low"), -1);
        configured.add(new ArenaProvider("best"), 10);
        configured.addWithoutMemory("another");
        assertThat(configured.isReady()).isFalse();
        configured.addWithoutMemory("devices only");
        assertThat(configured.isReady()).isTrue();
        assertThat(configured.allocate(PAGE, false).host()).isEqualTo("best");
    }

    @Test
    void withoutProviderTheAnswerIsENOMEMAndSaysWhatToInstall() {
        assertThatThrownBy(() -> providers.allocate(PAGE, true)).hasMessageContaining("install a backend")
                .satisfies(e -> assertErrno(Errno.ENOMEM, e));
    }

    @Test
    void aRequestThatMayNotSleepFailsAtOnce() throws Exception {
        providers.add(new ArenaProvider("small", 4096), 0);
        providers.allocate(PAGE, false);
        assertThatThrownBy(() -> providers.allocate(PAGE, false)).satisfies(e -> assertErrno(Errno.ENOMEM, e));
    }

    @Test
    void aRequestThatMaySleepWaitsUntilMemoryComesBack() throws Exception {
        ArenaProvider small = new ArenaProvider("small", 8192);
        providers.add(small, 0);
        HostedMemory first = providers.allocate(PAGE, false);
        HostedMemory second = providers.allocate(PAGE, false);
        Background<HostedMemory> waiter = Background.call(() -> providers.allocate(TWO_PAGES, true));
        Background.until("the request to wait", () -> waiting() == 1);
        first.release();
        Background.until("the request to wait again, for one page is not enough", () -> waiting() == 1);
        assertThat(waiter.isDone()).isFalse();
        second.release();
        assertThat(waiter.join().size()).isEqualTo(8192);
        assertThat(waiting()).isZero();
        assertThat(small.segments()).hasSize(1);
    }

    @Test
    void aSleepingRequestAsksAProviderThatArrives() throws Exception {
        ArenaProvider full = new ArenaProvider("full", 4096);
        providers.add(full, 0);
        providers.allocate(PAGE, false);
        Background<HostedMemory> waiter = Background.call(() -> providers.allocate(PAGE, true));
        Background.until("the request to wait", () -> waiting() == 1);
        providers.add(new ArenaProvider("fresh"), 1);
        assertThat(waiter.join().host()).isEqualTo("fresh");
    }

    @Test
    void aSleepingRequestAsksTheNextProviderWhenItsOwnLeaves() throws Exception {
        ArenaProvider full = new ArenaProvider("full", 4096);
        providers.add(full, 1);
        providers.add(new ArenaProvider("roomy"), 0);
        providers.allocate(PAGE, false);
        Background<HostedMemory> waiter = Background.call(() -> providers.allocate(PAGE, true));
        Background.until("the request to wait", () -> waiting() == 1);
        providers.remove(full);
        assertThat(waiter.join().host()).isEqualTo("roomy");
    }

    @Test
    void aProviderIsAskedForItsNameOnceAndByNobodyWhoHoldsTheLock() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        ArenaProvider arena = new ArenaProvider("curious");
        providers.add(new MemoryProvider() {
            @Override
            public String name() {
                asked.incrementAndGet();
                Background.until("somebody else to look at the providers", Background.call(providers::isReady)::isDone);
                return "curious";
            }

            @Override
            public BackendMemory allocate(MemoryRequest request) throws DdiException {
                return arena.allocate(request);
            }
        }, 0);
        assertThat(providers.allocate(PAGE, false).host()).isEqualTo("curious");
        assertThat(providers.snapshot()).extracting(ProviderSnapshot::name).containsExactly("curious");
        assertThat(asked).hasValue(1);
    }

    @Test
    void aRequestThatCanNeverBeMetDoesNotWait() {
        providers.add(new ArenaProvider("small", 4096), 0);
        assertThatThrownBy(() -> providers.allocate(TWO_PAGES, true)).satisfies(e -> assertErrno(Errno.ENOMEM, e));
    }

    @Test
    void aWishThatTheProviderCannotFulfilDoesNotWait() {
        providers.add(new MemoryProvider() {
            @Override
            public String name() {
                return "plain";
            }

            @Override
            public BackendMemory allocate(MemoryRequest request) throws DdiException {
                throw new DdiException(Errno.ENOTSUP, "no huge pages");
            }
        }, 0);
        assertThatThrownBy(() -> providers.allocate(PAGE, true)).satisfies(e -> assertErrno(Errno.ENOTSUP, e));
    }

    @Test
    void memoryThatComesBackBetweenTheRefusalAndTheWaitIsNotMissed() throws Exception {
        HostedMemory[] held = new HostedMemory[1];
        ArenaProvider small = new ArenaProvider("small", 4096);
        providers.add(new MemoryProvider() {
            @Override
            public String name() {
                return "racing";
            }

            @Override
            public BackendMemory allocate(MemoryRequest request) throws DdiException {
                try {
                    return small.allocate(request);
                } catch (DdiException refusal) {
                    held[0].release();
                    throw refusal;
                }
            }
        }, 0);
        held[0] = providers.allocate(PAGE, false);
        assertThat(Background.call(() -> providers.allocate(PAGE, true)).join().host()).isEqualTo("racing");
    }

    @Test
    void piecesAndBytesAreCountedUntilTheyAreGivenBack() throws Exception {
        ArenaProvider provider = new ArenaProvider("counted");
        providers.add(provider, 7);
        HostedMemory first = providers.allocate(PAGE, false);
        providers.allocate(TWO_PAGES, false);
        assertThat(providers.snapshot()).containsExactly(new ProviderSnapshot("counted", 7, true, 2, 12288, 0));
        first.release();
        assertThat(providers.snapshot()).containsExactly(new ProviderSnapshot("counted", 7, true, 1, 8192, 0));
        assertThat(first.isGone()).isTrue();
        assertThat(provider.segments()).hasSize(1);
    }
}
