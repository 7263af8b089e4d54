package org.devmap.runtime.translation;

import java.lang.foreign.MemorySegment;
import org.devmap.backend.RegisterModel;

/** Registers over memory, as quick as they can be. */
record SilentRegisters(MemorySegment bytes) implements RegisterModel {

    @Override
    public long size() {
        return bytes.byteSize();
    }

    @Override
    public synchronized long read(long offset, int width) {
        return HostData.load(bytes, offset, width);
    }

    @Override
    public synchronized void write(long offset, int width, long value) {
        HostData.store(bytes, offset, width, value);
    }
}
