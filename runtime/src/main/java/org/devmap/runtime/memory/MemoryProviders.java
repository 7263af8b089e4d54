package org.devmap.runtime.memory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.backend.BackendMemory;
import org.devmap.backend.MemoryProvider;
import org.devmap.backend.MemoryRequest;
import org.devmap.dto.ProviderSnapshot;

/**
 * The memory providers there are, and which of them hosts new memory: the one that configuration names, else the one with the
 * highest ranking. No lock is held while a provider is called.
 */
public final class MemoryProviders {

    private static final class Entry {
        private final MemoryProvider provider;
        private final String name;
        private final int ranking;
        private int pieces;
        private long bytes;
        private int waiting;

        private Entry(MemoryProvider provider, int ranking) {
            this.provider = provider;
            this.name = provider.name();
            this.ranking = ranking;
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Entry> entries = new ArrayList<>();
    private final Optional<String> configured;
    /** Grows whenever waiting for memory may have become worthwhile: memory came back, or a provider arrived or left. */
    private long changes;
    private long arrivals;

    /**
     * No providers yet.
     *
     * @param configured the name of the one to use, if configuration says so
     */
    public MemoryProviders(Optional<String> configured) {
        this.configured = configured;
    }

    /**
     * Adds a provider.
     *
     * @param provider the provider
     * @param ranking the higher the better
     */
    public void add(MemoryProvider provider, int ranking) {
        Entry entry = new Entry(provider, ranking);
        lock.lock();
        try {
            arrivals++;
            entries.add(entry);
            entries.sort(Comparator.comparingInt((Entry e) -> e.ranking).reversed());
            changed();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Removes a provider. What it handed out stays; whoever waits for its memory asks the next one.
     *
     * @param provider the provider
     */
    public void remove(MemoryProvider provider) {
        lock.lock();
        try {
            if (entries.removeIf(e -> e.provider == provider)) {
                changed();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Allocates from the provider of the hour.
     *
     * @param request what is wanted
     * @param sleep whether to wait until memory comes back; a request that can never be met does not wait
     * @return the memory
     * @throws DdiException ENOMEM, or what the provider says of a wish it cannot fulfil
     */
    public HostedMemory allocate(MemoryRequest request, boolean sleep) throws DdiException {
        for (;;) {
            long seen = changes();
            Entry entry = chosen();
            try {
                BackendMemory memory = entry.provider.allocate(request);
                return host(memory, entry, request.size());
            } catch (DdiException e) {
                OptionalLong limit = entry.provider.limit(request);
                boolean never = limit.isPresent() && request.size() > limit.getAsLong();
                if (!sleep || never || !e.errno().equals(Errno.ENOMEM)) {
                    throw e;
                }
                awaitChange(entry, seen);
            }
        }
    }

    /**
     * Whether there is a provider that hosts new memory.
     *
     * @return false until the configured one, or any, has arrived
     */
    public boolean isReady() {
        lock.lock();
        try {
            return choice().isPresent();
        } finally {
            lock.unlock();
        }
    }

    /**
     * How many providers have arrived: whoever reads it before it needs memory can tell whether to try again.
     *
     * @return a number that only grows
     */
    public long arrivals() {
        lock.lock();
        try {
            return arrivals;
        } finally {
            lock.unlock();
        }
    }

    private HostedMemory host(BackendMemory memory, Entry entry, long size) {
        account(entry, 1, size);
        return new HostedMemory(memory, entry.name, () -> account(entry, -1, -size));
    }

    private void account(Entry entry, int pieces, long bytes) {
        lock.lock();
        try {
            entry.pieces += pieces;
            entry.bytes += bytes;
            if (pieces < 0) {
                changed();
            }
        } finally {
            lock.unlock();
        }
    }

    private void changed() {
        changes++;
        changed.signalAll();
    }

    private long changes() {
        lock.lock();
        try {
            return changes;
        } finally {
            lock.unlock();
        }
    }

    private void awaitChange(Entry entry, long seen) {
        lock.lock();
        try {
            entry.waiting++;
            while (changes == seen) {
                changed.awaitUninterruptibly();
            }
            entry.waiting--;
        } finally {
            lock.unlock();
        }
    }

    private Entry chosen() throws DdiException {
        lock.lock();
        try {
            return choice().orElseThrow(() -> new DdiException(Errno.ENOMEM, configured
                    .map(name -> "no memory provider named '" + name + "'; there are: " + names())
                    .orElse("no memory provider: install a backend bundle")));
        } finally {
            lock.unlock();
        }
    }

    private Optional<Entry> choice() {
        return entries.stream().filter(e -> configured.isEmpty() || configured.get().equals(e.name)).findFirst();
    }

    private String names() {
        return entries.isEmpty() ? "none" : String.join(", ", entries.stream().map(e -> e.name).toList());
    }

    /**
     * The state, for the snapshot.
     *
     * @return the default first, then by ranking
     */
    public List<ProviderSnapshot> snapshot() {
        lock.lock();
        try {
            Optional<Entry> first = choice();
            return entries.stream()
                    .sorted(Comparator.comparing((Entry e) -> first.isPresent() && first.get() != e))
                    .map(e -> new ProviderSnapshot(e.name, e.ranking, first.isPresent() && first.get() == e, e.pieces,
                            e.bytes, e.waiting))
                    .toList();
        } finally {
            lock.unlock();
        }
    }
}
