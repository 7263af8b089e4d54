package org.devmap.runtime.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
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
import org.devmap.app.Mapping;
import org.devmap.backend.RegisterSet;
import org.devmap.driver.CbFlags;
import org.devmap.driver.CbOps;
import org.devmap.driver.DeviceDriver;
import org.devmap.driver.DeviceInfo;
import org.devmap.driver.DevmemSetup;
import org.devmap.driver.KeptData;
import org.devmap.driver.MappingCallbacks;
import org.devmap.driver.DevmapCookie;
import org.devmap.driver.RegisterHandle;
import org.devmap.driver.Suspendable;
import org.devmap.dto.NodeSnapshot;
import org.devmap.embed.DevmapSystem;
import org.devmap.embed.ManualClock;
import org.devmap.embed.RemovalPolicy;
import org.devmap.embed.SystemConfiguration;
import org.devmap.runtime.bench.Background;
import org.devmap.runtime.bench.Card;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of live mappings when a device goes and nobody else has it. */
class RemovalPolicyTest {

    private static final long P = Pages.SIZE;

    private final List<String> diagnostics = new CopyOnWriteArrayList<>();
    private final CardDriver driver = new CardDriver();
    private final Card.Memory registers = new Card.Memory(1);
    private DevmapSystem system;
    private AddressSpace space;
    private DeviceFile file;
    private DevmapSystem.Registration nexus;
    private DevmapSystem.Registration drivers;
    private Mapping mapping;

    /** Maps both sets of a card; has callbacks, of which it notes map and unmap. */
    private static class PlainDriver implements DeviceDriver, MappingCallbacks<Void> {

        final List<String> calls = new CopyOnWriteArrayList<>();
        volatile RegisterHandle control;

        @Override
        public CbOps entryPoints() {
            return CbOps.builder().ioctl(request -> 7).devmap((dev, handle, off, len, model) -> {
                handle.devmemSetup(DevmemSetup.of((int) Pages.btop(off), 0, P).withCallbacks(this));
                return P;
            }).flags(CbFlags.D_DEVMAP).build();
        }

        @Override
        public void attach(DeviceInfo device) throws DdiException {
            control = device.regsMapSetup(0, 0, 0, null);
            device.createMinorNode("0", 0, 2 * P);
        }

        @Override
        public void detach(DeviceInfo device) {
            calls.add("detach");
        }

        @Override
        public KeptData<Void> unmap(DevmapCookie handle, Void data, long off, long len, DevmapCookie before, DevmapCookie after) {
            calls.add("unmap " + Pages.btop(off) + " reading " + control.get8(0));
            return null;
        }
    }

    private static final class CardDriver extends PlainDriver implements Suspendable {

        @Override
        public void suspend(DeviceInfo device) {
            calls.add("suspend");
        }

        @Override
        public void resume(DeviceInfo device) {
            calls.add("resume at " + control.get8(0));
        }
    }

    private void start(RemovalPolicy policy, PlainDriver which) throws DdiException {
        system = DevmapSystem.create(SystemConfiguration.builder().clock(new ManualClock()).diagnostics(diagnostics::add)
                .removalPolicy("card0", policy).build());
        space = system.spaces().create("test");
        nexus = system.registerNexus(new Card.Publisher("first", Card.real(registers, 1)));
        drivers = system.registerDriver(which, "card");
        file = space.open("/devices/card0:0", OpenFlags.READ_WRITE);
        mapping = file.map(0, 2 * P, Protection.READ_WRITE, MapFlags.SHARED);
        assertThat(mapping.getByte(0)).as("page 0 is loaded, page 1 is not").isEqualTo((byte) 1);
    }

    private void comeBack(int content) throws DdiException {
        system.registerNexus(new Card.Publisher("first", Card.modelled(content)));
    }

    @AfterEach
    void end() {
        system.close();
    }

    private NodeSnapshot node() {
        return system.snapshot().node("card0").orElseThrow();
    }

    @Test
    void allOnesAreReadUntilTheDeviceIsBack() throws Exception {
        start(RemovalPolicy.ALL_ONES, driver);
        nexus.close();
        assertThat(registers.released).isTrue();
        assertThat(driver.calls).containsExactly("suspend");
        assertThat(node().state()).isEqualTo(NodeSnapshot.State.SUSPENDED);
        assertThat(node().problem()).hasValueSatisfying(text -> assertThat(text).contains("gone", "ALL_ONES"));
        assertThat(mapping.getInt(0)).isEqualTo(-1);
        assertThat(mapping.getLong(P + 8)).as("without the driver's doing").isEqualTo(-1);
        mapping.setInt(0, 5);
        mapping.fill(P, P, (byte) 5);
        assertThat(mapping.getInt(P)).isEqualTo(-1);
        assertThatThrownBy(() -> file.ioctl(1, MemorySegment.NULL)).isInstanceOfSatisfying(DdiException.class,
                e -> assertThat(e.errno()).isEqualTo(Errno.ENXIO));
        comeBack(3);
        assertThat(driver.calls).containsExactly("suspend", "resume at 3");
        assertThat(system.snapshot().spaces().getFirst().segments().getFirst().loaded().stream()).as("as it was").containsExactly(0);
        assertThat(mapping.getByte(0)).isEqualTo((byte) 3);
        assertThat(mapping.getByte(P)).isEqualTo((byte) 3);
        assertThat(file.ioctl(1, MemorySegment.NULL)).isEqualTo(7);
        assertThat(diagnostics).isEmpty();
    }

    @Test
    void trashKeepsWhatIsWrittenUntilTheDeviceIsBack() throws Exception {
        start(RemovalPolicy.TRASH, driver);
        nexus.close();
        mapping.setInt(4, 5);
        assertThat(mapping.getInt(4)).isEqualTo(5);
        assertThat(mapping.getInt(P + 4)).as("it is one page").isEqualTo(5);
        comeBack(3);
        assertThat(mapping.getInt(4)).isEqualTo(0x03030303);
    }

    @Test
    void accessesWaitUntilTheDeviceIsBackOrASignalComes() throws Exception {
        start(RemovalPolicy.WAIT, driver);
        nexus.close();
        Background<Byte> loaded = Background.call(() -> mapping.getByte(0)).untilParked();
        Background<Byte> signalled = Background.call(() -> mapping.getByte(P)).untilParked();
        Background<Integer> ioctl = Background.call(() -> file.ioctl(1, MemorySegment.NULL)).untilParked();
        signalled.interrupt();
        assertThat(signalled.failure()).isInstanceOf(AccessInterrupted.class);
        comeBack(3);
        assertThat(loaded.join()).isEqualTo((byte) 3);
        assertThat(ioctl.join()).isEqualTo(7);
    }

    @Test
    void whatIsMappedCanBeUnmappedWhileTheDeviceIsGone() throws Exception {
        start(RemovalPolicy.WAIT, driver);
        nexus.close();
        mapping.close();
        assertThat(driver.calls).containsExactly("suspend", "unmap 0 reading -1", "unmap 1 reading -1");
        space.close();
    }

    @Test
    void aDeviceOfAnotherShapeIsAnotherDevice() throws Exception {
        start(RemovalPolicy.ALL_ONES, driver);
        nexus.close();
        system.publish(new Card(new RegisterSet.Hosted("control", P), new Card.Line(),
                new RegisterSet.Hosted("memory", P)));
        assertThat(driver.calls).contains("detach");
        assertThatThrownBy(() -> mapping.getInt(0)).isInstanceOf(BusError.class);
        assertThat(diagnostics).anySatisfy(line -> assertThat(line).contains("not the device that was gone", "hosted"));
        assertThat(node().nexus()).isEmpty();
    }

    @Test
    void theDriverMayLeaveWhileItsDeviceIsGone() throws Exception {
        start(RemovalPolicy.WAIT, driver);
        nexus.close();
        Background<Byte> waiting = Background.call(() -> mapping.getByte(0)).untilParked();
        drivers.close();
        assertThat(waiting.failure()).isInstanceOf(BusError.class);
        assertThat(driver.calls).endsWith("detach");
    }

    @Test
    void aDriverThatCannotBeSuspendedLeavesAndSaysWhy() throws Exception {
        start(RemovalPolicy.ALL_ONES, new PlainDriver());
        nexus.close();
        assertThatThrownBy(() -> mapping.getInt(0)).isInstanceOf(BusError.class);
        assertThat(diagnostics).anySatisfy(line -> assertThat(line).contains("not Suspendable", "ALL_ONES"));
        assertThat(system.snapshot().nodes()).isEmpty();
    }

    @Test
    void errorIsTheDefault() throws Exception {
        assertThat(SystemConfiguration.builder().build().removalPolicy("card0")).isEqualTo(RemovalPolicy.ERROR);
        start(RemovalPolicy.ERROR, driver);
        nexus.close();
        assertThatThrownBy(() -> mapping.getInt(0)).isInstanceOf(BusError.class);
        assertThat(system.snapshot().nodes()).isEmpty();
    }
}
