package org.devmap.backend.sim.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.backend.InterruptSource;
import org.devmap.backend.MemoryRequest;
import org.devmap.backend.RegisterModel;
import org.devmap.backend.RegisterSet;
import org.devmap.backend.sim.SimNexus;
import org.devmap.backend.sim.SimProvider;
import org.devmap.backend.sim.StubHost;
import org.devmap.backend.sim.record.Recorder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultsTest {

    private static final long SELECT = 0x0;
    private static final long STATUS = 0x8;
    private static final long IDENT = 0xC;

    private final StubHost host = new StubHost();
    private final FaultDesk desk = new FaultDesk();
    private final List<String> told = new ArrayList<>();
    private RegisterModel control;
    private RegisterModel edu;
    private InterruptSource interrupt;

    @BeforeEach
    void start() throws Exception {
        new SimNexus(desk, new Recorder(), "context0", "edu0").start(host);
        control = ((RegisterSet.Modelled) host.nodes.get("context0").registerSets().get(2)).model();
        edu = ((RegisterSet.Modelled) host.nodes.get("edu0").registerSets().get(1)).model();
        interrupt = host.nodes.get("edu0").interrupts().getFirst();
        interrupt.connect(new InterruptSource.Sink() {
            @Override
            public void raised(long events) {
                told.add("raised " + events);
            }

            @Override
            public void gone() {
                told.add("gone");
            }
        });
        interrupt.enable();
    }

    private void raiseAndAcknowledge() throws DdiException {
        edu.write(0x60, 4, 1);
        edu.write(0x64, 4, 1);
    }

    private static Fault.Where at(long offset) {
        return new Fault.Where("control", offset, 4);
    }

    @Test
    void stuckBitsReadTheSameWhateverIsWrittenAndInEveryWidth() throws Exception {
        desk.inject("context0", new Fault.StuckBits(at(SELECT), 0b0001, 0b0010), When.ALWAYS);

        control.write(SELECT, 4, 0b0110);

        assertThat(control.read(SELECT, 4)).isEqualTo(0b0101);
        assertThat(control.read(STATUS, 4)).as("the device itself is as it was").isEqualTo(0x601);
    }

    @Test
    void stuckBitsLieWhereTheyLieInAWiderAccess() throws Exception {
        desk.inject("edu0", new Fault.StuckBits(new Fault.Where("registers", 0x81, 1), 0xA5, 0xFF), When.ALWAYS);

        assertThat(edu.read(0x80, 8)).isEqualTo(0xA500);
        assertThat(edu.read(0x84, 4)).isZero();
    }

    @Test
    void aBusFailureHitsItsRangeOnlyAndAsOftenAsOrdered() throws Exception {
        Faults.Injection failure = desk.inject("context0", new Fault.BusFailure(at(IDENT)), When.times(2));

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> control.read(IDENT, 4))
                    .isInstanceOfSatisfying(DdiException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EIO))
                    .hasMessageContaining("read of 4 bytes at 0xc of context0 control: injected bus failure on control 0xc+4");
        }
        assertThat(control.read(STATUS, 4)).isEqualTo(1);
        assertThat(control.read(IDENT, 4)).isEqualTo(0x4358_0001);
        assertThat(failure.hits()).isEqualTo(2);
        assertThat(desk.active()).isEmpty();
    }

    @Test
    void anotherDeviceIsNotHit() throws Exception {
        desk.inject("context1", new Fault.BusFailure(Fault.Where.all("control")), When.ALWAYS);

        assertThat(control.read(IDENT, 4)).isEqualTo(0x4358_0001);
    }

    @Test
    void closingAFaultEndsIt() throws Exception {
        try (Faults.Injection failure = desk.inject("context0", new Fault.BusFailure(Fault.Where.all("control")), When.ALWAYS)) {
            assertThatThrownBy(() -> control.write(SELECT, 4, 1)).hasMessageContaining("write of 4 bytes");
            assertThat(desk.active()).containsExactly(failure);
        }
        control.write(SELECT, 4, 1);
        assertThat(control.read(SELECT, 4)).isEqualTo(1);
    }

    @Test
    void theSameSeedGivesTheSameHits() {
        List<Boolean> first = outcomes(7);

        assertThat(outcomes(7)).isEqualTo(first);
        assertThat(outcomes(8)).isNotEqualTo(first);
        assertThat(first.stream().filter(hit -> hit).count()).isBetween(200L, 400L);
    }

    private List<Boolean> outcomes(long seed) {
        List<Boolean> outcomes = new ArrayList<>();
        try (Faults.Injection failure = desk.inject("context0", new Fault.BusFailure(at(IDENT)), When.randomly(0.3, seed))) {
            for (int i = 0; i < 1000; i++) {
                long before = failure.hits();
                try {
                    control.read(IDENT, 4);
                } catch (DdiException hit) {
                    assertThat(hit.errno()).isEqualTo(Errno.EIO);
                }
                outcomes.add(failure.hits() > before);
            }
        }
        return outcomes;
    }

    @Test
    void aSlowAccessEndsWhenItsTimeHasPassedOnTheClock() throws Exception {
        desk.inject("context0", new Fault.Slow(at(IDENT), 5_000), When.ALWAYS);
        FutureTask<Long> access = new FutureTask<>(() -> control.read(IDENT, 4));
        Thread.ofPlatform().start(access);
        awaitPending();

        host.clock.advance(4_999);
        assertThat(access.isDone()).isFalse();
        host.clock.advance(1);

        assertThat(access.get()).isEqualTo(0x4358_0001);
    }

    @Test
    void aHangEndsWithATimeout() throws Exception {
        desk.inject("context0", new Fault.Hang(at(IDENT), 5_000), When.ALWAYS);
        FutureTask<Errno> access = new FutureTask<>(() -> {
            try {
                control.read(IDENT, 4);
                return null;
            } catch (DdiException end) {
                return end.errno();
            }
        });
        Thread.ofPlatform().start(access);
        awaitPending();

        host.clock.advance(5_000);

        assertThat(access.get()).isEqualTo(Errno.ETIMEDOUT);
    }

    @Test
    void anInterruptedThreadDoesNotWaitAndKeepsItsFlag() {
        desk.inject("context0", new Fault.Hang(at(IDENT), 5_000), When.ALWAYS);
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> control.read(IDENT, 4))
                .isInstanceOfSatisfying(DdiException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EINTR));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(host.clock.pending()).isZero();
    }

    private void awaitPending() {
        while (host.clock.pending() == 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aRemovedDeviceReadsAllOnesAndItsInterruptIsGone() throws Exception {
        control.write(SELECT, 4, 3);
        Faults.Injection removal = desk.inject("context0", new Fault.Removal(), When.ALWAYS);
        desk.inject("edu0", new Fault.Removal(), When.ALWAYS);

        control.write(SELECT, 4, 5);
        assertThat(control.read(SELECT, 4)).isEqualTo(0xFFFF_FFFFL);
        assertThat(edu.read(0x80, 8)).isEqualTo(-1);
        assertThat(told).containsExactly("gone");
        assertThatThrownBy(interrupt::enable).hasMessageContaining("edu0 is gone");

        removal.close();
        assertThat(control.read(SELECT, 4)).as("the write was lost").isEqualTo(3);
    }

    @Test
    void anInterruptCanGetLostOrComeUnasked() throws Exception {
        desk.inject("edu0", new Fault.LostInterrupt(0), When.ONCE);
        raiseAndAcknowledge();
        assertThat(told).isEmpty();

        raiseAndAcknowledge();
        assertThat(told).hasSize(1);

        desk.inject("edu0", new Fault.SpuriousInterrupt(0), When.ONCE);
        assertThat(told).hasSize(2);
        assertThat(edu.read(0x24, 4)).as("nobody raised it").isZero();
        interrupt.disable();
        desk.inject("edu0", new Fault.SpuriousInterrupt(0), When.ONCE);
        assertThat(told).hasSize(2);
    }

    @Test
    void memoryCanRunOut() throws Exception {
        SimProvider provider = new SimProvider(0, desk);
        desk.failAllocations(When.ONCE);

        assertThatThrownBy(() -> provider.allocate(MemoryRequest.of(4096, "umem of x0")))
                .isInstanceOfSatisfying(DdiException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOMEM))
                .hasMessageContaining("umem of x0: injected");
        provider.allocate(MemoryRequest.of(4096, "umem of x0")).release();
    }

    @Test
    void ordersThatCannotBeAreRefused() {
        assertThatThrownBy(() -> When.randomly(1.5, 0)).hasMessageContaining("1.5");
        assertThatThrownBy(() -> When.times(0)).hasMessageContaining("times 0");
        assertThatThrownBy(() -> new Fault.Where("control", 0, 0)).hasMessageContaining("length 0");
    }
}
