package org.devmap.backend.uio.pci;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.backend.RegisterModel;
import org.devmap.backend.uio.linux.Descriptor;
import org.devmap.backend.uio.linux.LinuxCalls;
import org.devmap.backend.uio.linux.LinuxErrno;
import org.devmap.backend.uio.linux.SystemCallFailure;

/**
 * Configuration space through the file {@code config} of sysfs. Values are those of the registers, which are
 * little-endian on every machine. Thread-safe: the command register is changed under a lock, always as a whole.
 *
 * <p>The bit that disables INTx belongs to the interrupt of the device: what a driver writes to the command register
 * leaves it as it is. The kernel sets it in between without asking; who reads before and writes after that enables the
 * interrupt early, and is interrupted once more, which is never once too few.
 */
public final class ConfigSpaceFile implements RegisterModel, AutoCloseable {

    static final int COMMAND = 0x04;
    static final int STATUS = 0x06;
    static final int BUS_MASTER = 0x0004;
    static final int INTX_DISABLE = 0x0400;

    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final Descriptor file;
    private final long size;
    private final boolean isWritable;
    private final Function<SystemCallFailure, String> explanation;

    private ConfigSpaceFile(Descriptor file, long size, boolean isWritable,
                            Function<SystemCallFailure, String> explanation) {
        this.file = file;
        this.size = size;
        this.isWritable = isWritable;
        this.explanation = explanation;
    }

    /**
     * Opens it, to read alone if it may not be written.
     *
     * @param linux the calls
     * @param function the folder of the function
     * @param explanation makes a sentence of what the kernel refuses
     * @return configuration space
     * @throws SystemCallFailure if it cannot even be read
     */
    public static ConfigSpaceFile open(LinuxCalls linux, Path function, Function<SystemCallFailure, String> explanation)
            throws SystemCallFailure {
        Path path = function.resolve("config");
        long size;
        try {
            size = Files.size(path);
        } catch (IOException absent) {
            throw new SystemCallFailure("stat of " + path, LinuxErrno.ENOENT);
        }
        try {
            return new ConfigSpaceFile(Descriptor.open(linux, path.toString(), LinuxCalls.O_RDWR), size, true,
                    explanation);
        } catch (SystemCallFailure refusal) {
            if (refusal.errno() != LinuxErrno.EACCES && refusal.errno() != LinuxErrno.EPERM) {
                throw refusal;
            }
            return new ConfigSpaceFile(Descriptor.open(linux, path.toString(), LinuxCalls.O_RDONLY), size, false,
                    explanation);
        }
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public long read(long offset, int width) throws DdiException {
        try {
            return get(offset, width);
        } catch (SystemCallFailure failure) {
            throw explained(failure);
        }
    }

    @Override
    public void write(long offset, int width, long value) throws DdiException {
        try {
            if (offset >= COMMAND && offset < STATUS) {
                writeCommand(offset, width, value);
            } else {
                put(offset, width, value);
            }
        } catch (SystemCallFailure failure) {
            throw explained(failure);
        }
    }

    /** What is written besides the command register goes on its own: the bits of STATUS are cleared by ones. */
    private void writeCommand(long offset, int width, long value) throws SystemCallFailure {
        int mask = (width == 1 ? 0xff : 0xffff) << 8 * (offset - COMMAND) & 0xffff & ~INTX_DISABLE;
        int bits = (int) (value << 8 * (offset - COMMAND));
        updateCommand(before -> before & ~mask | bits & mask);
        if (width == 4) {
            put(STATUS, 2, value >>> 16);
        }
    }

    /**
     * Lets the function interrupt by INTx, or stops it.
     *
     * @param enabled whether it may
     * @throws DdiException as the kernel says, EIO if the function is gone
     */
    public void setInterrupt(boolean enabled) throws DdiException {
        change(before -> enabled ? before & ~INTX_DISABLE : before | INTX_DISABLE);
    }

    /**
     * Lets the function reach memory by itself, or stops it.
     *
     * @param enabled whether it may
     * @return whether it could before
     * @throws DdiException as the kernel says, EIO if the function is gone
     */
    public boolean setBusMaster(boolean enabled) throws DdiException {
        return (change(before -> enabled ? before | BUS_MASTER : before & ~BUS_MASTER) & BUS_MASTER) != 0;
    }

    private int change(IntUnaryOperator change) throws DdiException {
        try {
            return updateCommand(change);
        } catch (SystemCallFailure failure) {
            throw explained(failure);
        }
    }

    /** Returns what was there before. */
    private synchronized int updateCommand(IntUnaryOperator change) throws SystemCallFailure {
        int before = (int) get(COMMAND, 2);
        int after = change.applyAsInt(before);
        if (after != before) {
            put(COMMAND, 2, after);
        }
        return before;
    }

    private long get(long offset, int width) throws SystemCallFailure {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(width);
            long read = file.read(value, offset);
            if (read != width) {
                throw new SystemCallFailure("read of %d bytes at 0x%x of %s (without CAP_SYS_ADMIN there are only 64)"
                        .formatted(width, offset, file.path()), LinuxErrno.EACCES);
            }
            return switch (width) {
                case 1 -> value.get(ValueLayout.JAVA_BYTE, 0) & 0xffL;
                case 2 -> value.get(SHORT, 0) & 0xffffL;
                case 4 -> value.get(INT, 0) & 0xffff_ffffL;
                default -> throw new SystemCallFailure("access of " + width + " bytes to configuration space",
                        LinuxErrno.EINVAL);
            };
        }
    }

    private void put(long offset, int width, long value) throws SystemCallFailure {
        if (!isWritable) {
            throw new SystemCallFailure("write to " + file.path(), LinuxErrno.EACCES);
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(width);
            switch (width) {
                case 1 -> bytes.set(ValueLayout.JAVA_BYTE, 0, (byte) value);
                case 2 -> bytes.set(SHORT, 0, (short) value);
                case 4 -> bytes.set(INT, 0, (int) value);
                default -> throw new SystemCallFailure("access of " + width + " bytes to configuration space",
                        LinuxErrno.EINVAL);
            }
            file.write(bytes, offset);
        }
    }

    private DdiException explained(SystemCallFailure failure) {
        Errno errno = failure.errno() == LinuxErrno.ENODEV ? Errno.EIO : failure.toErrno();
        return new DdiException(errno, explanation.apply(failure), failure);
    }

    /** Closes the file; every later access fails with EIO. */
    @Override
    public void close() {
        file.close();
    }
}
