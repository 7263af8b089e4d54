package org.devmap.runtime.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.backend.BackendMemory;
import org.devmap.backend.MemoryProvider;
import org.devmap.backend.MemoryRequest;

/** Hosts memory in arenas, up to a limit; shows the test what it gave away. */
public final class ArenaProvider implements MemoryProvider {

    private final String name;
    private final long capacity;
    private final List<Piece> pieces = new CopyOnWriteArrayList<>();
    private long used;

    public ArenaProvider(String name) {
        this(name, Long.MAX_VALUE);
    }

    public ArenaProvider(String name, long capacity) {
        this.name = name;
        this.capacity = capacity;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public OptionalLong limit(MemoryRequest request) {
        return capacity == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(capacity);
    }

    @Override
    public synchronized BackendMemory allocate(MemoryRequest request) throws DdiException {
        if (request.size() > capacity - used) {
            throw new DdiException(Errno.ENOMEM, name + " has " + (capacity - used) + " bytes left");
        }
        used += request.size();
        Piece piece = new Piece(request);
        pieces.add(piece);
        return piece;
    }

    /** What is not given back, in the order of allocation. */
    public List<MemorySegment> segments() {
        return pieces.stream().map(Piece::segment).toList();
    }

    private final class Piece implements BackendMemory {

        private final Arena arena = Arena.ofShared();
        private final MemorySegment segment;

        private Piece(MemoryRequest request) {
            segment = arena.allocate(request.size(), 4096);
        }

        @Override
        public MemorySegment segment() {
            return segment;
        }

        @Override
        public void release() {
            synchronized (ArenaProvider.this) {
                used -= segment.byteSize();
                pieces.remove(this);
            }
            arena.close();
        }
    }
}
