package org.devmap.examples.edu;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.backend.DevmapClock;
import org.devmap.driver.DeviceInfo;
import org.devmap.driver.Interrupt;
import org.devmap.driver.InterruptHandler;
import org.devmap.driver.RegisterHandle;

/**
 * Acknowledges the interrupt of a device and wakes those who wait for what it says. Whoever waits does not look at the
 * device meanwhile: what it says before its interrupt depends on who is faster.
 */
final class EduInterrupt implements InterruptHandler, AutoCloseable {

    private static final int PATIENCE_SECONDS = 5;
    /** Each round takes away one reason at least, so that more of them mean a device that does not let go. */
    private static final int ROUNDS = Integer.SIZE;

    private enum Outcome { SERVED, LATE, DETACHED }

    private final DeviceInfo device;
    private final RegisterHandle registers;
    /** Who waits; guarded by the monitor of this object. */
    private final List<Waiter> waiters = new ArrayList<>();
    private boolean closed;

    EduInterrupt(DeviceInfo device, RegisterHandle registers) {
        this.device = device;
        this.registers = registers;
    }

    /**
     * The line stays up as long as there is a reason, and tells only when it rises: one that came after the first look
     * must not be left behind.
     */
    @Override
    public Claim handle(Interrupt interrupt) {
        int served = 0;
        int reasons = registers.get32(EduRegisters.INTERRUPT_STATUS);
        for (int round = 0; reasons != 0 && round < ROUNDS; round++) {
            registers.put32(EduRegisters.INTERRUPT_ACKNOWLEDGE, reasons);
            served |= reasons;
            reasons = registers.get32(EduRegisters.INTERRUPT_STATUS);
        }
        serve(served);
        return served == 0 ? Claim.UNCLAIMED : Claim.CLAIMED;
    }

    private synchronized void serve(int reasons) {
        waiters.forEach(waiter -> waiter.serve(reasons));
    }

    /** Starts to wait: to be called before the device is told what to do, so that no interrupt comes too early. */
    synchronized Waiter expect(int reasons) throws DdiException {
        if (closed) {
            throw departed();
        }
        Waiter waiter = new Waiter(reasons);
        waiters.add(waiter);
        return waiter;
    }

    private synchronized void forget(Waiter waiter) {
        waiters.remove(waiter);
    }

    /** The driver is detached: whoever waits need not wait any longer. */
    @Override
    public synchronized void close() {
        closed = true;
        waiters.forEach(waiter -> waiter.outcome.complete(Outcome.DETACHED));
    }

    private DdiException departed() {
        return new DdiException(Errno.EIO, "the driver of " + device.name() + " has left");
    }

    /** Somebody who waits until all of some reasons were served, together or one after the other. */
    final class Waiter implements AutoCloseable {

        private final int reasons;
        private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        private int missing;

        private Waiter(int reasons) {
            this.reasons = reasons;
            missing = reasons;
        }

        private void serve(int served) {
            missing &= ~served;
            if (missing == 0) {
                outcome.complete(Outcome.SERVED);
            }
        }

        void await() throws DdiException {
            try (DeviceInfo.Timeout _ = device.timeout(() -> outcome.complete(Outcome.LATE),
                    PATIENCE_SECONDS * DevmapClock.TICKS_PER_SECOND)) {
                switch (outcome.get()) {
                    case SERVED -> { }
                    case LATE -> throw new DdiException(Errno.ETIMEDOUT,
                            "%s did not interrupt for reason 0x%x within %d s"
                                    .formatted(device.name(), reasons, PATIENCE_SECONDS));
                    case DETACHED -> throw departed();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new DdiException(Errno.EINTR, "interrupted while waiting for " + device.name(), e);
            } catch (ExecutionException e) {
                throw new IllegalStateException("it is never completed so", e);
            }
        }

        @Override
        public void close() {
            forget(this);
        }
    }
}
