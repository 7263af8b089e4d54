package org.devmap.conformance.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.devmap.DdiException;
import org.devmap.Pages;
import org.devmap.backend.BackendMemory;
import org.devmap.backend.DeviceNode;
import org.devmap.backend.Nexus;
import org.devmap.backend.NexusHost;
import org.devmap.backend.RegisterSet;
import org.devmap.conformance.Backend;
import org.devmap.conformance.NexusBackend;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * A backend that is only a nexus satisfies the statements: every register set of theirs is memory that it holds
 * itself.
 */
class NexusBackendTest extends BackendContract {

    private static final long SIZE = 64 * Pages.SIZE;

    private final OneMemory nexus = new OneMemory();
    private final NexusBackend backend;

    NexusBackendTest() throws DdiException {
        backend = NexusBackend.start(nexus, named("ffm"));
    }

    @Override
    protected Backend backend() {
        return backend;
    }

    @AfterAll
    void allOfItsMemoryIsFreeAgainWhenItStops() {
        try {
            assertThat(backend.memorySet("all", SIZE).size()).isEqualTo(SIZE);
        } finally {
            backend.close();
        }
        assertThat(nexus.published).isNull();
    }

    @Test
    void piecesAreDisjointAndComeBack() throws DdiException {
        try (NexusBackend fresh = NexusBackend.start(new OneMemory(), named("ffm"))) {
            RegisterSet.Fixed first = (RegisterSet.Fixed) fresh.memorySet("first", 16 * Pages.SIZE);
            RegisterSet.Fixed second = (RegisterSet.Fixed) fresh.memorySet("second", 40 * Pages.SIZE);
            assertThat(first.memory().segment().asOverlappingSlice(second.memory().segment())).isEmpty();
            assertThatThrownBy(() -> fresh.memorySet("third", 16 * Pages.SIZE))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("no 65536 bytes for register set third")
                    .hasMessageContaining("56 pages are in use");
            first.memory().release();
            RegisterSet.Fixed third = (RegisterSet.Fixed) fresh.memorySet("third", 16 * Pages.SIZE);
            assertThat(third.memory().segment()).isEqualTo(first.memory().segment());
        }
    }

    /** Publishes one device, whose only set is memory. */
    private static final class OneMemory implements Nexus {

        private final Arena arena = Arena.ofShared();
        private final MemorySegment segment = arena.allocate(SIZE, Pages.SIZE);
        private NexusHost.PublishedNode published;

        @Override
        public String name() {
            return "one-memory";
        }

        @Override
        public void start(NexusHost host) throws DdiException {
            // A device's memory has whatever was left in it.
            segment.fill((byte) 0x5a);
            published = host.publish(new Memory("memory0", segment, arena));
        }

        @Override
        public void stop() {
            published.close();
            published = null;
        }
    }

    private record Memory(String name, MemorySegment segment, Arena arena) implements DeviceNode, BackendMemory {

        @Override
        public List<String> compatible() {
            return List.of("memory");
        }

        @Override
        public List<RegisterSet> registerSets() {
            return List.of(new RegisterSet.Fixed("memory", RegisterSet.Space.MEMORY, this, false, List.of()));
        }

        @Override
        public void release() {
            arena.close();
        }
    }
}
