package org.devmap.runtime.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.devmap.AccessDirection;
import org.devmap.AccessInterrupted;
import org.devmap.BusError;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.MapFlags;
import org.devmap.OpenFlags;
import org.devmap.Pages;
import org.devmap.Protection;
import org.devmap.app.AddressSpace;
import org.devmap.app.DeviceFile;
import org.devmap.app.LockedRange;
import org.devmap.app.Mapping;
import org.devmap.dto.NodeSnapshot;
import org.devmap.dto.SegmentSnapshot;
import org.devmap.embed.DevmapSystem;
import org.devmap.embed.ManualClock;
import org.devmap.embed.SystemConfiguration;
import org.devmap.runtime.bench.ArenaProvider;
import org.devmap.runtime.bench.Background;
import org.devmap.runtime.bench.Described;
import org.devmap.runtime.bench.Scripted;
import org.devmap.runtime.bench.Successor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A driver's next version takes over its live mappings, or they die. */
class HandoverTest {

    private static final long P = Pages.SIZE;
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final ManualClock clock = new ManualClock();
    private final List<String> diagnostics = new CopyOnWriteArrayList<>();
    private final DevmapSystem system = DevmapSystem.create(
            SystemConfiguration.builder().clock(clock).grace(GRACE).diagnostics(diagnostics::add).build());
    private final Successor v1 = new Successor("v1");
    private final Successor v2 = v1.next("v2");
    private final AddressSpace space = system.spaces().create("test");
    private DevmapSystem.Registration first;
    private DeviceFile file;
    private Mapping mapping;

    @BeforeEach
    void mapTwoPages() throws DdiException {
        system.registerProvider(new ArenaProvider("memory"), 0);
        system.publish(Described.of("dv"));
        first = system.registerDriver(v1, "test");
        file = space.open("/devices/dv:0", OpenFlags.READ_WRITE);
        mapping = file.map(0, 2 * P, Protection.READ_WRITE, MapFlags.SHARED);
        mapping.setInt(0, 42);
        v1.calls.clear();
    }

    @AfterEach
    void end() {
        system.close();
    }

    private NodeSnapshot node() {
        return system.snapshot().node("dv").orElseThrow();
    }

    private List<SegmentSnapshot> segments() {
        return system.snapshot().spaces().getFirst().segments();
    }

    private static void assertDead(Mapping mapping) {
        assertThatThrownBy(() -> mapping.getInt(0)).isInstanceOfSatisfying(BusError.class,
                e -> assertThat(e.errno()).hasValue(Errno.ENXIO.value()));
    }

    private void assertDiagnostic(String... parts) {
        assertThat(diagnostics).anySatisfy(line -> assertThat(line).contains(parts));
    }

    @Test
    void theNextVersionTakesOverMappingsFilesMinorsAndMemory() throws Exception {
        NodeSnapshot before = node();
        long handle = segments().getFirst().handles().getFirst().id();
        first.close();
        assertThat(v1.calls).containsExactly("v1 suspend", "v1 exportInstance", "v1 exportHandle data of page 0",
                "v1 exportHandle data of page 1");
        assertThat(node().state()).isEqualTo(NodeSnapshot.State.SUSPENDED);
        assertThat(node().problem()).hasValueSatisfying(text -> assertThat(text).contains(Successor.class.getName()));
        v1.calls.clear();
        Background<Integer> access = Background.call(() -> mapping.getInt(0)).untilParked();
        system.registerDriver(v2, "test");
        assertThat(v1.calls).containsExactly("v2 importInstance", "v2 importHandle data of page 0", "v2 importHandle data of page 1",
                "v2 resume");
        assertThat(access.join()).as("a loaded page stays loaded").isEqualTo(42);
        assertThat(v1.calls).as("the driver is not asked for it again").hasSize(4);
        assertThat(segments().getFirst().handles().getFirst().id()).isEqualTo(handle);
        assertThat(node().minors()).isEqualTo(before.minors());
        assertThat(node().instance()).isEqualTo(before.instance());
        assertThat(node().major()).isEqualTo(before.major());
        assertThat(node().state()).isEqualTo(NodeSnapshot.State.ATTACHED);
        v1.calls.clear();
        assertThat(file.ioctl(1, MemorySegment.NULL)).isEqualTo(before.instance());
        mapping.setInt(P, 1);
        mapping.close();
        file.close();
        assertThat(v1.calls).containsExactly("v2 ioctl", "v2 access data of page 1, by v2", "v2 unmap data of page 0, by v2",
                "v2 unmap data of page 1, by v2", "v2 close 7");
        assertThat(clock.pending()).as("alarms").isZero();
        assertThat(diagnostics).isEmpty();
    }

    @Test
    void aVersionHandsOverWhatItTookOver() throws Exception {
        first.close();
        DevmapSystem.Registration second = system.registerDriver(v2, "test");
        second.close();
        system.registerDriver(v2.next("v3"), "test");
        assertThat(mapping.getInt(0)).isEqualTo(42);
        v1.calls.clear();
        mapping.close();
        assertThat(v1.calls).first().isEqualTo("v3 unmap data of page 0, by v2, by v3");
    }

    @Test
    void whoComesWhileTheNextVersionIsAwaitedWaits() throws Exception {
        Mapping other = file.map(2 * P, P, Protection.READ_WRITE, MapFlags.SHARED);
        AddressSpace leaving = system.spaces().create("leaving");
        DeviceFile theirs = leaving.open("/devices/dv:0", OpenFlags.READ_WRITE);
        theirs.map(0, P, Protection.READ_WRITE, MapFlags.SHARED);
        first.close();
        v1.calls.clear();
        Background<Integer> touch = Background.call(() -> mapping.getInt((int) P)).untilParked();
        Background<Void> munmap = Background.run(other::close).untilParked();
        Background<Integer> ioctl = Background.call(() -> file.ioctl(1, MemorySegment.NULL)).untilParked();
        Background<DeviceFile> open = Background.call(() -> space.open("/devices/dv:0", OpenFlags.READ)).untilParked();
        Background<AddressSpace> fork = Background.call(space::fork).untilParked();
        Background<Void> exit = Background.run(leaving::close).untilParked();
        assertThat(v1.calls).isEmpty();
        system.registerDriver(v2, "test");
        touch.join();
        munmap.join();
        ioctl.join();
        open.join();
        fork.join();
        exit.join();
        assertThat(v1.calls).allMatch(call -> call.startsWith("v2 ")).contains("v2 access data of page 1, by v2",
                "v2 unmap data of page 2, by v2", "v2 ioctl", "v2 open 7", "v2 dup data of page 0, by v2");
    }

    @Test
    void aSignalEndsTheWait() throws Exception {
        first.close();
        Background<Integer> touch = Background.call(() -> mapping.getInt(0)).untilParked();
        touch.interrupt();
        assertThat(touch.failure()).isInstanceOf(AccessInterrupted.class);
        Background<Integer> ioctl = Background.call(() -> file.ioctl(1, MemorySegment.NULL)).untilParked();
        ioctl.interrupt();
        assertThat(ioctl.failure()).isInstanceOfSatisfying(DdiException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EINTR));
    }

    @Test
    void whenNobodyComesInTimeMappingsDieAndMemoryIsFreed() throws Exception {
        first.close();
        Background<Integer> touch = Background.call(() -> mapping.getInt(0)).untilParked();
        assertThat(system.snapshot().cookies()).hasSize(1);
        v1.calls.clear();
        clock.advance(GRACE.toNanos());
        assertThat(touch.failure()).isInstanceOfSatisfying(BusError.class, e -> assertThat(e.errno()).hasValue(Errno.ENXIO.value()));
        Background.until("the node is free", () -> node().state() == NodeSnapshot.State.UNBOUND);
        assertThat(system.snapshot().cookies()).isEmpty();
        assertThat(v1.calls).as("nobody is there to be told").isEmpty();
        assertDiagnostic("no next version of " + Successor.class.getName(), "dv", "5000 ms");
        system.registerDriver(v2, "test");
        assertThat(v1.calls).containsExactly("v2 attach");
        assertThat(node().instance()).isZero();
        assertDead(mapping);
        mapping.close();
        file.close();
    }

    @Test
    void aDriverThatRefusesToSuspendLeavesAsOneWithoutHandover() {
        v1.suspend = () -> {
            throw new DdiException(Errno.EBUSY, "the engine runs");
        };
        first.close();
        assertThat(v1.calls).containsExactly("v1 suspend", "v1 unmap data of page 0", "v1 unmap data of page 1", "v1 close 7",
                "v1 detach");
        assertThat(node().state()).isEqualTo(NodeSnapshot.State.UNBOUND);
        assertDiagnostic("the driver of dv does not hand over", "the engine runs");
        assertDead(mapping);
    }

    @Test
    void aDriverThatSendsItselfASignalHearsOfItsMappingsEndAllTheSame() {
        v1.suspend = () -> {
            Thread.currentThread().interrupt();
            throw new DdiException(Errno.EBUSY, "interrupted while the engine runs");
        };
        first.close();
        assertThat(v1.calls).containsExactly("v1 suspend", "v1 unmap data of page 0", "v1 unmap data of page 1", "v1 close 7",
                "v1 detach");
        assertThat(diagnostics).as("nobody is still inside the driver").hasSize(1);
    }

    @Test
    void aSignalForWhoeverBringsTheNextVersionDoesNotKeepItFromTakingOver() {
        first.close();
        Thread.currentThread().interrupt();
        system.registerDriver(v2, "test");
        assertThat(Thread.interrupted()).as("the signal is kept").isTrue();
        assertThat(v1.calls).endsWith("v2 resume");
        assertThat(mapping.getInt(0)).isEqualTo(42);
        assertThat(diagnostics).isEmpty();
    }

    @Test
    void stateOfOtherTypesIsRefusedByItsNameAndPlace() {
        v1.more = Map.of("geometry", Map.of("width", List.of(1, new StringBuilder("2"))));
        first.close();
        assertThat(v1.calls).contains("v1 detach");
        assertDiagnostic("the state of dv", "java.lang.StringBuilder", "'geometry' 'width'");
        assertDead(mapping);
    }

    @Test
    void aVersionThatDoesNotAcceptTheFormatIsAttachedAnew() {
        v2.accepting = false;
        first.close();
        v1.calls.clear();
        system.registerDriver(v2, "test");
        assertThat(v1.calls).containsExactly("v2 attach");
        assertDiagnostic("does not accept state 'successor-1'");
        assertDead(mapping);
    }

    @Test
    void aDriverWithoutHandoverIsAttachedAnew() {
        first.close();
        Scripted plain = new Scripted();
        system.registerDriver(plain, "test");
        assertThat(plain.calls).containsExactly("attach dv");
        assertDead(mapping);
    }

    @Test
    void aVersionThatCannotUseTheStateIsAttachedAnewAndTheMemoryIsFreed() {
        v2.importInstance = () -> {
            throw new DdiException(Errno.EINVAL, "too old");
        };
        first.close();
        v1.calls.clear();
        system.registerDriver(v2, "test");
        assertThat(v1.calls).containsExactly("v2 importInstance", "v2 attach");
        assertThat(system.snapshot().cookies()).as("of the new attach").hasSize(1);
        assertDiagnostic("importInstance of dv failed", "too old");
        assertDead(mapping);
    }

    @Test
    void aMappingThatCannotBeTakenOverDiesAlone() throws Exception {
        Mapping other = file.map(3 * P, P, Protection.READ_WRITE, MapFlags.SHARED);
        v2.importHandle = () -> {
            if (v1.calls.getLast().equals("v2 importHandle data of page 1")) {
                throw new DdiException(Errno.EINVAL, "page 1");
            }
        };
        first.close();
        v1.calls.clear();
        system.registerDriver(v2, "test");
        assertThat(v1.calls).containsSubsequence("v2 importHandle data of page 1", "v2 resume", "v2 unmap data of page 0, by v2");
        assertThat(v1.calls).as("that piece is nobody's").noneMatch(call -> call.startsWith("v2 unmap data of page 1"));
        assertDead(mapping);
        other.setInt(0, 1);
    }

    @Test
    void aVersionThatFailsToResumeIsFaulted() {
        v2.resume = () -> {
            throw new DdiException(Errno.EIO, "no answer");
        };
        first.close();
        DevmapSystem.Registration second = system.registerDriver(v2, "test");
        assertThat(node().state()).isEqualTo(NodeSnapshot.State.FAULTED);
        assertThat(node().problem()).hasValueSatisfying(text -> assertThat(text).contains("resume", "no answer"));
        assertThat(v1.calls).endsWith("v2 detach");
        assertDead(mapping);
        second.close();
        assertThat(node().state()).isEqualTo(NodeSnapshot.State.UNBOUND);
    }

    @Test
    void whoIsInsideTheDriverIsWaitedForBeforeItIsSuspended() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        v1.ioctl = () -> {
            inside.countDown();
            Background.await(go);
        };
        Background<Integer> ioctl = Background.call(() -> file.ioctl(1, MemorySegment.NULL));
        inside.await();
        Background<Void> leaving = Background.run(first::close);
        Background.until("the driver to be kept closed", () -> node().state() == NodeSnapshot.State.SUSPENDED);
        assertThat(v1.calls).containsExactly("v1 ioctl");
        go.countDown();
        leaving.join();
        ioctl.join();
        assertThat(v1.calls).contains("v1 suspend");
        system.registerDriver(v2, "test");
        assertThat(mapping.getInt(0)).isEqualTo(42);
    }

    @Test
    void whoStaysInsideTooLongForcesTheDriverOut() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        v1.ioctl = () -> {
            inside.countDown();
            Background.await(go);
        };
        Background<Integer> ioctl = Background.call(() -> file.ioctl(1, MemorySegment.NULL));
        inside.await();
        Background<Void> leaving = Background.run(first::close);
        Background.until("an alarm", () -> clock.pending() == 1);
        clock.advance(GRACE.toNanos());
        leaving.join();
        assertThat(v1.calls).doesNotContain("v1 suspend").contains("v1 detach");
        assertDiagnostic("does not hand over", "still inside the driver of dv");
        assertDead(mapping);
        go.countDown();
        ioctl.join();
    }

    @Test
    void pagesStayLockedAndAreUnlockedThroughTheNextVersion() throws Exception {
        LockedRange range = mapping.lock(0, P, AccessDirection.WRITE);
        first.close();
        assertThat(system.snapshot().gates()).isEmpty();
        system.registerDriver(v2, "test");
        assertThat(system.snapshot().gates()).singleElement().satisfies(gate -> assertThat(gate.count()).isEqualTo(-1));
        v1.calls.clear();
        range.close();
        assertThat(v1.calls).containsExactly("v2 unlock data of page 0, by v2");
        assertThat(system.snapshot().gates()).singleElement().satisfies(gate -> assertThat(gate.count()).isZero());
    }

    @Test
    void theLeavingVersionHasNoPowerOverTheDeviceAnyMore() throws Exception {
        first.close();
        system.registerDriver(v2, "test");
        assertThatThrownBy(() -> v1.devices.getFirst().createMinorNode("late", 1, 0)).isInstanceOf(DdiException.class);
        v1.devices.getFirst().removeMinorNodes();
        assertThat(node().minors()).hasSize(1);
    }

    @Test
    void aDeviceThatGoesOrASystemThatEndsDoesNotWaitForTheNextVersion() throws Exception {
        first.close();
        Background<Integer> touch = Background.call(() -> mapping.getInt(0)).untilParked();
        system.close();
        assertThat(touch.failure()).isInstanceOf(BusError.class);
        assertThat(clock.pending()).isZero();
    }
}
