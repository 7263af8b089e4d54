package org.devmap.runtime.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
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
import org.devmap.driver.DeviceInfo;
import org.devmap.driver.DevmapCookie;
import org.devmap.driver.KeptData;
import org.devmap.dto.NodeSnapshot;
import org.devmap.embed.DevmapSystem;
import org.devmap.embed.ManualClock;
import org.devmap.embed.RemovalPolicy;
import org.devmap.embed.SystemConfiguration;
import org.devmap.embed.SystemConfigurationBuilder;
import org.devmap.runtime.bench.Background;
import org.devmap.runtime.bench.Card;
import org.devmap.runtime.bench.CardDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A device goes, of which one application has mapped what must fail at once, and another one what may wait. */
@Timeout(60)
class MinorRemovalPolicyTest {

    private static final long P = Pages.SIZE;

    private final List<String> diagnostics = new CopyOnWriteArrayList<>();
    private final SystemConfigurationBuilder configuration = SystemConfiguration.builder().clock(new ManualClock())
            .diagnostics(diagnostics::add);
    private final GateDriver driver = new GateDriver();
    private DevmapSystem system;
    private DevmapSystem.Registration nexus;
    private AddressSpace space;
    private DeviceFile control;
    private DeviceFile log;
    private Mapping controlled;
    private Mapping logged;

    /** Two minor nodes for the same registers and memory. */
    private static final class GateDriver extends CardDriver {

        final List<String> calls = new CopyOnWriteArrayList<>();
        final CountDownLatch suspending = new CountDownLatch(1);
        volatile CountDownLatch mayBeSuspended = new CountDownLatch(0);

        GateDriver() {
            super("control", "log");
        }

        @Override
        protected CbOps.Builder more(CbOps.Builder builder) {
            return builder.ioctl(_ -> 7);
        }

        @Override
        public void detach(DeviceInfo device) {
            calls.add("detach");
        }

        @Override
        public void suspend(DeviceInfo device) {
            calls.add("suspend");
            suspending.countDown();
            Background.await(mayBeSuspended);
        }

        @Override
        public void resume(DeviceInfo device) {
            calls.add("resume");
        }

        @Override
        public KeptData<String> unmap(DevmapCookie handle, String data, long off, long len, DevmapCookie before,
                DevmapCookie after) {
            calls.add("unmap " + Pages.btop(off));
            return null;
        }
    }

    private void start() throws DdiException {
        system = DevmapSystem.create(configuration.build());
        space = system.spaces().create("test");
        nexus = system.registerNexus(new Card.Publisher("first", Card.modelled(1)));
        system.registerDriver(driver, "card");
        control = space.open("/devices/card0:control", OpenFlags.READ_WRITE);
        log = space.open("/devices/card0:log", OpenFlags.READ_WRITE);
        controlled = control.map(0, 2 * P, Protection.READ_WRITE, MapFlags.SHARED);
        logged = log.map(0, 2 * P, Protection.READ_WRITE, MapFlags.SHARED);
        assertThat(controlled.getByte(0)).as("page 0 is loaded, page 1 is not").isEqualTo((byte) 1);
        assertThat(logged.getByte(0)).isEqualTo((byte) 1);
    }

    private void comeBack(int content) throws DdiException {
        system.registerNexus(new Card.Publisher("first", Card.modelled(content)));
    }

    private static int ioctl(DeviceFile file) throws DdiException {
        return file.ioctl(1, MemorySegment.NULL);
    }

    @AfterEach
    void end() {
        if (system != null) {
            driver.mayBeSuspended.countDown();
            system.close();
        }
    }

    @Test
    void oneFailsAtOnceWhileTheOtherWaits() throws Exception {
        configuration.removalPolicy("card0", RemovalPolicy.WAIT).removalPolicy("card0", "control", RemovalPolicy.ERROR);
        start();
        nexus.close();
        assertThat(driver.calls).containsExactly("suspend", "unmap 0", "unmap 1");
        assertThat(system.snapshot().node("card0").orElseThrow().problem()).hasValueSatisfying(problem ->
                assertThat(problem).contains("WAIT but {/devices/card0:control=ERROR}"));
        assertThatThrownBy(() -> controlled.getByte(0)).isInstanceOf(BusError.class);
        assertThatThrownBy(() -> controlled.getByte(P)).isInstanceOf(BusError.class);
        assertThatThrownBy(() -> ioctl(control)).isInstanceOfSatisfying(DdiException.class,
                e -> assertThat(e.errno()).isEqualTo(Errno.ENXIO));
        assertThatThrownBy(() -> space.open("/devices/card0:control", OpenFlags.READ_WRITE)).isInstanceOfSatisfying(
                DdiException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENXIO));
        Background<Byte> loaded = Background.call(() -> logged.getByte(0)).untilParked();
        Background<Byte> other = Background.call(() -> logged.getByte(P)).untilParked();
        Background<Integer> call = Background.call(() -> ioctl(log)).untilParked();
        Background<DeviceFile> open = Background.call(() -> space.open("/devices/card0:log", OpenFlags.READ_WRITE))
                .untilParked();
        comeBack(3);
        assertThat(loaded.join()).isEqualTo((byte) 3);
        assertThat(other.join()).isEqualTo((byte) 3);
        assertThat(call.join()).isEqualTo(7);
        assertThat(open.join().map(0, P, Protection.READ, MapFlags.SHARED).getByte(0)).isEqualTo((byte) 3);
        assertThatThrownBy(() -> controlled.getByte(0)).as("dead for good").isInstanceOf(BusError.class);
        assertThat(ioctl(control)).isEqualTo(7);
        assertThat(control.map(0, P, Protection.READ, MapFlags.SHARED).getByte(0)).as("mapped anew")
                .isEqualTo((byte) 3);
        assertThat(diagnostics).isEmpty();
    }

    @Test
    void oneIsAnsweredWhileTheOtherWaits() throws Exception {
        configuration.removalPolicy("card0", "control", RemovalPolicy.TRASH)
                .removalPolicy("card0", "log", RemovalPolicy.WAIT);
        start();
        nexus.close();
        controlled.setInt(4, 5);
        assertThat(controlled.getInt(P + 4)).isEqualTo(5);
        assertThatThrownBy(() -> ioctl(control)).isInstanceOf(DdiException.class);
        Background<Byte> waiting = Background.call(() -> logged.getByte(0)).untilParked();
        comeBack(3);
        assertThat(waiting.join()).isEqualTo((byte) 3);
        assertThat(controlled.getInt(4)).isEqualTo(0x03030303);
    }

    /** They come while the driver is being suspended, and all wait then: what each has waited for is decided once. */
    @Test
    void whoeverCameBeforeTheDeviceWasGoneGoesByThePolicyToo() throws Exception {
        configuration.removalPolicy("card0", "control", RemovalPolicy.ERROR)
                .removalPolicy("card0", "log", RemovalPolicy.WAIT);
        start();
        driver.mayBeSuspended = new CountDownLatch(1);
        Background<Void> going = Background.run(nexus::close);
        Background.await(driver.suspending);
        Background<Byte> failing = Background.call(() -> controlled.getByte(P)).untilParked();
        Background<Integer> call = Background.call(() -> ioctl(control)).untilParked();
        Background<Byte> waiting = Background.call(() -> logged.getByte(P)).untilParked();
        driver.mayBeSuspended.countDown();
        going.join();
        assertThat(failing.failure()).isInstanceOf(BusError.class);
        assertThat(call.failure()).isInstanceOf(DdiException.class);
        waiting.untilParked();
        comeBack(3);
        assertThat(waiting.join()).isEqualTo((byte) 3);
    }

    @Test
    void aChildOfAForkGoesByThePolicyOfItsParent() throws Exception {
        configuration.removalPolicy("card0", "control", RemovalPolicy.ALL_ONES)
                .removalPolicy("card0", "log", RemovalPolicy.WAIT);
        start();
        AddressSpace before = space.fork();
        nexus.close();
        AddressSpace after = space.fork();
        List<Background<Byte>> waiting = new CopyOnWriteArrayList<>();
        for (AddressSpace child : List.of(before, after)) {
            assertThat(child.mappingAt(controlled.address()).orElseThrow().getByte(0)).isEqualTo((byte) -1);
            Mapping copy = child.mappingAt(logged.address()).orElseThrow();
            waiting.add(Background.call(() -> copy.getByte(0)).untilParked());
        }
        comeBack(3);
        for (Background<Byte> each : waiting) {
            assertThat(each.join()).isEqualTo((byte) 3);
        }
        assertThat(after.mappingAt(controlled.address()).orElseThrow().getByte(0)).isEqualTo((byte) 3);
    }

    @Test
    void aDeviceThatNobodyWaitsForLeaves() throws Exception {
        configuration.removalPolicy("card0", "spare", RemovalPolicy.WAIT);
        start();
        nexus.close();
        assertThat(system.snapshot().nodes()).as("it has no such minor node").isEmpty();
        assertThat(driver.calls).endsWith("detach");
        assertThatThrownBy(() -> logged.getByte(0)).isInstanceOf(BusError.class);
    }

    @Test
    void theDriverOfADeviceStaysForTheOneMinorNodeThatWaits() throws Exception {
        configuration.removalPolicy("card0", "log", RemovalPolicy.WAIT);
        start();
        logged.close();
        nexus.close();
        assertThat(system.snapshot().node("card0").orElseThrow().state()).isEqualTo(NodeSnapshot.State.SUSPENDED);
        assertThatThrownBy(() -> controlled.getByte(0)).isInstanceOf(BusError.class);
        controlled.close();
        assertThat(driver.calls).as("the dead mapping is told of once")
                .containsExactly("unmap 0", "unmap 1", "suspend", "unmap 0", "unmap 1");
    }

    @Test
    void oneDeviceAnswersInOneWay() {
        configuration.removalPolicy(RemovalPolicy.TRASH).removalPolicy("card0", "log", RemovalPolicy.ALL_ONES);
        assertThatIllegalArgumentException().isThrownBy(configuration::build)
                .withMessageContainingAll("card0=TRASH", "card0:log=ALL_ONES", "one device");
        configuration.removalPolicy("card0", RemovalPolicy.ERROR);
        assertThat(configuration.build().removalPolicy("card0", "log")).isEqualTo(RemovalPolicy.ALL_ONES);
        configuration.removalPolicy("card0", "control", RemovalPolicy.TRASH);
        assertThatIllegalArgumentException().isThrownBy(configuration::build);
    }

    @Test
    void whatCannotBeANameIsRefused() {
        for (String name : List.of("", "a:b", "a/b", "a b")) {
            assertThatIllegalArgumentException().isThrownBy(() -> configuration.removalPolicy(name, RemovalPolicy.WAIT))
                    .withMessageContaining("'" + name + "'");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> configuration.removalPolicy("card0", name, RemovalPolicy.WAIT))
                    .withMessageContaining("'" + name + "'");
        }
    }
}
