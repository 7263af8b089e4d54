package org.devmap.backend.sim.device;

import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.Pages;
import org.devmap.backend.RegisterModel;
import org.devmap.backend.RegisterSet;
import org.devmap.backend.sim.register.BitAccess;
import org.devmap.backend.sim.register.Field;
import org.devmap.backend.sim.register.Port;
import org.devmap.backend.sim.register.ReadEffect;
import org.devmap.backend.sim.register.Register;
import org.devmap.backend.sim.register.RegisterFile;

/**
 * A device with one window onto many contexts: a page of plain 32-bit words that shows the bank which SELECT names. What
 * context management is for. Window and control registers share one lock, so that a switch falls between two accesses.
 */
final class BankedContext {

    static final String COMPATIBLE = "context";
    static final int BANKS = 16;
    static final long IDENT = 0x4358_0001L;
    private static final long WINDOW_BYTES = Pages.SIZE;
    private static final int WORD_BYTES = 4;

    private final ReentrantLock lock = new ReentrantLock();
    private final int[][] banks = new int[BANKS][(int) WINDOW_BYTES / WORD_BYTES];
    private final RegisterFile control = RegisterFile.ofSize(Pages.SIZE).lock(lock)
            .add(Register.at(0x0, "SELECT").described("which bank the window shows").field(Field.of("BANK", 0, 4)), new Select())
            .add(Register.at(0x4, "SWITCHES").with(BitAccess.READ_ONLY).with(ReadEffect.CLEAR)
                    .described("how often SELECT was changed since the last read"))
            .add(Register.at(0x8, "STATUS").with(BitAccess.READ_ONLY).reset(1)
                    .field(Field.of("READY", 0, 1).with(BitAccess.READ_ONLY))
                    .field(Field.of("BANK", 8, 4).with(BitAccess.READ_ONLY).described("the bank shown")))
            .add(Register.at(0xC, "IDENT").with(BitAccess.READ_ONLY).reset(IDENT).described("constant: CX, version 1"))
            .build();

    private BankedContext() {
    }

    static SimpleNode create(String name) {
        BankedContext device = new BankedContext();
        RegisterFile configSpace = new Identity(Identity.DEVMAP_VENDOR, 0x0002, 1, 0x120000).toConfigSpace();
        List<RegisterSet> sets = List.of(
                new RegisterSet.Modelled("config", RegisterSet.Space.CONFIGURATION, configSpace),
                new RegisterSet.Modelled("window", RegisterSet.Space.MEMORY, device.new Window()),
                new RegisterSet.Modelled("control", RegisterSet.Space.MEMORY, device.control));
        return new SimpleNode(name, COMPATIBLE, sets, Map.of("banks", String.valueOf(BANKS))).withConfigSpace(configSpace);
    }

    /** Counts real changes only, and shows the bank in STATUS. */
    private final class Select implements Port {

        @Override
        public long write(long stored, long next, long written) {
            if (next != stored) {
                control.update("SWITCHES", switches -> switches + 1);
                control.update("STATUS", status -> status & ~0xF00L | next << 8);
            }
            return next;
        }
    }

    /** The words of the selected bank. */
    private final class Window implements RegisterModel {

        @Override
        public long size() {
            return WINDOW_BYTES;
        }

        @Override
        public long read(long offset, int width) throws DdiException {
            requireWord(offset, width, "read");
            lock.lock();
            try {
                return Integer.toUnsignedLong(selected()[(int) offset / WORD_BYTES]);
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void write(long offset, int width, long value) throws DdiException {
            requireWord(offset, width, "write");
            lock.lock();
            try {
                selected()[(int) offset / WORD_BYTES] = (int) value;
            } finally {
                lock.unlock();
            }
        }

        private int[] selected() {
            return banks[(int) control.get("SELECT")];
        }

        private static void requireWord(long offset, int width, String verb) throws DdiException {
            if (width != WORD_BYTES) {
                throw new DdiException(Errno.EIO, verb + " of " + width + (width == 1 ? " byte" : " bytes") + " at 0x"
                        + Long.toHexString(offset) + ": the window consists of words that allow accesses of 4 bytes only");
            }
        }
    }
}
