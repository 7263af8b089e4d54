package org.devmap.examples.edu;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.driver.RegisterHandle;

/**
 * What a device holds and its users can see, taken from one to be given to another. For whoever has the device alone:
 * nobody else commands it, or looks at the memory that it transfers to.
 *
 * @param liveness what the register answers
 * @param factorial what the register holds
 * @param status the bits of the status that can be written
 * @param buffer the device's own, as far as a transfer reaches; empty where there is no DMA
 */
record HeldState(int liveness, int factorial, int status, byte[] buffer) {

    /** After power-up. */
    private static final HeldState NOTHING = new HeldState(0, 0, 0, new byte[0]);

    private static final int COMPUTING = 0x1;
    private static final long LOOK_NANOS = TimeUnit.MICROSECONDS.toNanos(100);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);
    /** What counts at most of the time between two looks: a machine that stands still gives the device no time either. */
    private static final long COUNTED_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    /** Its factorial is a multiple of 2^32, as are those of all greater numbers. */
    private static final int FIRST_ZERO_FACTORIAL = 34;

    /**
     * Takes it from a device, which is idle and does not interrupt any more when this returns. One that has been pulled
     * out answers ones and holds nothing.
     *
     * @throws DdiException EBUSY if the device does not become idle
     */
    static HeldState takeFrom(RegisterHandle registers, DmaBuffer memory) throws DdiException {
        if (registers.get32(EduRegisters.IDENTITY) != EduRegisters.IDENTITY_VALUE) {
            return NOTHING;
        }
        awaitIdle(registers);
        int status = registers.get32(EduRegisters.STATUS) & EduRegisters.INTERRUPT_AFTER_FACTORIAL;
        HeldState held = new HeldState(registers.get32(EduRegisters.LIVENESS), registers.get32(EduRegisters.FACTORIAL),
                status, memory.isReached() ? bufferOf(registers, memory) : new byte[0]);
        silence(registers);
        return held;
    }

    private static byte[] bufferOf(RegisterHandle registers, DmaBuffer memory) throws DdiException {
        return memory.lend(new byte[EduRegisters.TRANSFER_SIZE],
                address -> transfer(registers, EduRegisters.BUFFER, address, EduRegisters.DMA_TO_MEMORY));
    }

    /**
     * Gives it to a device, whatever that held.
     *
     * @throws DdiException EBUSY if the device does not become idle
     */
    void giveTo(RegisterHandle registers, DmaBuffer memory) throws DdiException {
        awaitIdle(registers);
        silence(registers);
        registers.put32(EduRegisters.LIVENESS, ~liveness);
        registers.put32(EduRegisters.FACTORIAL, numberWithFactorial(factorial));
        if (buffer.length > 0 && memory.isReached()) {
            memory.lend(buffer, address -> transfer(registers, address, EduRegisters.BUFFER, 0));
        }
        awaitIdle(registers);
        registers.put32(EduRegisters.STATUS, status);
    }

    private static void silence(RegisterHandle registers) {
        registers.put32(EduRegisters.STATUS, 0);
        registers.put32(EduRegisters.INTERRUPT_ACKNOWLEDGE, registers.get32(EduRegisters.INTERRUPT_STATUS));
    }

    private static void transfer(RegisterHandle registers, long source, long destination, long way)
            throws DdiException {
        Edu.startTransfer(registers, source, destination, EduRegisters.TRANSFER_SIZE, way);
        awaitIdle(registers);
    }

    /** Looks, because it is not for interrupts to come while a device is exchanged. */
    private static void awaitIdle(RegisterHandle registers) throws DdiException {
        long waited = 0;
        long last = System.nanoTime();
        while ((registers.get32(EduRegisters.STATUS) & COMPUTING) != 0
                || (registers.get64(EduRegisters.DMA_COMMAND) & EduRegisters.DMA_START) != 0) {
            if (waited > PATIENCE_NANOS) {
                throw new DdiException(Errno.EBUSY, "the device is not idle after %d s"
                        .formatted(TimeUnit.NANOSECONDS.toSeconds(PATIENCE_NANOS)));
            }
            LockSupport.parkNanos(LOOK_NANOS);
            long now = System.nanoTime();
            waited += Math.min(now - last, COUNTED_NANOS);
            last = now;
        }
    }

    /** The register takes a number and holds its factorial: no other way leads to what it held. */
    private static int numberWithFactorial(int factorial) {
        int number = 0;
        for (int product = 1; product != factorial && number < FIRST_ZERO_FACTORIAL; product *= number) {
            number++;
        }
        return number;
    }
}
