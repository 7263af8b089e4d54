package org.devmap.backend.sim;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.IoDirection;
import org.devmap.Pages;
import org.devmap.backend.BackendMemory;
import org.devmap.backend.DmaEngine;

/**
 * The way of a simulated device to memory, with addresses of its own as behind an IOMMU: what is not bound is not reached.
 * Thread-safe. One lock is held for the length of a transfer, so that unbind returns when the device no longer touches the
 * memory.
 */
public final class SimDma implements DmaEngine {

    /** Address 0 is never handed out, so that a forgotten one is noticed. */
    private static final long LOWEST = 1L << 20;

    private final long end;
    private final ReentrantLock lock = new ReentrantLock();
    private final TreeMap<Long, Range> ranges = new TreeMap<>();

    /**
     * A way with so many address lines.
     *
     * @param addressBits from 21 to 62
     */
    public SimDma(int addressBits) {
        if (addressBits < 21 || addressBits > 62) {
            throw new IllegalArgumentException("addressBits " + addressBits + " must be from 21 to 62");
        }
        end = 1L << addressBits;
    }

    @Override
    public Bound bind(BackendMemory memory, long off, long len, IoDirection direction) throws DdiException {
        MemorySegment segment = memory.segment().asSlice(off, len);
        lock.lock();
        try {
            long address = findRoom(off % Pages.SIZE, len);
            Range range = new Range(address, segment, direction);
            ranges.put(address, range);
            return range;
        } finally {
            lock.unlock();
        }
    }

    /** The first free place of that length and place in its page, with a page between neighbours to catch what runs over. */
    private long findRoom(long phase, long len) throws DdiException {
        long address = LOWEST + phase;
        for (Range range : ranges.values()) {
            if (address + len <= range.address - Pages.SIZE) {
                return address;
            }
            address = Pages.roundUp(range.address + range.segment.byteSize()) + Pages.SIZE + phase;
        }
        if (len > end - address) {
            throw new DdiException(Errno.ENOTSUP, len + " bytes do not fit below device address 0x" + Long.toHexString(end)
                    + " beside " + ranges.size() + " other bindings");
        }
        return address;
    }

    /**
     * The device reads memory.
     *
     * @param address device address
     * @param target where the data go
     * @throws DdiException EIO if that is not bound for this direction; nothing is read then
     */
    public void read(long address, MemorySegment target) throws DdiException {
        lock.lock();
        try {
            target.copyFrom(reach(address, target.byteSize(), IoDirection.FROM_DEVICE, "read"));
        } catch (IllegalStateException released) {
            throw new DdiException(Errno.EIO, "memory at device address 0x" + Long.toHexString(address)
                    + " was released while it was bound", released);
        } finally {
            lock.unlock();
        }
    }

    /**
     * The device writes memory.
     *
     * @param address device address
     * @param source the data
     * @throws DdiException EIO if that is not bound for this direction; nothing is written then
     */
    public void write(long address, MemorySegment source) throws DdiException {
        lock.lock();
        try {
            reach(address, source.byteSize(), IoDirection.TO_DEVICE, "write").copyFrom(source);
        } catch (IllegalStateException released) {
            throw new DdiException(Errno.EIO, "memory at device address 0x" + Long.toHexString(address)
                    + " was released while it was bound", released);
        } finally {
            lock.unlock();
        }
    }

    private MemorySegment reach(long address, long len, IoDirection forbidden, String verb) throws DdiException {
        Map.Entry<Long, Range> entry = ranges.floorEntry(address);
        if (entry != null) {
            Range range = entry.getValue();
            long off = address - range.address;
            if (range.direction != forbidden && len <= range.segment.byteSize() && off <= range.segment.byteSize() - len) {
                return range.segment.asSlice(off, len);
            }
        }
        throw new DdiException(Errno.EIO, "DMA " + verb + " of " + len + " bytes at device address 0x" + Long.toHexString(address)
                + (entry == null ? ": nothing is bound there" : ": bound is " + entry.getValue()));
    }

    /** A range that is bound. */
    private final class Range implements Bound {

        private final long address;
        private final MemorySegment segment;
        private final IoDirection direction;

        private Range(long address, MemorySegment segment, IoDirection direction) {
            this.address = address;
            this.segment = segment;
            this.direction = direction;
        }

        @Override
        public long deviceAddress() {
            return address;
        }

        /** Both sides see the same bytes; the lock orders what they do. */
        @Override
        public void sync(long off, long len, IoDirection way) {
            lock.lock();
            lock.unlock();
        }

        @Override
        public void unbind() {
            lock.lock();
            try {
                ranges.remove(address, this);
            } finally {
                lock.unlock();
            }
        }

        @Override
        public String toString() {
            return "0x" + Long.toHexString(address) + ", " + segment.byteSize() + " bytes, " + direction;
        }
    }
}
