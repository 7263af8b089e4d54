package org.devmap.conformance;

import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.Pages;
import org.devmap.backend.BackendMemory;
import org.devmap.backend.DeviceNode;
import org.devmap.backend.DevmapClock;
import org.devmap.backend.MemoryProvider;
import org.devmap.backend.Nexus;
import org.devmap.backend.NexusHost;
import org.devmap.backend.RegisterSet;
import org.devmap.embed.ManualClock;

/**
 * A nexus as the backend under test: the register sets of the test devices are pieces of the first memory it
 * publishes, kernel memory comes from a provider. One set of 1 MiB is plenty. Thread-safe.
 *
 * <pre>{@code
 * try (NexusBackend backend = NexusBackend.start(new MyNexus("0000:00:05.0"), provider)) {
 *     new Runner(DevmapSystem::create, backend).run(test);
 * }
 * }</pre>
 */
public final class NexusBackend implements Backend, AutoCloseable {

    /** How long a device may take to be found. It bounds a failure and times nothing. */
    private static final int PATIENCE_SECONDS = 30;

    private final Nexus nexus;
    private final MemoryProvider provider;
    private final Discovery discovery;
    private final MemorySegment memory;
    /** Pages of the memory that are in use. */
    private final BitSet used = new BitSet();

    private NexusBackend(Nexus nexus, MemoryProvider provider, Discovery discovery, MemorySegment memory) {
        this.nexus = nexus;
        this.provider = provider;
        this.discovery = discovery;
        this.memory = memory;
    }

    /**
     * Starts a nexus and waits until it has published a set that is memory of its own ({@link RegisterSet.Fixed}).
     *
     * @param nexus not started yet; stopped by {@link #close}
     * @param provider hosts kernel memory
     * @return the backend
     * @throws DdiException what start failed with, or ENXIO if no such set comes
     */
    public static NexusBackend start(Nexus nexus, MemoryProvider provider) throws DdiException {
        Objects.requireNonNull(provider, "provider");
        Discovery discovery = new Discovery();
        boolean started = false;
        try {
            nexus.start(discovery);
            MemorySegment memory = discovery.await(nexus.name());
            started = true;
            return new NexusBackend(nexus, provider, discovery, memory);
        } finally {
            if (!started) {
                end(nexus, discovery);
            }
        }
    }

    @Override
    public String name() {
        return nexus.name();
    }

    @Override
    public MemoryProvider provider() {
        return provider;
    }

    @Override
    public synchronized RegisterSet memorySet(String name, long size) {
        int pages = Math.toIntExact(Pages.roundUp(size) / Pages.SIZE);
        int first = 0;
        for (int next = used.nextSetBit(first); next >= 0 && next < first + pages; next = used.nextSetBit(first)) {
            first = used.nextClearBit(next);
        }
        if ((first + pages) * Pages.SIZE > memory.byteSize()) {
            throw new IllegalStateException(("no %d bytes for register set %s: the memory of nexus %s has %d, "
                    + "%d pages are in use").formatted(size, name, nexus.name(), memory.byteSize(),
                    used.cardinality()));
        }
        used.set(first, first + pages);
        return new RegisterSet.Fixed(name, RegisterSet.Space.MEMORY,
                new Piece(first, pages, memory.asSlice(first * Pages.SIZE, size)), false, List.of());
    }

    private synchronized void free(Piece piece) {
        used.clear(piece.first, piece.first + piece.pages);
    }

    /** Stops the nexus, when nothing of its memory is used any more. */
    @Override
    public void close() {
        end(nexus, discovery);
    }

    private static void end(Nexus nexus, Discovery discovery) {
        try {
            nexus.stop();
        } finally {
            discovery.threads.shutdownNow();
        }
    }

    /** A register set's part of the memory, free again when the framework releases it. */
    private final class Piece implements BackendMemory {

        private final int first;
        private final int pages;
        private final MemorySegment segment;

        private Piece(int first, int pages, MemorySegment segment) {
            this.first = first;
            this.pages = pages;
            this.segment = segment;
        }

        @Override
        public MemorySegment segment() {
            return segment;
        }

        @Override
        public void release() {
            free(this);
        }
    }

    /** Where the nexus publishes: takes the first memory, and leaves all devices without a driver. */
    private static final class Discovery implements NexusHost {

        private final CompletableFuture<MemorySegment> memory = new CompletableFuture<>();
        private final DevmapClock clock = new ManualClock();
        private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().daemon().name("conformance-nexus-", 0).factory());

        private MemorySegment await(String nexus) throws DdiException {
            try {
                return memory.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (TimeoutException | ExecutionException none) {
                throw new DdiException(Errno.ENXIO, "nexus " + nexus + " publishes no memory of its own within "
                        + PATIENCE_SECONDS + " s: is a set configured to be memory?", none);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                throw new DdiException(Errno.EINTR, "interrupted while waiting for memory of nexus " + nexus, stop);
            }
        }

        @Override
        public PublishedNode publish(DeviceNode node) {
            List<RegisterSet.Fixed> fixed = node.registerSets().stream().filter(RegisterSet.Fixed.class::isInstance)
                    .map(RegisterSet.Fixed.class::cast).toList();
            fixed.stream().filter(set -> !set.isRegisters()).findFirst()
                    .ifPresent(set -> memory.complete(set.memory().segment()));
            // Memory is the framework's from publication on, and this is the framework here.
            return () -> fixed.forEach(set -> set.memory().release());
        }

        @Override
        public DevmapClock clock() {
            return clock;
        }

        @Override
        public Executor executor() {
            return threads;
        }
    }
}
