package org.devmap.backend.sim.device;

import java.lang.System.Logger.Level;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.backend.DevmapClock;
import org.devmap.backend.RegisterSet;
import org.devmap.backend.sim.SimDma;
import org.devmap.backend.sim.SimInterrupt;
import org.devmap.backend.sim.register.BitAccess;
import org.devmap.backend.sim.register.Field;
import org.devmap.backend.sim.register.Port;
import org.devmap.backend.sim.register.Register;
import org.devmap.backend.sim.register.RegisterFile;

/**
 * The educational device that QEMU emulates, by its public specification: identity, liveness, a factorial that takes time,
 * an interrupt that software can raise and must acknowledge, and a DMA engine between memory and a buffer of its own.
 *
 * @see <a href="https://www.qemu.org/docs/master/specs/edu.html">EDU device</a>
 */
final class Edu {

    static final String COMPATIBLE = "edu";
    static final long FACTORIAL_NANOS = 1_000_000;
    static final long DMA_NANOS = 100_000;
    static final long BUFFER_ADDRESS = 0x4_0000;
    static final int BUFFER_BYTES = 4096;

    private static final System.Logger LOG = System.getLogger(Edu.class.getName());
    private static final int ADDRESS_BITS = 28;
    private static final long FACTORIAL_INTERRUPT = 0x1;
    private static final long DMA_INTERRUPT = 0x100;
    private static final long COMPUTING = 0x1;
    private static final long INTERRUPT_AFTER_FACTORIAL = 0x80;
    private static final long RUN = 0x1;
    private static final long TO_MEMORY = 0x2;
    private static final long INTERRUPT_AFTER_DMA = 0x4;
    /** From here on the factorial is a multiple of 2^32. */
    private static final long FIRST_ZERO_FACTORIAL = 34;

    private final String name;
    private final DevmapClock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final SimInterrupt interrupt = new SimInterrupt();
    private final SimDma dma = new SimDma(ADDRESS_BITS);
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final RegisterFile registers = RegisterFile.ofSize(1 << 20).lock(lock)
            .add(Register.at(0x00, "IDENT").with(BitAccess.READ_ONLY).reset(0x0100_00ED).described("version 1.0, 0xED"))
            .add(Register.at(0x04, "LIVENESS").described("answers the inverse of what was written"), new Liveness())
            .add(Register.at(0x08, "FACTORIAL").described("replaced by its factorial when STATUS.COMPUTING falls"),
            new Factorial())
            .add(Register.at(0x20, "STATUS")
                    .field(Field.of("COMPUTING", 0, 1).with(BitAccess.READ_ONLY))
                    .field(Field.of("INTERRUPT", 7, 1).described("1 raises interrupt 0x1 after the factorial")))
            .add(Register.at(0x24, "INTERRUPT_STATUS").with(BitAccess.READ_ONLY).described("what raised the interrupt"))
            .add(Register.at(0x60, "INTERRUPT_RAISE").with(BitAccess.WRITE_ONLY), new Raise())
            .add(Register.at(0x64, "INTERRUPT_ACK").with(BitAccess.WRITE_ONLY), new Acknowledge())
            .add(wide(0x80, "DMA_SOURCE"))
            .add(wide(0x88, "DMA_DESTINATION"))
            .add(wide(0x90, "DMA_COUNT").described("bytes"))
            .add(wide(0x98, "DMA_COMMAND")
                    .field(Field.of("RUN", 0, 1).described("1 starts, 0 when done"))
                    .field(Field.of("TO_MEMORY", 1, 1).described("0 from memory to the device, 1 from the device to memory"))
                    .field(Field.of("INTERRUPT", 2, 1).described("1 raises interrupt 0x100 when done")), new Command())
            .build();

    private Edu(String name, DevmapClock clock) {
        this.name = name;
        this.clock = clock;
    }

    private static Register.Builder wide(long offset, String name) {
        return Register.at(offset, name).width(8).widths(4, 8);
    }

    static SimpleNode create(String name, DevmapClock clock) {
        Edu device = new Edu(name, clock);
        RegisterFile configSpace = new Identity(0x1234, 0x11E8, 0x10, 0x00FF00).toConfigSpace();
        List<RegisterSet> sets = List.of(new RegisterSet.Modelled("config", RegisterSet.Space.CONFIGURATION, configSpace),
                new RegisterSet.Modelled("registers", RegisterSet.Space.MEMORY, device.registers));
        return new SimpleNode(name, List.of(COMPATIBLE, "pci1234,11e8"), sets, Map.of(), List.of(device.interrupt),
                Optional.of(device.dma), Optional.of(configSpace));
    }

    private void raise(long why) {
        registers.update("INTERRUPT_STATUS", status -> status | why);
        interrupt.level(registers.get("INTERRUPT_STATUS") != 0);
    }

    /** Runs later, as one step for whoever accesses the device. */
    private void later(long nanos, Runnable action) {
        clock.schedule(nanos, () -> {
            lock.lock();
            try {
                action.run();
            } finally {
                lock.unlock();
            }
        });
    }

    static long factorial(long value) {
        long result = value >= FIRST_ZERO_FACTORIAL ? 0 : 1;
        for (long factor = value; factor > 1 && result != 0; factor--) {
            result = result * factor & 0xFFFF_FFFFL;
        }
        return result;
    }

    private static final class Liveness implements Port {

        @Override
        public long write(long stored, long next, long written) {
            return ~next;
        }
    }

    /** A write while it computes is ignored. */
    private final class Factorial implements Port {

        @Override
        public long write(long stored, long next, long written) {
            if ((registers.get("STATUS") & COMPUTING) != 0) {
                return stored;
            }
            registers.update("STATUS", status -> status | COMPUTING);
            later(FACTORIAL_NANOS, () -> {
                registers.update("FACTORIAL", Edu::factorial);
                registers.update("STATUS", status -> status & ~COMPUTING);
                if ((registers.get("STATUS") & INTERRUPT_AFTER_FACTORIAL) != 0) {
                    raise(FACTORIAL_INTERRUPT);
                }
            });
            return next;
        }
    }

    private final class Raise implements Port {

        @Override
        public long write(long stored, long next, long written) {
            raise(written);
            return 0;
        }
    }

    private final class Acknowledge implements Port {

        @Override
        public long write(long stored, long next, long written) {
            registers.update("INTERRUPT_STATUS", status -> status & ~written);
            interrupt.level(registers.get("INTERRUPT_STATUS") != 0);
            return 0;
        }
    }

    /** A command while a transfer runs is ignored. */
    private final class Command implements Port {

        @Override
        public long write(long stored, long next, long written) {
            if ((stored & RUN) != 0) {
                return stored;
            }
            if ((next & RUN) != 0) {
                later(DMA_NANOS, this::transfer);
            }
            return next;
        }

        private void transfer() {
            long command = registers.get("DMA_COMMAND");
            try {
                move(registers.get("DMA_SOURCE"), registers.get("DMA_DESTINATION"), registers.get("DMA_COUNT"),
                        (command & TO_MEMORY) != 0);
            } catch (DdiException refused) {
                LOG.log(Level.WARNING, "{0}: transfer dropped: {1}", name, refused.getMessage());
            }
            registers.update("DMA_COMMAND", before -> before & ~RUN);
            if ((command & INTERRUPT_AFTER_DMA) != 0) {
                raise(DMA_INTERRUPT);
            }
        }

        private void move(long source, long destination, long count, boolean toMemory) throws DdiException {
            long inside = (toMemory ? source : destination) - BUFFER_ADDRESS;
            if (inside < 0 || count < 0 || inside > BUFFER_BYTES || count > BUFFER_BYTES - inside) {
                throw new DdiException(Errno.EIO, count + " bytes at device address 0x" + Long.toHexString(
                        inside + BUFFER_ADDRESS) + " are outside the buffer at 0x" + Long.toHexString(BUFFER_ADDRESS) + " of "
                        + BUFFER_BYTES + " bytes");
            }
            MemorySegment part = MemorySegment.ofArray(buffer).asSlice(inside, count);
            if (toMemory) {
                dma.write(destination, part);
            } else {
                dma.read(source, part);
            }
        }
    }
}
