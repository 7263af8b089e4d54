package org.devmap.runtime.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.devmap.AccessDirection;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.MapFlags;
import org.devmap.MemoryFault;
import org.devmap.OpenFlags;
import org.devmap.Pages;
import org.devmap.Protection;
import org.devmap.app.AddressSpace;
import org.devmap.app.DeviceFile;
import org.devmap.app.LockedRange;
import org.devmap.app.Mapping;
import org.devmap.backend.Nexus;
import org.devmap.backend.NexusHost;
import org.devmap.dto.SpaceSnapshot;
import org.devmap.embed.DevmapSystem;
import org.devmap.embed.ManualClock;
import org.devmap.embed.SystemConfiguration;
import org.devmap.runtime.bench.ArenaProvider;
import org.devmap.runtime.bench.Background;
import org.devmap.runtime.bench.Described;
import org.devmap.runtime.bench.Successor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Exits, locks and nexuses that others keep from ending are waited for until a deadline. */
class BoundedEndTest {

    private static final long P = Pages.SIZE;
    private static final Duration EXIT = Duration.ofSeconds(3);
    private static final Duration LOCK = Duration.ofSeconds(1);
    private static final Duration DEPARTURE = Duration.ofSeconds(10);

    private final ManualClock clock = new ManualClock();
    private final List<String> diagnostics = new CopyOnWriteArrayList<>();
    private final DevmapSystem system = DevmapSystem.create(SystemConfiguration.builder().clock(clock).exitDeadline(EXIT)
            .lockDeadline(LOCK).diagnostics(diagnostics::add).build());
    private final Successor driver = new Successor("driver");
    private final CountDownLatch inside = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);
    private AddressSpace space;
    private DeviceFile file;
    private Mapping mapping;

    @BeforeEach
    void mapThreePages() throws DdiException {
        system.registerProvider(new ArenaProvider("memory"), 0);
        system.publish(Described.of("dv"));
        system.registerDriver(driver, "test");
        space = system.spaces().create("test");
        file = space.open("/devices/dv:0", OpenFlags.READ_WRITE);
        mapping = file.map(0, 3 * P, Protection.READ_WRITE, MapFlags.SHARED);
        mapping.setInt(0, 42);
        driver.calls.clear();
    }

    @AfterEach
    void end() {
        go.countDown();
        system.close();
    }

    private Background<Integer> stayInsideTheDriver() throws InterruptedException {
        driver.access = () -> {
            inside.countDown();
            Background.await(go);
        };
        Background<Integer> touch = Background.call(() -> mapping.getInt(P));
        inside.await();
        return touch;
    }

    @Test
    void aThreadInsideADriverLeavesAZombieThatAccessesNothingAndGoesWhenItLeaves() throws Exception {
        Background<Integer> touch = stayInsideTheDriver();
        Background<Void> exit = Background.run(space::close).untilParked();
        Background.until("the deadline", () -> clock.pending() == 1);
        clock.advance(EXIT.toNanos());
        exit.join();
        assertThat(system.snapshot().spaces()).singleElement().satisfies(picture -> assertThat(picture.zombie()).isTrue());
        assertThat(diagnostics).anySatisfy(line -> assertThat(line).contains("address space", "test", "3000 ms", "zombie"));
        assertThatThrownBy(() -> mapping.getInt(0)).as("a loaded page").isInstanceOf(MemoryFault.class);
        assertThatThrownBy(() -> mapping.getInt(2 * P)).as("a page that is not loaded").isInstanceOf(MemoryFault.class);
        assertThatThrownBy(() -> file.ioctl(1, MemorySegment.NULL)).isInstanceOfSatisfying(DdiException.class,
                e -> assertThat(e.errno()).isEqualTo(Errno.EBADF));
        assertThat(driver.calls).containsExactly("driver access data of page 1");
        go.countDown();
        assertThat(touch.failure()).as("what it loaded is not for it any more").isInstanceOf(MemoryFault.class);
        Background.until("the zombie is gone", () -> system.snapshot().spaces().isEmpty());
        assertThat(driver.calls).containsExactly("driver access data of page 1", "driver unmap data of page 0",
                "driver unmap data of page 1", "driver unmap data of page 2", "driver close 7");
    }

    @Test
    void aZombieAccessesNothingOfAMappingOfWhichADriverHearsThatAPartGoes() throws Exception {
        mapping.setInt(2 * P, 43);
        driver.unmap = () -> {
            inside.countDown();
            Background.await(go);
        };
        Background<Void> munmap = Background.run(() -> mapping.unmap(P, P));
        inside.await();
        assertThat(mapping.getInt(2 * P)).as("what is kept, while nobody exits").isEqualTo(43);
        Background<Void> exit = Background.run(space::close).untilParked();
        Background.until("the deadline", () -> clock.pending() == 1);
        clock.advance(EXIT.toNanos());
        exit.join();
        assertThatThrownBy(() -> mapping.getInt(0)).as("below the part").isInstanceOf(MemoryFault.class);
        assertThatThrownBy(() -> mapping.getInt(2 * P)).as("above it").isInstanceOf(MemoryFault.class);
        go.countDown();
        munmap.join();
    }

    @Test
    void anExitFromWhichTheLastMappingIsJustTakenIsBoundedAsWell() throws Exception {
        file.close();
        driver.unmap = () -> {
            inside.countDown();
            Background.await(go);
        };
        Background<Void> munmap = Background.run(mapping::close);
        inside.await();
        Background<Void> exit = Background.run(space::close);
        Background.until("the deadline", () -> clock.pending() == 1);
        clock.advance(EXIT.toNanos());
        exit.join();
        assertThat(system.snapshot().spaces()).singleElement().matches(SpaceSnapshot::zombie);
        go.countDown();
        munmap.join();
        Background.until("the zombie is gone", () -> system.snapshot().spaces().isEmpty());
    }

    @Test
    void theSystemEndsAlthoughAThreadStaysInsideADriver() throws Exception {
        stayInsideTheDriver();
        Background<Void> closing = Background.run(system::close);
        Background.until("the deadline of the exit", () -> clock.pending() == 1);
        clock.advance(EXIT.toNanos());
        Background.until("the zombie", () -> diagnostics.stream().anyMatch(line -> line.contains("zombie")));
        Background.until("the bound of the driver's departure", () -> clock.pending() == 1);
        clock.advance(DEPARTURE.toNanos());
        closing.join();
    }

    @Test
    void aRangeThatIsLockedTooLongIsReportedAndRevoked() throws Exception {
        LockedRange range = mapping.lock(0, P, AccessDirection.WRITE);
        MemorySegment raw = range.segment();
        raw.set(ValueLayout.JAVA_INT, 0, 7);
        Background<Void> munmap = Background.run(mapping::close).untilParked();
        clock.advance(LOCK.toNanos());
        munmap.join();
        assertThatThrownBy(() -> raw.get(ValueLayout.JAVA_INT, 0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(range::segment).isInstanceOf(IllegalStateException.class);
        Background.until("the report", () -> !diagnostics.isEmpty());
        assertThat(diagnostics).singleElement().asString().contains("test", "1000 ms", Thread.currentThread().getName(), "is revoked");
        range.close();
    }

    @Test
    void aRangeThatIsLockedWhileItsProcessExitsKeepsNobodyWaiting() throws Exception {
        List<Background<Void>> exits = new CopyOnWriteArrayList<>();
        driver.access = () -> {
            if (exits.isEmpty()) {
                exits.add(exitUntilItWaits());
            }
        };
        assertThatThrownBy(() -> mapping.lock(P, P, AccessDirection.READ)).isInstanceOfSatisfying(DdiException.class,
                e -> assertThat(e.errno()).isEqualTo(Errno.EBADF));
        exits.getFirst().join();
        assertThat(system.snapshot().spaces()).isEmpty();
        assertThat(diagnostics).isEmpty();
    }

    private Background<Void> exitUntilItWaits() {
        Background<Void> exit = Background.run(space::close).untilParked();
        Background.until("the exit to begin", () -> clock.pending() == 1);
        return exit;
    }

    @Test
    void aZombieAccessesNothingWhenAnotherDriverOfItHasBeenExchangedEither() throws Exception {
        system.publish(Described.of("other", "another"));
        Successor other = new Successor("other");
        DevmapSystem.Registration registered = system.registerDriver(other, "another");
        Mapping exchanged = space.open("/devices/other:0", OpenFlags.READ_WRITE).map(0, P, Protection.READ_WRITE, MapFlags.SHARED);
        exchanged.setInt(0, 42);
        stayInsideTheDriver();
        Background<Void> exit = Background.run(space::close).untilParked();
        Background.until("the deadline", () -> clock.pending() == 1);
        clock.advance(EXIT.toNanos());
        exit.join();
        registered.close();
        system.registerDriver(other.next("next"), "another");
        assertThat(other.calls).endsWith("next resume");
        assertThatThrownBy(() -> exchanged.getInt(0)).isInstanceOf(MemoryFault.class);
    }

    @Test
    void aRangeThatIsUnlockedInTimeHasNoDeadline() throws Exception {
        mapping.lock(0, P, AccessDirection.WRITE).close();
        assertThat(clock.pending()).isZero();
    }

    @Test
    void anExitFromInsideACallbackIsRefusedAtOnce() {
        List<Exception> refused = new CopyOnWriteArrayList<>();
        driver.access = () -> {
            try {
                space.close();
            } catch (IllegalStateException e) {
                refused.add(e);
            }
        };
        mapping.getInt(P);
        assertThat(refused).singleElement().asString().contains("EDEADLK");
    }

    /** A nexus that does not stop. */
    private final class Stuck implements Nexus {

        @Override
        public String name() {
            return "stuck";
        }

        @Override
        public void start(NexusHost host) throws DdiException {
            host.publish(Described.of("other"));
        }

        @Override
        public void stop() {
            Background.await(go);
        }
    }

    @Test
    void aNexusThatDoesNotStopIsLeftBehindWithoutItsNodes() throws Exception {
        DevmapSystem.Registration nexus = system.registerNexus(new Stuck());
        Background<Void> stopping = Background.run(nexus::close);
        Background.until("the deadline", () -> clock.pending() == 1);
        clock.advance(EXIT.toNanos());
        stopping.join();
        assertThat(system.snapshot().node("other")).isEmpty();
        assertThat(diagnostics).anySatisfy(line -> assertThat(line).contains("nexus stuck", "3000 ms"));
    }
}
