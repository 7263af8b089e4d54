package org.devmap.backend.sim.device;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.RegisterDescription;
import org.devmap.RegisterDescription.Access;
import org.devmap.RegisterDescription.Effect;
import org.devmap.backend.DevmapClock;
import org.devmap.backend.RegisterModel;
import org.devmap.backend.RegisterSet;
import org.devmap.backend.sim.SimInterrupt;
import org.devmap.backend.sim.register.Fifo;

/**
 * A serial port of the 16550 class with 8 registers of a byte. A plug in the connector sends everything back, so that a driver
 * can be tried without a second port; loopback inside (MCR bit 4) does the same and closes the connector. A character takes
 * its time on the clock: 10 bits at the rate of the divisor from 1.8432 MHz.
 */
final class Uart implements RegisterModel {

    static final String COMPATIBLE = "uart";
    static final int DEPTH = 16;
    private static final int SIZE = 8;
    private static final long CLOCK_HERTZ = 1_843_200;
    private static final int CLOCKS_PER_CHARACTER = 16 * 10;
    private static final int[] TRIGGERS = {1, 4, 8, 14};

    private static final int DLAB = 0x80;
    private static final int FIFO_ENABLE = 0x01;
    private static final int DATA_READY = 0x01;
    private static final int OVERRUN = 0x02;
    private static final int HOLDING_EMPTY = 0x20;
    private static final int ALL_SENT = 0x40;
    private static final int NO_INTERRUPT = 0x01;

    private final DevmapClock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final SimInterrupt interrupt = new SimInterrupt();
    private final Fifo sending = new Fifo(DEPTH);
    private final UartReceiver receiver = new UartReceiver(this::afterCharacters);
    private final UartModem modem = new UartModem();
    private int enabled;
    private int fifoControl;
    private int lineControl = 0x03;
    private int scratch;
    private int divisor = 1;
    private boolean shifting;
    private boolean holdingEmptyPending;

    Uart(DevmapClock clock) {
        this.clock = clock;
    }

    static SimpleNode create(String name, DevmapClock clock) {
        Uart device = new Uart(clock);
        return new SimpleNode(name, List.of(COMPATIBLE, "ns16550a"),
                List.of(new RegisterSet.Modelled("registers", RegisterSet.Space.MEMORY, device)),
                Map.of("clock-frequency", String.valueOf(CLOCK_HERTZ)), List.of(device.interrupt), Optional.empty(),
                Optional.empty());
    }

    @Override
    public long size() {
        return SIZE;
    }

    @Override
    public long read(long offset, int width) throws DdiException {
        requireByte("read", offset, width);
        lock.lock();
        try {
            boolean latch = (lineControl & DLAB) != 0;
            return switch ((int) offset) {
                case 0 -> latch ? divisor & 0xFF : takeReceived();
                case 1 -> latch ? divisor >> 8 : enabled;
                case 2 -> identify();
                case 3 -> lineControl;
                case 4 -> modem.control();
                case 5 -> takeLineStatus();
                case 6 -> takeModemStatus();
                default -> scratch;
            };
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void write(long offset, int width, long value) throws DdiException {
        requireByte("write", offset, width);
        int datum = (int) value & 0xFF;
        lock.lock();
        try {
            boolean latch = (lineControl & DLAB) != 0;
            switch ((int) offset) {
                case 0 -> {
                    if (latch) {
                        divisor = divisor & 0xFF00 | datum;
                    } else {
                        send(datum);
                    }
                }
                case 1 -> {
                    if (latch) {
                        divisor = divisor & 0xFF | datum << 8;
                    } else {
                        enable(datum & 0x0F);
                    }
                }
                case 2 -> controlFifos(datum);
                case 3 -> lineControl = datum;
                case 4 -> modem.control(datum & 0x1F);
                case 7 -> scratch = datum;
                default -> throw new DdiException(Errno.EIO, "write of 1 byte at 0x" + offset + ": "
                        + (offset == 5 ? "LSR" : "MSR") + " is read-only");
            }
            updateInterrupt();
        } finally {
            lock.unlock();
        }
    }

    private static void requireByte(String verb, long offset, int width) throws DdiException {
        if (width != 1) {
            throw new DdiException(Errno.EIO, verb + " of " + width + " bytes at 0x" + offset
                    + ": the registers of a 16550 allow accesses of 1 byte only");
        }
    }

    private boolean fifos() {
        return (fifoControl & FIFO_ENABLE) != 0;
    }

    private long takeReceived() {
        long datum = receiver.take();
        updateInterrupt();
        return datum;
    }

    private void send(int datum) {
        if (!fifos()) {
            sending.clear();
        }
        sending.append(datum);
        holdingEmptyPending = false;
        shiftNext();
    }

    private void enable(int interrupts) {
        boolean holdingEmptyTurnedOn = (interrupts & ~enabled & 0x02) != 0;
        enabled = interrupts;
        if (holdingEmptyTurnedOn && sending.level() == 0) {
            holdingEmptyPending = true;
        }
    }

    private void controlFifos(int control) {
        boolean switched = ((control ^ fifoControl) & FIFO_ENABLE) != 0;
        if (switched || (control & 0x02) != 0) {
            receiver.clear();
        }
        if (switched || (control & 0x04) != 0) {
            sending.clear();
        }
        fifoControl = control & (FIFO_ENABLE | 0xC0);
        receiver.use(fifos(), TRIGGERS[fifoControl >> 6]);
    }

    /** Moves the oldest datum to the shift register, and on to the receiver after the time of a character. */
    private void shiftNext() {
        if (shifting) {
            return;
        }
        OptionalLong datum = sending.take();
        if (datum.isEmpty()) {
            return;
        }
        shifting = true;
        holdingEmptyPending |= sending.level() == 0;
        afterCharacters(() -> arrive((int) datum.getAsLong()), 1);
    }

    private long characterNanos() {
        return 1_000_000_000L * CLOCKS_PER_CHARACTER * Math.max(1, divisor) / CLOCK_HERTZ;
    }

    private void afterCharacters(Runnable action, int characters) {
        clock.schedule(characters * characterNanos(), () -> {
            lock.lock();
            try {
                action.run();
                updateInterrupt();
            } finally {
                lock.unlock();
            }
        });
    }

    /** A character has been sent and comes back. */
    private void arrive(int datum) {
        shifting = false;
        receiver.arrive(datum);
        shiftNext();
    }

    /** IIR. Reading it acknowledges an empty holding register, if that is what it says. */
    private long identify() {
        int cause = cause();
        if (cause == 0x02) {
            holdingEmptyPending = false;
            updateInterrupt();
        }
        return cause | (fifos() ? 0xC0 : 0);
    }

    /** The most urgent reason to interrupt. */
    private int cause() {
        if ((enabled & 0x04) != 0 && receiver.isOverrun()) {
            return 0x06;
        }
        if ((enabled & 0x01) != 0 && receiver.isAtTrigger()) {
            return 0x04;
        }
        if ((enabled & 0x01) != 0 && receiver.isTimedOut()) {
            return 0x0C;
        }
        if ((enabled & 0x02) != 0 && holdingEmptyPending) {
            return 0x02;
        }
        return (enabled & 0x08) != 0 && modem.hasChanged() ? 0x00 : NO_INTERRUPT;
    }

    private void updateInterrupt() {
        interrupt.level(cause() != NO_INTERRUPT);
    }

    private long takeLineStatus() {
        int status = (receiver.isEmpty() ? 0 : DATA_READY) | (receiver.isOverrun() ? OVERRUN : 0)
                | (sending.level() == 0 ? HOLDING_EMPTY : 0) | (sending.level() == 0 && !shifting ? ALL_SENT : 0);
        receiver.forgetOverrun();
        updateInterrupt();
        return status;
    }

    private long takeModemStatus() {
        long status = modem.takeStatus();
        updateInterrupt();
        return status;
    }

    /** The registers with the divisor latch closed, then the latch. */
    @Override
    public List<RegisterDescription> registers() {
        return List.of(
                describe("RBR", "received data", 0, Access.READ_ONLY, Set.of(Effect.READ), 0),
                describe("THR", "data to send", 0, Access.WRITE_ONLY, Set.of(Effect.WRITE), 0),
                describe("IER", "interrupts enabled", 1, Access.READ_WRITE, Set.of(Effect.WRITE), 0),
                describe("IIR", "why it interrupts", 2, Access.READ_ONLY, Set.of(Effect.READ), NO_INTERRUPT),
                describe("FCR", "FIFO control", 2, Access.WRITE_ONLY, Set.of(Effect.WRITE), 0),
                describe("LCR", "line control; bit 7 opens the divisor latch", 3, Access.READ_WRITE, Set.of(Effect.WRITE), 0x03),
                describe("MCR", "modem control; bit 4 loops back inside", 4, Access.READ_WRITE, Set.of(Effect.WRITE), 0),
                describe("LSR", "line status", 5, Access.READ_ONLY, Set.of(Effect.READ), HOLDING_EMPTY | ALL_SENT),
                describe("MSR", "modem status", 6, Access.READ_ONLY, Set.of(Effect.READ), UartModem.PLUGGED),
                describe("SCR", "scratch", 7, Access.READ_WRITE, Set.of(), 0),
                describe("DLL", "divisor, lower byte, while LCR bit 7 is set", 0, Access.READ_WRITE, Set.of(), 1),
                describe("DLM", "divisor, upper byte, while LCR bit 7 is set", 1, Access.READ_WRITE, Set.of(), 0));
    }

    private static RegisterDescription describe(String name, String text, long offset, Access access, Set<Effect> effects,
                                                long reset) {
        return new RegisterDescription(name, text, offset, 1, access, effects, reset, List.of());
    }
}
