package org.devmap.runtime.memory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
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

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Host> entries = new ArrayList<>();
    private final HostedPieces pieces = new HostedPieces();
    private final Optional<String> configured;
    /** Backends that have devices only. */
    private final Set<String> withoutMemory = new HashSet<>();
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
        Host entry = new Host(provider, ranking);
        lock.lock();
        try {
            arrivals++;
            entries.add(entry);
            entries.sort(Comparator.comparingInt((Host e) -> e.ranking).reversed());
            changed();
        } finally {
            lock.unlock();
        }
    }

    /**
     * A backend that hosts no memory is there. If it is the configured one, ranking decides who does.
     *
     * @param name its name
     */
    public void addWithoutMemory(String name) {
        lock.lock();
        try {
            withoutMemory.add(name);
            arrivals++;
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
            for (Host entry : List.copyOf(entries)) {
                if (entry.provider == provider) {
                    entry.present = false;
                    entries.remove(entry);
                    changed();
                }
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
            Host entry = chosen();
            try {
                return pieces.add(home(entry, request), request);
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

    private Home home(Host entry, MemoryRequest request) throws DdiException {
        BackendMemory memory = entry.provider.allocate(request);
        if (memory == null) {
            throw new DdiException(Errno.EIO, "provider '" + entry.name + "' answered null to a request of " + request);
        }
        account(entry, 1, request.size());
        return new Home(memory, entry.name, () -> entry.present, () -> account(entry, -1, -request.size()));
    }

    // ---- who hosts what, and could host it

    /**
     * Memory of one provider, for something to move to.
     *
     * @param name the provider
     * @param request what is wanted
     * @return a fresh home
     * @throws DdiException ENOENT without such a provider, else what it answered
     */
    public Home homeWith(String name, MemoryRequest request) throws DdiException {
        return home(require(name), request);
    }

    /**
     * Requires a provider.
     *
     * @param name its name
     * @throws DdiException ENOENT if there is none
     */
    public void requireProvider(String name) throws DdiException {
        require(name);
    }

    private Host require(String name) throws DdiException {
        lock.lock();
        try {
            return entries.stream().filter(e -> e.name.equals(name)).findFirst().orElseThrow(
                    () -> new DdiException(Errno.ENOENT, "no memory provider named '" + name + "'; there are: " + names()));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Who should host what has to move: the provider of the hour, or if the configured one is not there the next best.
     *
     * @return its name; empty if there is none at all
     */
    public Optional<String> best() {
        lock.lock();
        try {
            return choice().or(() -> entries.stream().findFirst()).map(e -> e.name);
        } finally {
            lock.unlock();
        }
    }

    private void account(Host entry, int pieces, long bytes) {
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

    private void awaitChange(Host entry, long seen) {
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

    private Host chosen() throws DdiException {
        lock.lock();
        try {
            return choice().orElseThrow(() -> new DdiException(Errno.ENOMEM, configured
                    .map(name -> "no memory provider named '" + name + "'; there are: " + names())
                    .orElse("no memory provider: install a backend bundle")));
        } finally {
            lock.unlock();
        }
    }

    private Optional<Host> choice() {
        boolean byRanking = configured.isEmpty() || withoutMemory.contains(configured.get());
        return entries.stream().filter(e -> byRanking || configured.get().equals(e.name)).findFirst();
    }

    /** Everything that was allocated and not given back, whoever hosts it. */
    public HostedPieces pieces() {
        return pieces;
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
            Optional<Host> first = choice();
            return entries.stream()
                    .sorted(Comparator.comparing((Host e) -> first.isPresent() && first.get() != e))
                    .map(e -> new ProviderSnapshot(e.name, e.ranking, first.isPresent() && first.get() == e, e.pieces,
                            e.bytes, e.waiting))
                    .toList();
        } finally {
            lock.unlock();
        }
    }
}
