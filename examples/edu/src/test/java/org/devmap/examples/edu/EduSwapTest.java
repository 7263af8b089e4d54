package org.devmap.examples.edu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.devmap.DdiException;
import org.devmap.app.AddressSpace;
import org.devmap.app.Mapping;
import org.devmap.backend.Nexus;
import org.devmap.backend.NexusHost;
import org.devmap.backend.sim.SimNexus;
import org.devmap.backend.sim.SimProvider;
import org.devmap.backend.sim.device.BuiltInDevices;
import org.devmap.backend.sim.device.DeviceSettings;
import org.devmap.backend.sim.fault.Fault;
import org.devmap.backend.sim.fault.When;
import org.devmap.dto.NodeSnapshot;
import org.devmap.embed.DevmapSystem;
import org.devmap.embed.SystemConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two devices take turns behind one node, while an application has its registers mapped and its files open. */
@Timeout(60)
class EduSwapTest {

    private final List<String> diagnostics = new CopyOnWriteArrayList<>();
    private final DevmapSystem system = DevmapSystem.create(SystemConfiguration.builder().clock(new PatientClock())
            .diagnostics(diagnostics::add).build());
    private final AddressSpace space = system.spaces().create("application");
    private final SimNexus first = new SimNexus("edu0");
    private final AtomicInteger unreachable = new AtomicInteger();
    private DevmapSystem.Registration firstRegistered;
    private EduFile edu;
    private Mapping registers;
    private Mapping buffer;

    /** Devices of another nexus, for which one of the simulator stands in. */
    private record Other(SimNexus nexus) implements Nexus {

        @Override
        public String name() {
            return "other";
        }

        @Override
        public void start(NexusHost host) throws DdiException {
            nexus.start(host);
        }

        @Override
        public void stop() {
            nexus.stop();
        }
    }

    @BeforeEach
    void open() throws DdiException {
        SimNexus second = new SimNexus(new String[0]);
        second.add((time, executor) ->
                new PickyDevice(BuiltInDevices.of(DeviceSettings.byName("edu0")).create(time, executor), unreachable));
        system.registerProvider(new SimProvider(0), 0);
        firstRegistered = system.registerNexus(first);
        system.registerNexus(new Other(second));
        system.registerDriver(new EduDriver(), "edu");
        edu = EduFile.open(space, "registers");
        registers = edu.map();
        buffer = EduFile.open(space, "buffer").map();
    }

    @AfterEach
    void close() {
        system.close();
    }

    private NodeSnapshot node() {
        return system.snapshot().node("edu0").orElseThrow();
    }

    private void computeByHand(int number) {
        registers.setInt(EduRegisters.FACTORIAL, number);
        while ((registers.getInt(EduRegisters.STATUS) & 1) != 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void whatTheDeviceHeldIsInTheOtherOne() throws DdiException {
        registers.setInt(EduRegisters.LIVENESS, 0x1234_5678);
        buffer.fill(0, 4095, (byte) 7);
        edu.command(EduIoctl.SEND, 4095);
        buffer.fill(0, 4096, (byte) 8);
        for (int factorial : List.of(120, 0, 1, 1932053504)) {
            computeByHand(switch (factorial) {
                case 120 -> 5;
                case 0 -> 40;
                case 1 -> 1;
                default -> 13;
            });
            for (String nexus : List.of("other", "sim")) {
                system.swap("edu0", nexus);
                assertThat(node().nexus()).hasValue(nexus);
                assertThat(registers.getInt(EduRegisters.IDENTITY)).isEqualTo(EduRegisters.IDENTITY_VALUE);
                assertThat(registers.getInt(EduRegisters.LIVENESS)).isEqualTo(~0x1234_5678);
                assertThat(registers.getInt(EduRegisters.FACTORIAL)).isEqualTo(factorial);
                assertThat(registers.getInt(EduRegisters.INTERRUPT_STATUS)).isZero();
                assertThat(buffer.getByte(0)).as("the application's memory").isEqualTo((byte) 8);
            }
        }
        edu.command(EduIoctl.RECEIVE, 4095);
        assertThat(buffer.getByte(0)).isEqualTo((byte) 7);
        assertThat(buffer.getByte(4094)).isEqualTo((byte) 7);
        assertThat(buffer.getByte(4095)).isEqualTo((byte) 8);
        assertThat(diagnostics).isEmpty();
    }

    @Test
    void interruptsComeFromTheOneInChargeAndAreCountedOn() throws DdiException {
        for (int swaps = 0; swaps < 10; swaps++) {
            edu.command(EduIoctl.RAISE, 0x2);
            assertThat(edu.count(EduIoctl.COUNTS_ALL)).isEqualTo(swaps + 1);
            system.swap("edu0", swaps % 2 == 0 ? "other" : "sim");
        }
        assertThat(edu.count(EduIoctl.COUNTS_MISSED)).isZero();
    }

    @Test
    void commandsOfSeveralThreadsAreRightWhileDevicesTakeTurns() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger commands = new AtomicInteger();
        List<Callable<Void>> work = new ArrayList<>();
        for (int number = 5; number < 9; number++) {
            int n = number;
            work.add(() -> {
                int expected = List.of(120, 720, 5040, 40320).get(n - 5);
                while (!done.get()) {
                    assertThat(edu.command(EduIoctl.FACTORIAL, n)).isEqualTo(expected);
                    commands.incrementAndGet();
                }
                return null;
            });
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(work.size())) {
            List<Future<Void>> results = work.stream().map(threads::submit).toList();
            for (int swaps = 0; swaps < 20; swaps++) {
                int before = commands.get();
                system.swap("edu0", swaps % 2 == 0 ? "other" : "sim");
                while (commands.get() < before + 2 * work.size() && results.stream().noneMatch(Future::isDone)) {
                    Thread.onSpinWait();
                }
            }
            done.set(true);
            for (Future<Void> result : results) {
                result.get();
            }
        }
    }

    @Test
    void aDeviceThatDoesNotReachTheMemoryOfApplicationsTransfersToACopyOfIt() throws DdiException {
        buffer.setInt(0, 42);
        edu.command(EduIoctl.SEND, 4);
        unreachable.set(1);
        system.swap("edu0", "other");
        assertThat(buffer.getInt(0)).isEqualTo(42);
        buffer.setInt(0, 0);
        edu.command(EduIoctl.RECEIVE, 4);
        assertThat(buffer.getInt(0)).as("sent to the one before").isEqualTo(42);
        buffer.setInt(0, 43);
        edu.command(EduIoctl.SEND, 4);
        system.swap("edu0", "sim");
        buffer.setInt(0, 0);
        edu.command(EduIoctl.RECEIVE, 4);
        assertThat(buffer.getInt(0)).isEqualTo(43);
        assertThat(system.snapshot().cookies()).as("memory and copy").hasSize(2);
    }

    @Test
    void withoutAnyWayToMemoryTheRestGoesOn() throws DdiException {
        unreachable.set(2);
        system.swap("edu0", "other");
        assertThatThrownBy(() -> edu.command(EduIoctl.SEND, 4)).isInstanceOf(DdiException.class)
                .hasMessageStartingWith("ENOTSUP");
        assertThat(edu.command(EduIoctl.FACTORIAL, 5)).isEqualTo(120);
        system.swap("edu0", "sim");
        buffer.setInt(0, 42);
        edu.command(EduIoctl.SEND, 4);
    }

    @Test
    void aDeviceThatDoesNotBecomeIdleStaysInCharge() throws DdiException {
        first.faults().inject("edu0", new Fault.StuckBits(new Fault.Where("registers", EduRegisters.STATUS, 4), 0x1, 0),
                When.ALWAYS);
        assertThatThrownBy(() -> system.swap("edu0", "other")).isInstanceOf(DdiException.class)
                .hasMessageStartingWith("EBUSY").hasMessageContaining("not idle");
        assertThat(node().nexus()).hasValue("sim");
        assertThat(node().state()).isEqualTo(NodeSnapshot.State.ATTACHED);
        buffer.setInt(0, 42);
        edu.command(EduIoctl.SEND, 4);
    }

    /** It answers ones, which are no state. */
    @Test
    void whatHasBeenPulledOutIsNotWaitedFor() throws DdiException {
        registers.setInt(EduRegisters.LIVENESS, 1);
        first.faults().inject("edu0", new Fault.Removal(), When.ALWAYS);
        firstRegistered.close();
        assertThat(node().nexus()).hasValue("other");
        assertThat(registers.getInt(EduRegisters.LIVENESS)).isZero();
        assertThat(registers.getInt(EduRegisters.FACTORIAL)).isZero();
        assertThat(edu.command(EduIoctl.FACTORIAL, 5)).isEqualTo(120);
    }
}
