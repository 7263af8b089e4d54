package org.devmap.examples.edu;

import java.util.concurrent.locks.ReentrantLock;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.driver.AccessAttributes;
import org.devmap.driver.DeviceInfo;
import org.devmap.driver.Endian;
import org.devmap.driver.Interrupt;
import org.devmap.driver.Ordering;
import org.devmap.driver.RegisterHandle;
import org.devmap.driver.UmemCookie;

/** The private structure of one device, and what it can be told to do. Thread-safe: one command at a time. */
final class Edu implements AutoCloseable {

    private static final AccessAttributes LITTLE_ENDIAN = AccessAttributes.of(Endian.LITTLE, Ordering.STRICT);

    private final ReentrantLock command = new ReentrantLock();
    private final int registerSet;
    private RegisterHandle registers;
    private DmaBuffer buffer;
    private EduInterrupt service;
    private Interrupt interrupt;
    /** What the device held when it was suspended. */
    private HeldState held;

    private Edu(int registerSet) {
        this.registerSet = registerSet;
    }

    /** What was made before the step that failed is undone. */
    static Edu open(DeviceInfo device) throws DdiException {
        Edu edu = new Edu(findRegisters(device));
        try {
            edu.start(device);
            return edu;
        } catch (DdiException | RuntimeException e) {
            edu.close();
            throw e;
        }
    }

    /** Found by size: what else a bus publishes, configuration space say, and in which order, is its own affair. */
    private static int findRegisters(DeviceInfo device) throws DdiException {
        for (int set = 0; set < device.nregs(); set++) {
            if (device.regSize(set) == EduRegisters.SIZE) {
                return set;
            }
        }
        throw new DdiException(Errno.ENXIO, "none of the %d register sets of %s has the 0x%x bytes of an edu device"
                .formatted(device.nregs(), device.name(), EduRegisters.SIZE));
    }

    private void start(DeviceInfo device) throws DdiException {
        registers = device.regsMapSetup(registerSet, 0, EduRegisters.SIZE, LITTLE_ENDIAN);
        int identity = registers.get32(EduRegisters.IDENTITY);
        if (identity != EduRegisters.IDENTITY_VALUE) {
            throw new DdiException(Errno.ENXIO, "%s says 0x%08x of itself, an edu device 0x%08x"
                    .formatted(device.name(), identity, EduRegisters.IDENTITY_VALUE));
        }
        buffer = DmaBuffer.allocate(device);
        service = new EduInterrupt(device, registers);
        interrupt = device.addInterrupt(0, service);
        interrupt.enable();
    }

    int registerSet() {
        return registerSet;
    }

    UmemCookie memory() {
        return buffer.memory();
    }

    long interrupts() {
        return interrupt.count();
    }

    long missedInterrupts() {
        return interrupt.missed();
    }

    int factorial(int number) throws DdiException {
        command.lock();
        try (EduInterrupt.Waiter done = service.expect(EduRegisters.FACTORIAL_DONE)) {
            registers.put32(EduRegisters.STATUS, EduRegisters.INTERRUPT_AFTER_FACTORIAL);
            registers.put32(EduRegisters.FACTORIAL, number);
            done.await();
            return registers.get32(EduRegisters.FACTORIAL);
        } finally {
            command.unlock();
        }
    }

    void raise(int reasons) throws DdiException {
        try (EduInterrupt.Waiter done = service.expect(reasons)) {
            registers.put32(EduRegisters.INTERRUPT_RAISE, reasons);
            done.await();
        }
    }

    void send(int length) throws DdiException {
        command.lock();
        try {
            buffer.send(length, address -> transfer(address, EduRegisters.BUFFER, length, 0));
        } finally {
            command.unlock();
        }
    }

    void receive(int length) throws DdiException {
        command.lock();
        try {
            buffer.receive(length,
                    address -> transfer(EduRegisters.BUFFER, address, length, EduRegisters.DMA_TO_MEMORY));
        } finally {
            command.unlock();
        }
    }

    private void transfer(long source, long destination, int length, long way) throws DdiException {
        try (EduInterrupt.Waiter done = service.expect(EduRegisters.TRANSFER_DONE)) {
            startTransfer(registers, source, destination, length, EduRegisters.DMA_INTERRUPT | way);
            done.await();
        }
    }

    /** Tells a device what to transfer, by addresses of its own. */
    static void startTransfer(RegisterHandle registers, long source, long destination, int length, long way) {
        registers.put64(EduRegisters.DMA_SOURCE, source);
        registers.put64(EduRegisters.DMA_DESTINATION, destination);
        registers.put64(EduRegisters.DMA_COUNT, length);
        registers.put64(EduRegisters.DMA_COMMAND, EduRegisters.DMA_START | way);
    }

    /** No command is under way, and none begins. A failure leaves everything as it is. */
    void suspend() throws DdiException {
        command.lock();
        try {
            held = HeldState.takeFrom(registers, buffer);
            buffer.unbind();
        } finally {
            command.unlock();
        }
    }

    /** The device may be another one, behind the same registers and interrupt. */
    void resume() throws DdiException {
        command.lock();
        try {
            buffer.bind();
            held.giveTo(registers, buffer);
        } finally {
            command.unlock();
        }
    }

    /** In reverse; closes what there is, as a start that failed leaves it. */
    @Override
    public void close() {
        if (interrupt != null) {
            interrupt.close();
        }
        if (service != null) {
            service.close();
        }
        if (buffer != null) {
            buffer.close();
        }
        if (registers != null) {
            registers.close();
        }
    }
}
