package org.devmap.backend.ffm;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.devmap.DdiException;
import org.devmap.Errno;

/**
 * Reads and writes native addresses of this process that need not exist (ddi_peek(9F), ddi_poke(9F)): a bad address is an
 * error and never a signal, because the kernel copies (process_vm_readv(2)). Page protections hold: a guard page cannot be
 * peeked, a read-only one cannot be poked. Device memory cannot be reached that way and answers DDI_FAILURE: its nexus
 * must do it. (/proc/self/mem would reach some of it, but reads guard pages and writes through protections.)
 *
 * <p>In the byte order of the machine. Not ordered against other accesses, and not promised to be one bus access.
 * Thread-safe.
 */
public final class PeekPoke {

    private final LinuxMemory linux;

    PeekPoke(LinuxMemory linux) {
        this.linux = linux;
    }

    /**
     * Reads.
     *
     * @param address any multiple of width
     * @param width 1, 2, 4 or 8 bytes
     * @return the value in the low bits, without sign
     * @throws DdiException DDI_FAILURE if it cannot be read or is not aligned
     */
    public long peek(long address, int width) throws DdiException {
        requireAligned(address, width);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(Long.BYTES, Long.BYTES);
            linux.read(address, value.asSlice(0, width));
            return switch (width) {
                case 1 -> value.get(ValueLayout.JAVA_BYTE, 0) & 0xFFL;
                case 2 -> value.get(ValueLayout.JAVA_SHORT, 0) & 0xFFFFL;
                case 4 -> value.get(ValueLayout.JAVA_INT, 0) & 0xFFFF_FFFFL;
                default -> value.get(ValueLayout.JAVA_LONG, 0);
            };
        } catch (SystemCallFailure failure) {
            throw new DdiException(Errno.DDI_FAILURE, failure.getMessage(), failure);
        }
    }

    /**
     * Writes.
     *
     * @param address any multiple of width
     * @param width 1, 2, 4 or 8 bytes
     * @param value the value in the low bits
     * @throws DdiException DDI_FAILURE if it cannot be written or is not aligned; then nothing was written
     */
    public void poke(long address, int width, long value) throws DdiException {
        requireAligned(address, width);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(Long.BYTES, Long.BYTES);
            switch (width) {
                case 1 -> bytes.set(ValueLayout.JAVA_BYTE, 0, (byte) value);
                case 2 -> bytes.set(ValueLayout.JAVA_SHORT, 0, (short) value);
                case 4 -> bytes.set(ValueLayout.JAVA_INT, 0, (int) value);
                default -> bytes.set(ValueLayout.JAVA_LONG, 0, value);
            }
            linux.write(address, bytes.asSlice(0, width));
        } catch (SystemCallFailure failure) {
            throw new DdiException(Errno.DDI_FAILURE, failure.getMessage(), failure);
        }
    }

    /** An aligned access lies in one page, so that it happens as a whole or not at all. */
    private static void requireAligned(long address, int width) throws DdiException {
        if (width != 1 && width != 2 && width != 4 && width != 8) {
            throw new IllegalArgumentException("width " + width + " must be 1, 2, 4 or 8 bytes");
        }
        if ((address & width - 1) != 0) {
            throw new DdiException(Errno.DDI_FAILURE, "address 0x%x must be a multiple of %d".formatted(address, width));
        }
    }
}
