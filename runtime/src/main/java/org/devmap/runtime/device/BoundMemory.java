package org.devmap.runtime.device;

import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.IoDirection;
import org.devmap.backend.DmaEngine;
import org.devmap.driver.DmaBinding;

/** Memory that a device may reach, until it is unbound. */
final class BoundMemory implements DmaBinding {

    private final DmaEngine.Bound bound;
    private final long length;
    private boolean closed;

    BoundMemory(DmaEngine.Bound bound, long length) {
        this.bound = bound;
        this.length = length;
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
    public synchronized void close() {
        if (!closed) {
            closed = true;
            bound.unbind();
        }
    }
}
