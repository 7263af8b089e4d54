package org.devmap.runtime.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.devmap.CallContext;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.backend.InterruptSource;
import org.devmap.driver.Interrupt;
import org.devmap.driver.InterruptHandler;
import org.devmap.runtime.bench.Background;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An interrupt with its handler: counts, merging, waiting, and the end. */
class DeviceInterruptTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    /** A source that the test raises. */
    private static final class Line implements InterruptSource {

        private final List<String> calls = new CopyOnWriteArrayList<>();
        private final List<Boolean> handled = new CopyOnWriteArrayList<>();
        private volatile Sink sink;
        private volatile boolean broken;

        @Override
        public void connect(Sink newSink) {
            calls.add(newSink == null ? "disconnect" : "connect");
            if (newSink != null) {
                sink = newSink;
            }
        }

        @Override
        public void enable() throws DdiException {
            calls.add("enable");
            fail();
        }

        @Override
        public void disable() throws DdiException {
            calls.add("disable");
            fail();
        }

        @Override
        public void handled(boolean claimed) {
            handled.add(claimed);
            if (broken) {
                throw new IllegalStateException("the line is cut");
            }
        }

        private void fail() throws DdiException {
            if (broken) {
                throw new DdiException(Errno.EIO, "the line is cut");
            }
        }
    }

    /** A handler that stops until the test lets it go on. */
    private static final class Gated implements InterruptHandler {

        private final AtomicInteger entered = new AtomicInteger();
        private final Semaphore permits = new Semaphore(0);

        @Override
        public Claim handle(Interrupt interrupt) {
            entered.incrementAndGet();
            permits.acquireUninterruptibly();
            return Claim.CLAIMED;
        }
    }

    private final Devices devices = new Devices();
    private final Line line = new Line();
    private final Gated handler = new Gated();
    private final List<DeviceInterrupt> closed = new CopyOnWriteArrayList<>();
    private DeviceInterrupt interrupt = connect(handler);

    private DeviceInterrupt connect(InterruptHandler with) {
        DeviceInterrupt made = new DeviceInterrupt("dv", 0, line, with, devices.services, closed::add);
        made.connect();
        return made;
    }

    @BeforeEach
    void enable() throws DdiException {
        interrupt.enable();
    }

    @AfterEach
    void end() {
        handler.permits.release(1_000);
        devices.close();
    }

    @Test
    void anInterruptThatIsNotEnabledIsNeitherCountedNorServed() {
        DeviceInterrupt disabled = connect(handler);
        line.sink.raised(3);
        assertThat(disabled.count()).isZero();
        assertThat(handler.entered).hasValue(0);
    }

    @Test
    void eventsDuringTheHandlerAreMergedIntoOneCallAndCountedAsMissed() {
        line.sink.raised(1);
        Background.until("the handler to run", () -> handler.entered.get() == 1);
        line.sink.raised(1);
        line.sink.raised(2);
        assertThat(interrupt.count()).isEqualTo(4);
        assertThat(interrupt.missed()).isZero();
        handler.permits.release();
        Background.until("the handler to run again", () -> handler.entered.get() == 2);
        assertThat(interrupt.missed()).as("three events in one call").isEqualTo(2);
        handler.permits.release();
        line.sink.raised(1);
        Background.until("the handler to run a third time", () -> handler.entered.get() == 3);
        assertThat(interrupt.count()).isEqualTo(5);
        assertThat(interrupt.missed()).isEqualTo(2);
    }

    @Test
    void theHandlerRunsInInterruptContext() {
        List<CallContext> contexts = new CopyOnWriteArrayList<>();
        interrupt = connect(self -> {
            contexts.add(devices.calls.context());
            return InterruptHandler.Claim.CLAIMED;
        });
        enableQuietly();
        line.sink.raised(1);
        Background.until("the handler to run", () -> contexts.size() == 1);
        assertThat(contexts).containsExactly(CallContext.INTERRUPT);
    }

    @Test
    void theSourceHearsWhatTheHandlerSaidAfterItHasRun() {
        line.sink.raised(1);
        Background.until("the handler to run", () -> handler.entered.get() == 1);
        assertThat(line.handled).isEmpty();
        handler.permits.release();
        Background.until("the source to hear of it", () -> line.handled.size() == 1);
        assertThat(line.handled).containsExactly(true);
    }

    @Test
    void aHandlerThatFailsOrDoesNotKnowTheInterruptClaimsNothing() {
        AtomicInteger calls = new AtomicInteger();
        interrupt = connect(self -> {
            if (calls.incrementAndGet() == 1) {
                throw new IllegalStateException("broken");
            }
            return InterruptHandler.Claim.UNCLAIMED;
        });
        enableQuietly();
        line.sink.raised(1);
        Background.until("the first answer", () -> line.handled.size() == 1);
        line.sink.raised(1);
        Background.until("the second answer", () -> line.handled.size() == 2);
        assertThat(line.handled).containsExactly(false, false);
    }

    @Test
    void aSourceThatFailsToUnmaskIsReportedAndTheInterruptCanStillBeClosed() {
        handler.permits.release();
        line.broken = true;
        line.sink.raised(1);
        Background.until("the diagnostic", () -> !devices.diagnostics.isEmpty());
        assertThat(devices.diagnostics.getFirst()).contains("unmasking interrupt 0 of dv failed").contains("the line is cut");
        interrupt.close();
        assertThat(closed).containsExactly(interrupt);
    }

    private void enableQuietly() {
        try {
            interrupt.enable();
        } catch (DdiException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void disableWaitsForTheHandlerAndDropsWhatIsPending() throws Exception {
        line.sink.raised(1);
        Background.until("the handler to run", () -> handler.entered.get() == 1);
        line.sink.raised(1);
        Background<Void> disabler = Background.run(interrupt::disable).untilParked();
        handler.permits.release();
        disabler.join();
        assertThat(interrupt.count()).isEqualTo(2);
        assertThat(handler.entered).as("the pending one is not served").hasValue(1);
        line.sink.raised(1);
        assertThat(interrupt.count()).isEqualTo(2);
    }

    @Test
    void aHandlerMayDisableAndCloseItself() {
        interrupt = connect(self -> {
            self.close();
            return InterruptHandler.Claim.CLAIMED;
        });
        enableQuietly();
        line.sink.raised(1);
        Background.until("the interrupt to be closed", () -> closed.size() == 1);
        assertThat(line.calls).endsWith("disable", "disconnect");
    }

    @Test
    void aHandlerThatDiesIsReportedAndTheNextInterruptIsServed() {
        AtomicInteger served = new AtomicInteger();
        interrupt = connect(self -> {
            if (served.incrementAndGet() == 1) {
                throw new LinkageError("a class of the driver is missing");
            }
            return InterruptHandler.Claim.CLAIMED;
        });
        enableQuietly();
        line.sink.raised(1);
        Background.until("the report", () -> !devices.diagnostics.isEmpty());
        line.sink.raised(1);
        Background.until("the next call", () -> served.get() == 2);
        assertThat(devices.diagnostics).singleElement().asString().contains("dv").contains("a class of the driver is missing");
    }

    @Test
    void whoeverWaitsIsToldTheNewCount() throws Exception {
        Background<Long> waiter = Background.call(() -> interrupt.await(0, SECOND)).untilParked();
        line.sink.raised(2);
        assertThat(waiter.join()).isEqualTo(2);
        assertThat(interrupt.await(1, Duration.ZERO)).as("what came before is answered at once").isEqualTo(2);
        assertThat(devices.clock.pending()).as("no timer is left").isZero();
    }

    @Test
    void waitingEndsAfterItsTimeAndNotBefore() throws Exception {
        Background<Long> waiter = Background.call(() -> interrupt.await(0, SECOND)).untilParked();
        devices.clock.advance(SECOND.toNanos() - 1);
        assertThat(waiter.isDone()).isFalse();
        devices.clock.advance(1);
        assertErrno(Errno.ETIMEDOUT, waiter.failure());
    }

    @Test
    void waitingForNoTimeOrForEverIsPossible() throws Exception {
        assertThatThrownBy(() -> interrupt.await(0, Duration.ZERO)).satisfies(e -> assertErrno(Errno.ETIMEDOUT, e));
        assertThatThrownBy(() -> interrupt.await(0, Duration.ofSeconds(-1))).satisfies(e -> assertErrno(Errno.ETIMEDOUT, e));
        devices.clock.advance(1);
        Background<Long> patient = Background.call(() -> interrupt.await(0, Duration.ofSeconds(Long.MAX_VALUE))).untilParked();
        devices.clock.advance(SECOND.toNanos());
        line.sink.raised(1);
        assertThat(patient.join()).isEqualTo(1);
    }

    @Test
    void aSignalEndsTheWaitAndItsFlagIsKept() throws Exception {
        Background<Boolean> waiter = Background.call(() -> {
            assertThatThrownBy(() -> interrupt.await(0, SECOND)).satisfies(e -> assertErrno(Errno.EINTR, e));
            return Thread.interrupted();
        }).untilParked();
        waiter.interrupt();
        assertThat(waiter.join()).isTrue();
    }

    @Test
    void whoeverWaitsIsToldThatTheDeviceIsGoneOrTheHandlerRemoved() throws Exception {
        Background<Long> first = Background.call(() -> interrupt.await(0, SECOND)).untilParked();
        line.sink.gone();
        assertErrno(Errno.EIO, first.failure());
        DeviceInterrupt other = connect(handler);
        Background<Long> second = Background.call(() -> other.await(0, SECOND)).untilParked();
        other.close();
        assertErrno(Errno.EIO, second.failure());
    }

    @Test
    void closeDisablesAndDisconnectsOnceEvenOnABrokenLine() {
        line.broken = true;
        interrupt.close();
        interrupt.close();
        assertThat(line.calls).containsExactly("connect", "enable", "disable", "disconnect");
        assertThat(closed).containsExactly(interrupt);
        assertThat(devices.diagnostics).singleElement().asString().contains("the line is cut");
        line.sink.raised(1);
        assertThat(interrupt.count()).isZero();
    }

    private static void assertErrno(Errno errno, Throwable thrown) {
        assertThat(thrown).isInstanceOfSatisfying(DdiException.class, e -> assertThat(e.errno()).isEqualTo(errno));
    }
}
