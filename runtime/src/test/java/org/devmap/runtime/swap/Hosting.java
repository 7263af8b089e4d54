package org.devmap.runtime.swap;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.devmap.DdiException;
import org.devmap.backend.BackendMemory;
import org.devmap.backend.MemoryProvider;
import org.devmap.backend.MemoryRequest;
import org.devmap.runtime.bench.ArenaProvider;

/** A provider that does what the test says. */
final class Hosting implements MemoryProvider {

    final ArenaProvider arenas;
    volatile Step allocate = memory -> memory;
    volatile boolean losesContents;
    volatile boolean readOnly;
    volatile boolean dead;
    volatile Optional<String> peerPath = Optional.empty();

    /** What becomes of memory before it is handed out. */
    interface Step {
        BackendMemory hand(BackendMemory memory) throws DdiException;
    }

    Hosting(String name) {
        arenas = new ArenaProvider(name);
    }

    @Override
    public String name() {
        return arenas.name();
    }

    @Override
    public BackendMemory allocate(MemoryRequest request) throws DdiException {
        return allocate.hand(new Piece(arenas.allocate(request)));
    }

    private final class Piece implements BackendMemory {

        private final BackendMemory memory;

        private Piece(BackendMemory memory) {
            this.memory = memory;
        }

        @Override
        public MemorySegment segment() {
            requireAlive();
            return readOnly ? memory.segment().asReadOnly() : memory.segment();
        }

        @Override
        public void release() {
            memory.release();
        }

        @Override
        public Optional<String> peerPath() {
            return peerPath;
        }

        @Override
        public boolean losesContents() {
            requireAlive();
            return losesContents;
        }

        private void requireAlive() {
            if (dead) {
                throw new IllegalStateException("the provider is dead");
            }
        }
    }
}
