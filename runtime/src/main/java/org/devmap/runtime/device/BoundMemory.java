package org.devmap.runtime.device;

import java.util.function.Consumer;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.IoDirection;
import org.devmap.backend.DmaEngine;
import org.devmap.driver.DmaBinding;

/** Memory that a device may reach, until it is unbound. */
final class BoundMemory implements DmaBinding, Belongings.Belonging {

    private final DmaEngine.Bound bound;
    private final long length;
    private final Consumer<BoundMemory> ended;
    private boolean closed;

    BoundMemory(DmaEngine.Bound bound, long length, Consumer<BoundMemory> ended) {
        this.bound = bound;
        this.length = length;
        this.ended = ended;
    }

    @Override
    public long deviceAddress() {
        return bound.deviceAddress();
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public synchronized void sync(long off, long len, IoDirection direction) throws DdiException {
        if (closed || off < 0 || len < 0 || off > length || len > length - off) {
            throw new DdiException(Errno.EINVAL, closed ? "the binding is closed"
                    : "range %d+%d is not inside the binding of %d bytes".formatted(off, len, length));
        }
        bound.sync(off, len == 0 ? length - off : len, direction);
    }

    @Override
    public void close() {
        ended.accept(this);
        end();
    }

    @Override
    public String toString() {
        return "a DMA binding of " + length + " bytes";
    }

    @Override
    public synchronized void end() {
        if (!closed) {
            closed = true;
            bound.unbind();
        }
    }
}
