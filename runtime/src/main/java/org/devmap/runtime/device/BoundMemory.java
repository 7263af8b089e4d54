package org.devmap.runtime.device;

import java.util.function.Consumer;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.IoDirection;
import org.devmap.backend.DmaEngine;
import org.devmap.driver.DmaBinding;
import org.devmap.runtime.memory.HostedMemory;
import org.devmap.runtime.memory.MoveGate;
import org.devmap.runtime.umem.AllocatedCookie;

/** Memory that a device may reach, until it is unbound. */
final class BoundMemory implements DmaBinding, Belongings.Belonging {

    private final DmaEngine.Bound bound;
    private final long length;
    private final MoveGate.Hold hold;
    private final AllocatedCookie cookie;
    private final Consumer<BoundMemory> ended;
    private boolean closed;

    private BoundMemory(DmaEngine.Bound bound, MoveGate.Hold hold, AllocatedCookie cookie, long length,
                        Consumer<BoundMemory> ended) {
        this.cookie = cookie;
        this.bound = bound;
        this.hold = hold;
        this.length = length;
        this.ended = ended;
    }

    /** Binds; the memory does not move while the device can reach it, and a move under way is waited for. */
    static BoundMemory bind(String device, DmaEngine engine, AllocatedCookie cookie, long off, long length,
                            IoDirection direction, Consumer<BoundMemory> ended) throws DdiException {
        if (!cookie.beginDma()) {
            throw new DdiException(Errno.ENOTSUP, "DMA needs memory that is not freed");
        }
        BoundMemory bound = null;
        try {
            bound = bindPresent(device, engine, cookie, off, length, direction, ended);
            return bound;
        } finally {
            if (bound == null) {
                cookie.endDma();
            }
        }
    }

    private static BoundMemory bindPresent(String device, DmaEngine engine, AllocatedCookie cookie, long off, long length,
                                           IoDirection direction, Consumer<BoundMemory> ended) throws DdiException {
        HostedMemory memory = cookie.hosted();
        MoveGate.Hold hold;
        try {
            hold = memory.gate().holdForGood("a DMA binding of device " + device + ", " + length + " bytes");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DdiException(Errno.EINTR, "interrupted while the memory moves to another provider", e);
        }
        DmaEngine.Bound bound = null;
        try {
            bound = engine.bind(memory.backendMemory(), off, length, direction);
            return new BoundMemory(bound, hold, cookie, length, ended);
        } finally {
            if (bound == null) {
                hold.close();
            }
        }
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
            try {
                bound.unbind();
            } finally {
                hold.close();
                cookie.endDma();
            }
        }
    }
}
