package org.devmap.runtime.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.devmap.runtime.translation.RawViews;

/** A raw segment of hosted memory with a lifetime of its own. */
public final class RawView implements AutoCloseable {

    private final Arena arena = Arena.ofShared();
    private final MemorySegment segment;
    private final RawAudience audience;

    RawView(MemorySegment memory, RawAudience audience) {
        this.segment = RawViews.of(memory, arena);
        this.audience = audience;
    }

    /** The memory, until this is closed. */
    public MemorySegment segment() {
        return segment;
    }

    /**
     * Takes the segment away. Twice is harmless.
     *
     * @throws IllegalStateException while native code is working on it
     */
    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
        audience.closed(this);
    }
}
