package org.devmap.backend.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import org.devmap.BusError;
import org.devmap.DdiException;
import org.devmap.IoDirection;
import org.devmap.backend.sim.fault.Fault;
import org.devmap.backend.sim.fault.When;
import org.devmap.driver.CbOps;
import org.devmap.driver.DeviceDriver;
import org.devmap.driver.DeviceInfo;
import org.devmap.driver.DmaBinding;
import org.devmap.driver.Interrupt;
import org.devmap.driver.InterruptHandler;
import org.devmap.driver.NamedRegister;
import org.devmap.driver.RegisterHandle;
import org.devmap.driver.UmemCookie;
import org.devmap.driver.UmemFlags;
import org.devmap.embed.DevmapSystem;
import org.devmap.embed.ManualClock;
import org.devmap.embed.SystemConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A driver of the edu device on a whole system, with nothing known of the simulator: interrupts, DMA, time and faults. */
class EduDriverTest {

    private static final long BUFFER = 0x4_0000;

    private final ManualClock clock = new ManualClock();
    private final SimNexus nexus = new SimNexus("edu0");
    private final EduDriver driver = new EduDriver();
    private DevmapSystem system;

    /** Acknowledges interrupts and passes on why they came. */
    private static final class EduDriver implements DeviceDriver {

        private final LinkedBlockingQueue<Long> reasons = new LinkedBlockingQueue<>();
        private DeviceInfo device;
        private RegisterHandle registers;
        private Interrupt interrupt;

        @Override
        public CbOps entryPoints() {
            return CbOps.builder().build();
        }

        @Override
        public void attach(DeviceInfo newDevice) throws DdiException {
            device = newDevice;
            registers = device.regsMapSetup(device.regNumber("registers"), 0, 0, null);
            NamedRegister status = registers.register("INTERRUPT_STATUS");
            NamedRegister acknowledge = registers.register("INTERRUPT_ACK");
            interrupt = device.addInterrupt(0, which -> {
                long reason = status.get();
                acknowledge.put(reason);
                reasons.add(reason);
                return reason == 0 ? InterruptHandler.Claim.UNCLAIMED : InterruptHandler.Claim.CLAIMED;
            });
            interrupt.enable();
        }

        @Override
        public void detach(DeviceInfo gone) {
            interrupt.close();
            registers.close();
        }
    }

    @BeforeEach
    void start() throws Exception {
        system = DevmapSystem.create(SystemConfiguration.builder().clock(clock).build());
        system.registerProvider(new SimProvider(), 0);
        system.registerNexus(nexus);
        system.registerDriver(driver, "edu");
    }

    @AfterEach
    void stop() {
        system.close();
    }

    @Test
    void theFactorialIsDoneWhenTheInterruptSaysSo() throws Exception {
        driver.registers.register("STATUS").put(0x80);
        driver.registers.register("FACTORIAL").put(12);
        assertThat(driver.registers.register("STATUS").getField("COMPUTING")).isEqualTo(1);

        clock.advance(1_000_000);

        assertThat(driver.reasons.take()).isEqualTo(1);
        assertThat(driver.registers.register("FACTORIAL").get()).isEqualTo(479_001_600);
        assertThat(driver.interrupt.await(0, Duration.ofSeconds(1))).isEqualTo(1);
    }

    @Test
    void dataGoToTheDeviceAndBackByDma() throws Exception {
        UmemCookie cookie = driver.device.umemAlloc(8192, UmemFlags.SLEEP);
        cookie.memory().setLong(0, 0x0123_4567_89AB_CDEFL);
        try (DmaBinding binding = driver.device.dmaBind(cookie, 0, 8192, IoDirection.BOTH)) {
            transfer(binding.deviceAddress(), BUFFER, 8, 0x5);
            transfer(BUFFER, binding.deviceAddress() + 4096, 8, 0x7);
            binding.sync(4096, 8, IoDirection.FROM_DEVICE);
        }

        assertThat(cookie.memory().getLong(4096)).isEqualTo(0x0123_4567_89AB_CDEFL);
        cookie.free();
    }

    private void transfer(long source, long destination, long count, long command) throws Exception {
        driver.registers.put64(0x80, source);
        driver.registers.put64(0x88, destination);
        driver.registers.put64(0x90, count);
        driver.registers.put64(0x98, command);
        clock.advance(100_000);
        assertThat(driver.reasons.take()).isEqualTo(0x100);
    }

    @Test
    void aSpuriousInterruptIsNotTheDevicesOwn() throws Exception {
        nexus.faults().inject("edu0", new Fault.SpuriousInterrupt(0), When.ONCE);

        assertThat(driver.reasons.take()).isZero();
    }

    @Test
    void aRefusedAccessIsABusErrorThatNamesTheRegister() {
        assertThatThrownBy(() -> driver.registers.get8(0x20)).isInstanceOf(BusError.class)
                .hasStackTraceContaining("STATUS (0x20");
        nexus.faults().inject("edu0", new Fault.BusFailure(Fault.Where.all("registers")), When.ONCE);
        assertThatThrownBy(() -> driver.registers.get32(0x00)).isInstanceOf(BusError.class)
                .hasStackTraceContaining("injected bus failure");
        assertThat(driver.registers.get32(0x00)).isEqualTo(0x0100_00ED);
    }
}
