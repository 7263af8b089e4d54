package org.devmap.runtime.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.devmap.AccessDirection;
import org.devmap.BusError;
import org.devmap.DataModel;
import org.devmap.DdiException;
import org.devmap.Dev;
import org.devmap.Errno;
import org.devmap.IoDirection;
import org.devmap.MapFlags;
import org.devmap.OpenFlags;
import org.devmap.Pages;
import org.devmap.Protection;
import org.devmap.app.AddressSpace;
import org.devmap.app.DeviceFile;
import org.devmap.app.LockedRange;
import org.devmap.app.Mapping;
import org.devmap.backend.BackendMemory;
import org.devmap.backend.DeviceNode;
import org.devmap.backend.RegisterSet;
import org.devmap.driver.CbFlags;
import org.devmap.driver.CbOps;
import org.devmap.driver.DeviceDriver;
import org.devmap.driver.DeviceInfo;
import org.devmap.driver.DevmapCookie;
import org.devmap.driver.DevmemSetup;
import org.devmap.driver.Interrupt;
import org.devmap.driver.InterruptHandler;
import org.devmap.driver.RegisterHandle;
import org.devmap.driver.Suspendable;
import org.devmap.driver.UmemFlags;
import org.devmap.dto.NodeSnapshot;
import org.devmap.embed.DevmapSystem;
import org.devmap.embed.ManualClock;
import org.devmap.embed.SystemConfiguration;
import org.devmap.runtime.bench.ArenaProvider;
import org.devmap.runtime.bench.Background;
import org.devmap.runtime.bench.Card;
import org.devmap.runtime.bench.Described;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A device that two nexuses know: a model of it and the device itself take turns under a driver and its application. */
class RebindingTest {

    private static final long P = Pages.SIZE;
    private static final int MODEL = 0x11;
    private static final int REAL = 0x22;

    private final ManualClock clock = new ManualClock();
    private final List<String> diagnostics = new CopyOnWriteArrayList<>();
    private volatile Consumer<String> hear = diagnostics::add;
    private final DevmapSystem system = DevmapSystem.create(
            SystemConfiguration.builder().clock(clock).diagnostics(line -> hear.accept(line)).build());
    private final AddressSpace space = system.spaces().create("test");
    private final Card.Publisher modelled = new Card.Publisher("modelled", Card.modelled(MODEL));
    private final Card.Memory realRegisters = new Card.Memory(REAL);
    private final Card.Publisher real = new Card.Publisher("real", Card.real(realRegisters, REAL));
    private final CardDriver driver = new CardDriver();
    private DevmapSystem.Registration first;
    private DevmapSystem.Registration second;
    private DevmapSystem.Registration attached;
    private Mapping control;
    private Mapping memory;

    /** Maps both sets and keeps a register handle and an interrupt. */
    private static class PlainDriver implements DeviceDriver {

        final List<String> calls = new CopyOnWriteArrayList<>();
        volatile DeviceInfo device;
        volatile RegisterHandle registers;
        volatile Interrupt interrupt;

        @Override
        public CbOps entryPoints() {
            return CbOps.builder().devmap(this::devmap).flags(CbFlags.D_DEVMAP).build();
        }

        private long devmap(Dev dev, DevmapCookie handle, long off, long len, DataModel model) throws DdiException {
            handle.devmemSetup(DevmemSetup.of((int) Pages.btop(off), 0, P));
            return P;
        }

        @Override
        public void attach(DeviceInfo attached) throws DdiException {
            calls.add("attach");
            device = attached;
            registers = device.regsMapSetup(0, 0, 0, null);
            interrupt = device.addInterrupt(0, line -> {
                calls.add("interrupt");
                return InterruptHandler.Claim.CLAIMED;
            });
            interrupt.enable();
            device.createMinorNode("0", 0, 2 * P);
        }

        @Override
        public void detach(DeviceInfo device) {
            calls.add("detach");
            registers.close();
            interrupt.close();
        }
    }

    private static final class CardDriver extends PlainDriver implements Suspendable {

        private volatile Runnable onSuspend = () -> { };
        private volatile boolean refusing;
        private volatile boolean failing;

        @Override
        public void suspend(DeviceInfo device) throws DdiException {
            calls.add("suspend at " + registers.get8(0));
            onSuspend.run();
            if (refusing) {
                throw new DdiException(Errno.EBUSY, "the engine runs");
            }
        }

        private void bindMemory() {
            try {
                device.dmaBind(device.umemAlloc(P, UmemFlags.SLEEP), 0, P, IoDirection.TO_DEVICE);
            } catch (DdiException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void resume(DeviceInfo device) throws DdiException {
            calls.add("resume at " + registers.get8(0));
            if (failing) {
                throw new DdiException(Errno.EIO, "no answer");
            }
        }
    }

    /** Memory that its nexus does not always hand out. */
    private static final class BrokenMemory implements BackendMemory {

        private final BackendMemory memory = new Card.Memory(REAL);
        private final AtomicInteger answers = new AtomicInteger(Integer.MAX_VALUE);

        @Override
        public MemorySegment segment() {
            if (answers.getAndDecrement() <= 0) {
                throw new IllegalStateException("no memory today");
            }
            return memory.segment();
        }

        @Override
        public void release() {
            memory.release();
        }
    }

    @BeforeEach
    void mapTheCard() throws DdiException {
        first = system.registerNexus(modelled);
        second = system.registerNexus(real);
        attach(driver);
    }

    private void attach(PlainDriver which) throws DdiException {
        attached = system.registerDriver(which, "card");
        DeviceFile file = space.open("/devices/card0:0", OpenFlags.READ_WRITE);
        control = file.map(0, P, Protection.READ_WRITE, MapFlags.SHARED);
        memory = file.map(P, P, Protection.READ_WRITE, MapFlags.SHARED);
        assertThat(control.getByte(0)).isEqualTo((byte) MODEL);
        assertThat(memory.getByte(0)).isEqualTo((byte) MODEL);
        which.calls.clear();
    }

    @AfterEach
    void end() {
        system.close();
    }

    private NodeSnapshot node() {
        return system.snapshot().node("card0").orElseThrow();
    }

    private static void assertErrno(Errno errno, ThrowingCallable action, String... parts) {
        assertThatThrownBy(action).isInstanceOfSatisfying(DdiException.class, e -> {
            assertThat(e.errno()).isEqualTo(errno);
            assertThat(e.toString() + e.getCause()).contains(parts);
        });
    }

    @Test
    void theSecondNexusStandsBy() {
        assertThat(node().nexus()).hasValue("modelled");
        assertThat(node().standBy()).containsExactly("real");
        second.close();
        assertThat(node().standBy()).isEmpty();
        assertThat(realRegisters.released).isTrue();
        assertThat(control.getByte(0)).isEqualTo((byte) MODEL);
    }

    @Test
    void byCommandMappingsHandlesAndInterruptsGoToTheRealDeviceAndBack() throws Exception {
        long kernelAddress = driver.registers.kernelAddress();
        system.swap("card0", "real");
        assertThat(driver.calls).containsExactly("suspend at " + MODEL, "resume at " + REAL);
        assertThat(control.getByte(0)).isEqualTo((byte) REAL);
        assertThat(memory.getByte(0)).isEqualTo((byte) REAL);
        control.setInt(8, 7);
        assertThat(realRegisters.segment().get(ValueLayout.JAVA_INT, 8)).isEqualTo(7);
        assertThat(driver.registers.get8(0)).isEqualTo((byte) REAL);
        assertThat(driver.registers.kernelAddress()).isEqualTo(kernelAddress);
        assertThat(modelled.line().enabled).isFalse();
        assertThat(modelled.line().sink).isNull();
        real.line().sink.raised(1);
        Background.until("the handler", () -> driver.calls.contains("interrupt"));
        assertThat(node().nexus()).hasValue("real");
        assertThat(node().standBy()).containsExactly("modelled");
        system.swap("card0", "modelled");
        assertThat(control.getByte(0)).isEqualTo((byte) MODEL);
        assertThat(real.line().enabled).isFalse();
        assertThat(modelled.line().enabled).isTrue();
        assertThat(realRegisters.released).as("it stands by").isFalse();
        assertThat(diagnostics).isEmpty();
    }

    @Test
    void whenTheOneInChargeLeavesTheOtherTakesOver() {
        first.close();
        assertThat(driver.calls).containsExactly("suspend at " + MODEL, "resume at " + REAL);
        assertThat(control.getByte(0)).isEqualTo((byte) REAL);
        assertThat(memory.getByte(0)).isEqualTo((byte) REAL);
        assertThat(node().nexus()).hasValue("real");
        assertThat(node().state()).isEqualTo(NodeSnapshot.State.ATTACHED);
        second.close();
        assertThat(system.snapshot().nodes()).isEmpty();
        assertThat(realRegisters.released).isTrue();
        assertThatThrownBy(() -> control.getByte(0)).isInstanceOf(BusError.class);
    }

    @Test
    void aSignalForWhoeverWithdrawsTheDeviceDoesNotKeepTheOtherFromTakingOver() {
        Thread.currentThread().interrupt();
        modelled.stop();
        assertThat(Thread.interrupted()).as("the signal is kept").isTrue();
        assertThat(driver.calls).containsExactly("suspend at " + MODEL, "resume at " + REAL);
        assertThat(node().nexus()).hasValue("real");
        assertThat(control.getByte(0)).isEqualTo((byte) REAL);
    }

    @Test
    void accessesWaitFromSuspendToResumeAndHappenOnce() throws Exception {
        CountDownLatch suspended = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        driver.onSuspend = () -> {
            suspended.countDown();
            Background.await(go);
        };
        Background<Void> swap = Background.run(() -> system.swap("card0", "real"));
        suspended.await();
        Background<Integer> add = Background.call(() -> memory.getAndAddInt(4, 5)).untilParked();
        go.countDown();
        swap.join();
        assertThat(add.join()).isEqualTo(REAL * 0x01010101);
        assertThat(memory.getInt(4)).isEqualTo(REAL * 0x01010101 + 5);
        system.swap("card0", "modelled");
        assertThat(memory.getInt(4)).as("the old memory was not touched").isEqualTo(MODEL * 0x01010101);
    }

    @Test
    void aDriverThatRefusesLeavesTheOldOneInCharge() throws Exception {
        driver.refusing = true;
        assertErrno(Errno.EBUSY, () -> system.swap("card0", "real"), "CardDriver", "the engine runs");
        assertThat(node().nexus()).hasValue("modelled");
        assertThat(node().state()).isEqualTo(NodeSnapshot.State.ATTACHED);
        assertThat(control.getByte(0)).isEqualTo((byte) MODEL);
        driver.refusing = false;
        system.swap("card0", "real");
        assertThat(control.getByte(0)).isEqualTo((byte) REAL);
    }

    /** Asked for what it has, it refuses at once, or when it has already told the size. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aNexusWhoseMemoryCannotBeHadLeavesTheOldOneInCharge(int answers) throws Exception {
        BrokenMemory broken = new BrokenMemory();
        system.registerNexus(new Card.Publisher("broken", new Card(Card.modelled(REAL).control(), new Card.Line(),
                new RegisterSet.Fixed("memory", RegisterSet.Space.MEMORY, broken, false, List.of()))));
        driver.onSuspend = () -> broken.answers.set(answers);
        assertThatThrownBy(() -> system.swap("card0", "broken")).hasMessage("no memory today");
        assertThat(driver.calls).containsExactly("suspend at " + MODEL, "resume at " + MODEL);
        assertThat(node().nexus()).hasValue("modelled");
        assertThat(node().standBy()).containsExactlyInAnyOrder("real", "broken");
        assertThat(node().state()).isEqualTo(NodeSnapshot.State.ATTACHED);
        assertThat(control.getByte(0)).isEqualTo((byte) MODEL);
        assertThat(memory.getByte(0)).isEqualTo((byte) MODEL);
        broken.answers.set(Integer.MAX_VALUE);
        driver.onSuspend = () -> { };
        system.swap("card0", "broken");
        assertThat(control.getByte(0)).isEqualTo((byte) REAL);
    }

    @Test
    void aDriverThatFailsToResumeIsFaultedAndTheExchangeStands() throws Exception {
        driver.failing = true;
        system.swap("card0", "real");
        assertThat(node().nexus()).hasValue("real");
        assertThat(node().state()).isEqualTo(NodeSnapshot.State.FAULTED);
        assertThat(node().problem()).hasValueSatisfying(text -> assertThat(text).contains("resume failed", "no answer"));
        assertThat(diagnostics).anySatisfy(line -> assertThat(line).contains("card0", "resume failed"));
        assertThat(driver.calls).endsWith("detach");
        assertThatThrownBy(() -> control.getByte(0)).isInstanceOf(BusError.class);
        driver.failing = false;
        system.attach("card0");
        assertThat(driver.registers.get8(0)).isEqualTo((byte) REAL);
    }

    @Test
    void anInterruptThatTheDriverHasDisabledStaysSoWhenNothingIsExchanged() throws Exception {
        system.registerProvider(new ArenaProvider("memory"), 0);
        system.swap("card0", "real");
        driver.interrupt.disable();
        driver.onSuspend = driver::bindMemory;
        assertErrno(Errno.EBUSY, () -> system.swap("card0", "modelled"), "DMA");
        assertThat(real.line().enabled).isFalse();
        assertThat(node().state()).isEqualTo(NodeSnapshot.State.ATTACHED);
    }

    @Test
    void aListenerThatFailsDoesNotKeepTheOtherFromTakingOver() throws Exception {
        hear = line -> {
            throw new IllegalStateException("a listener");
        };
        driver.failing = true;
        system.swap("card0", "real");
        assertThat(node().nexus()).hasValue("real");
        assertThat(node().state()).isEqualTo(NodeSnapshot.State.FAULTED);
    }

    @Test
    void anUnknownNodeOrNexusIsNamed() {
        assertErrno(Errno.ENOENT, () -> system.swap("card1", "real"), "card1");
        assertErrno(Errno.ENOENT, () -> system.swap("card0", "modelled"), "modelled", "; there are [real]");
        second.close();
        assertErrno(Errno.ENOENT, () -> system.swap("card0", "real"),
                "nexus real does not stand by for card0 of modelled, nor does any other");
    }

    @Test
    void aDeviceOfAnotherShapeDoesNotTakeOver() throws Exception {
        second.close();
        DeviceNode other = Described.of("card0", "card",
                new RegisterSet.Modelled("control", RegisterSet.Space.MEMORY, new Card.Counting(REAL)));
        system.registerNexus(new Card.Publisher("other", other));
        assertErrno(Errno.EINVAL, () -> system.swap("card0", "other"), "2 register sets, the other one 1");
        driver.calls.clear();
        first.close();
        assertThat(driver.calls).as("the old device leaves, and the other one is a new device").startsWith("detach");
        assertThat(node().nexus()).hasValue("other");
        assertThatThrownBy(() -> control.getByte(0)).isInstanceOf(BusError.class);
    }

    @Test
    void aDriverThatCannotBeSuspendedKeepsItsDeviceUntilThatLeaves() throws Exception {
        attached.close();
        PlainDriver plain = new PlainDriver();
        attach(plain);
        assertErrno(Errno.EBUSY, () -> system.swap("card0", "real"), "PlainDriver", "Suspendable");
        assertThat(control.getByte(0)).isEqualTo((byte) MODEL);
        first.close();
        assertThat(plain.calls).containsExactly("detach", "attach");
        assertThat(plain.registers.get8(0)).isEqualTo((byte) REAL);
        assertThatThrownBy(() -> control.getByte(0)).isInstanceOf(BusError.class);
    }

    @Test
    void rawViewsOfTheOldMemoryAreTakenAway() throws Exception {
        LockedRange range = memory.lock(0, P, AccessDirection.READ);
        MemorySegment raw = range.segment();
        assertThat(raw.get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) MODEL);
        first.close();
        assertThatThrownBy(() -> raw.get(ValueLayout.JAVA_BYTE, 0)).isInstanceOf(IllegalStateException.class);
        range.close();
        try (LockedRange again = memory.lock(0, P, AccessDirection.READ)) {
            assertThat(again.segment().get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) REAL);
        }
    }
}
