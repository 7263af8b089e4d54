package org.devmap.examples.edu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.devmap.DdiException;
import org.devmap.app.AddressSpace;
import org.devmap.app.Mapping;
import org.devmap.backend.BackendMemory;
import org.devmap.backend.DeviceNode;
import org.devmap.backend.MemoryProvider;
import org.devmap.backend.MemoryRequest;
import org.devmap.backend.sim.SimNexus;
import org.devmap.backend.sim.SimProvider;
import org.devmap.backend.sim.device.BuiltInDevices;
import org.devmap.backend.sim.device.DeviceSettings;
import org.devmap.backend.sim.fault.Fault;
import org.devmap.backend.sim.fault.When;
import org.devmap.dto.NodeSnapshot;
import org.devmap.embed.DevmapSystem;
import org.devmap.embed.ManualClock;
import org.devmap.embed.SystemConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Devices that lose interrupts, hold on to them, or do not reach memory. */
@Timeout(60)
class FaultyDeviceTest {

    private static final long SECOND = 1_000_000_000;

    private final ManualClock clock = new ManualClock();
    private final DevmapSystem system = DevmapSystem.create(SystemConfiguration.builder().clock(clock).build());
    private final AddressSpace space = system.spaces().create("application");
    private final List<Boolean> hugePages = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        system.close();
    }

    /** The provider of the simulator, and what it was asked for. */
    private final class NotingProvider implements MemoryProvider {

        private final SimProvider provider = new SimProvider(0);

        @Override
        public String name() {
            return "noting";
        }

        @Override
        public BackendMemory allocate(MemoryRequest request) throws DdiException {
            hugePages.add(request.hugePages());
            return provider.allocate(request);
        }
    }

    private SimNexus attach(SimNexus nexus) throws DdiException {
        system.registerProvider(new NotingProvider(), 0);
        system.registerNexus(nexus);
        system.registerDriver(new EduDriver(), "pci1234,11e8", "edu");
        return nexus;
    }

    private void attachPicky(int unreachable) throws DdiException {
        SimNexus nexus = new SimNexus(new String[0]);
        nexus.add((time, executor) -> {
            DeviceNode edu = BuiltInDevices.of(DeviceSettings.byName("edu0")).create(time, executor);
            return new PickyDevice(edu, List.of("pci1234,11e8"), edu.registerSets().reversed(),
                    new AtomicInteger(unreachable));
        });
        attach(nexus);
        assertThat(system.snapshot().node("edu0").orElseThrow().state()).isEqualTo(NodeSnapshot.State.ATTACHED);
    }

    /** Runs a command, and lets time pass when both the device and the driver wait for it. */
    private int command(EduFile edu, int command, int number, long nanos) throws Exception {
        FutureTask<Integer> task = new FutureTask<>(() -> edu.command(command, number));
        Thread.startVirtualThread(task);
        while (clock.pending() < 2) {
            Thread.onSpinWait();
        }
        clock.advance(nanos);
        return task.get();
    }

    @Test
    void memoryThatTheDeviceDoesNotReachIsTriedAgainInHugePages() throws Exception {
        attachPicky(1);
        assertThat(hugePages).containsExactly(false, true);
        assertThat(system.snapshot().cookies()).hasSize(1);
        Mapping buffer = EduFile.open(space, "buffer").map();
        EduFile edu = EduFile.open(space, "registers");
        buffer.setInt(0, 42);
        command(edu, EduIoctl.SEND, 4, 100_000);
        buffer.setInt(0, 0);
        command(edu, EduIoctl.RECEIVE, 4, 100_000);
        assertThat(buffer.getInt(0)).isEqualTo(42);
    }

    @Test
    void withoutDmaTheRestWorksAndTheCommandsThatNeedItSayWhy() throws Exception {
        attachPicky(2);
        assertThat(system.snapshot().cookies()).hasSize(1);
        EduFile edu = EduFile.open(space, "registers");
        for (int command : List.of(EduIoctl.SEND, EduIoctl.RECEIVE)) {
            assertThatThrownBy(() -> edu.command(command, 4)).isInstanceOf(DdiException.class)
                    .hasMessageStartingWith("ENOTSUP").hasMessageContaining(PickyDevice.REFUSAL);
        }
        EduFile.open(space, "buffer").map().setInt(0, 42);
        assertThat(command(edu, EduIoctl.FACTORIAL, 5, 1_000_000)).isEqualTo(120);
    }

    @Test
    void anInterruptThatIsLostEndsTheCommandAndNotTheDriver() throws Exception {
        SimNexus nexus = attach(new SimNexus("edu0"));
        EduFile edu = EduFile.open(space, "registers");
        nexus.faults().inject("edu0", new Fault.LostInterrupt(0), When.ONCE);
        assertThatThrownBy(() -> command(edu, EduIoctl.FACTORIAL, 5, 5 * SECOND)).hasCauseInstanceOf(DdiException.class)
                .hasStackTraceContaining("ETIMEDOUT: edu0 did not interrupt for reason 0x1 within 5 s");
        // The reason is still there and keeps the line up: the application takes it away.
        edu.map().setInt(EduRegisters.INTERRUPT_ACKNOWLEDGE, EduRegisters.FACTORIAL_DONE);
        assertThat(command(edu, EduIoctl.FACTORIAL, 6, 1_000_000)).isEqualTo(720);
        assertThat(clock.pending()).as("timeouts").isZero();
    }

    @Test
    void whoWaitsWhenTheDriverLeavesIsTold() throws Exception {
        attach(new SimNexus("edu0"));
        EduFile edu = EduFile.open(space, "registers");
        FutureTask<Integer> task = new FutureTask<>(() -> edu.command(EduIoctl.FACTORIAL, 5));
        Thread.startVirtualThread(task);
        while (clock.pending() < 2) {
            Thread.onSpinWait();
        }
        system.close();
        assertThatThrownBy(task::get).hasCauseInstanceOf(DdiException.class)
                .hasStackTraceContaining("EIO: the driver of edu0");
    }

    @Test
    void aReasonThatIsStuckDoesNotHoldTheDriver() throws Exception {
        SimNexus nexus = attach(new SimNexus("edu0"));
        EduFile edu = EduFile.open(space, "registers");
        nexus.faults().inject("edu0", new Fault.StuckBits(new Fault.Where("registers", 0x24, 4), 0x8, 0), When.ALWAYS);
        assertThat(edu.command(EduIoctl.RAISE, 0x2)).isEqualTo(0x2);
        assertThat(edu.command(EduIoctl.RAISE, 0x2)).isEqualTo(0x2);
    }
}
