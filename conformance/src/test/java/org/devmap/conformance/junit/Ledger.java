package org.devmap.conformance.junit;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.devmap.DdiException;
import org.devmap.backend.BackendMemory;
import org.devmap.backend.MemoryProvider;
import org.devmap.backend.MemoryRequest;

/** A provider, with an account of what it hands out: whether a suite really ran on it, and gave everything back. */
record Ledger(MemoryProvider provider, AtomicLong handedOut, AtomicLong returned) implements MemoryProvider {

    Ledger(MemoryProvider provider) {
        this(provider, new AtomicLong(), new AtomicLong());
    }

    @Override
    public String name() {
        return provider.name();
    }

    @Override
    public OptionalLong limit(MemoryRequest request) {
        return provider.limit(request);
    }

    @Override
    public int ranking() {
        return provider.ranking();
    }

    @Override
    public BackendMemory allocate(MemoryRequest request) throws DdiException {
        BackendMemory memory = provider.allocate(request);
        handedOut.incrementAndGet();
        return new Piece(memory, returned);
    }

    private record Piece(BackendMemory memory, AtomicLong returned) implements BackendMemory {

        @Override
        public MemorySegment segment() {
            return memory.segment();
        }

        @Override
        public void release() {
            memory.release();
            returned.incrementAndGet();
        }

        @Override
        public Optional<String> peerPath() {
            return memory.peerPath();
        }

        @Override
        public boolean losesContents() {
            return memory.losesContents();
        }
    }
}
