package org.devmap.runtime.translation;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.backend.RegisterModel;

/** Registers over memory that write down every access. */
final class CountingRegisters implements RegisterModel {

    private static final long NONE = -1;

    private final MemorySegment bytes;
    private final long broken;
    private final List<String> accesses = new ArrayList<>();

    CountingRegisters(MemorySegment bytes) {
        this(bytes, NONE);
    }

    /** One offset answers EIO. */
    CountingRegisters(MemorySegment bytes, long broken) {
        this.bytes = bytes;
        this.broken = broken;
    }

    @Override
    public long size() {
        return bytes.byteSize();
    }

    @Override
    public synchronized long read(long offset, int width) throws DdiException {
        refuse(offset);
        accesses.add("read " + offset + "/" + width);
        return HostData.load(bytes, offset, width);
    }

    @Override
    public synchronized void write(long offset, int width, long value) throws DdiException {
        refuse(offset);
        accesses.add("write " + offset + "/" + width + " 0x" + Long.toHexString(value));
        HostData.store(bytes, offset, width, value);
    }

    private void refuse(long offset) throws DdiException {
        if (offset == broken) {
            throw new DdiException(Errno.EIO, "register 0x%x is broken".formatted(offset));
        }
    }

    /** The accesses since the last call. */
    synchronized List<String> taken() {
        List<String> all = List.copyOf(accesses);
        accesses.clear();
        return all;
    }
}
