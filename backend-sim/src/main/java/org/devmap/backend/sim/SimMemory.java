package org.devmap.backend.sim;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLong;
import org.devmap.backend.BackendMemory;

/**
 * Native memory with an arena of its own. Release needs no class beyond those that allocation has used, so that it works
 * after the bundle is gone.
 */
final class SimMemory implements BackendMemory {

    private final Arena arena;
    private final MemorySegment segment;
    private final AtomicLong inUse;

    SimMemory(Arena arena, MemorySegment segment, AtomicLong inUse) {
        this.arena = arena;
        this.segment = segment;
        this.inUse = inUse;
    }

    @Override
    public MemorySegment segment() {
        return segment;
    }

    /** Once only: a second call fails with the arena's IllegalStateException before the accounting is touched. */
    @Override
    public void release() {
        arena.close();
        inUse.addAndGet(-segment.byteSize());
    }
}
