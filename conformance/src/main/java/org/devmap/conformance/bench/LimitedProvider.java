package org.devmap.conformance.bench;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.OptionalLong;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.backend.BackendMemory;
import org.devmap.backend.MemoryProvider;
import org.devmap.backend.MemoryRequest;

/** The provider under test with less memory: how tests exhaust it. Thread-safe. */
public final class LimitedProvider implements MemoryProvider {

    private final MemoryProvider provider;
    private long used;
    private long most = Long.MAX_VALUE;

    LimitedProvider(MemoryProvider provider) {
        this.provider = provider;
    }

    /**
     * Leaves that much from now on.
     *
     * @param bytes that can still be allocated
     */
    public synchronized void leave(long bytes) {
        most = used + bytes;
    }

    @Override
    public String name() {
        return provider.name();
    }

    @Override
    public synchronized OptionalLong limit(MemoryRequest request) {
        return most == Long.MAX_VALUE ? provider.limit(request) : OptionalLong.of(most);
    }

    @Override
    public BackendMemory allocate(MemoryRequest request) throws DdiException {
        take(request.size());
        try {
            return new Counted(provider.allocate(request), request.size());
        } catch (DdiException | RuntimeException refusal) {
            giveBack(request.size());
            throw refusal;
        }
    }

    private synchronized void take(long size) throws DdiException {
        if (size > most - used) {
            throw new DdiException(Errno.ENOMEM, "the test leaves %d bytes, %d were asked for".formatted(most - used, size));
        }
        used += size;
    }

    private synchronized void giveBack(long size) {
        used -= size;
    }

    /** Memory of the provider under test, counted. */
    private final class Counted implements BackendMemory {

        private final BackendMemory memory;
        private final long size;

        private Counted(BackendMemory memory, long size) {
            this.memory = memory;
            this.size = size;
        }

        @Override
        public MemorySegment segment() {
            return memory.segment();
        }

        @Override
        public void release() {
            memory.release();
            giveBack(size);
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
