package org.devmap.runtime.memory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.backend.BackendMemory;
import org.devmap.backend.MemoryProvider;
import org.devmap.backend.MemoryRequest;
import org.devmap.dto.MemorySnapshot;
import org.devmap.dto.ProviderSnapshot;

/**
 * The memory providers there are, and which of them hosts new memory: the one that configuration names, else the one with the
 * highest ranking. No lock is held while a provider is called.
 */
public final class MemoryProviders {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Host> entries = new ArrayList<>();
    private final Set<HostedMemory> hosted = new LinkedHashSet<>();
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
                return take(home(entry, request), request);
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

    private HostedMemory take(Home home, MemoryRequest request) {
        HostedMemory[] taken = new HostedMemory[1];
        taken[0] = new HostedMemory(home, Optional.of(request), () -> forget(taken[0]));
        lock.lock();
        try {
            hosted.add(taken[0]);
        } finally {
            lock.unlock();
        }
        return taken[0];
    }

    private void forget(HostedMemory memory) {
        lock.lock();
        try {
            hosted.remove(memory);
        } finally {
            lock.unlock();
        }
    }

    private Home home(Host entry, MemoryRequest request) throws DdiException {
        BackendMemory memory = entry.provider.allocate(request);
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
     * What a provider hosts, or hosted when it left.
     *
     * @param name its name
     * @return the oldest first
     */
    public List<HostedMemory> hostedBy(String name) {
        return pieces(piece -> piece.host().equals(name));
    }

    /**
     * What should be elsewhere: whatever has lost its provider, and if wished all that is not with the provider of the hour.
     *
     * @param followRanking whether that is wished
     * @return the oldest first
     */
    public List<HostedMemory> misplaced(boolean followRanking) {
        Optional<String> best = best();
        return pieces(piece -> !piece.home().hostIsThere().getAsBoolean()
                || followRanking && best.isPresent() && !best.get().equals(piece.host()));
    }

    /**
     * A piece, unless it was given back.
     *
     * @param memory the piece
     * @return it alone, or nothing
     */
    public List<HostedMemory> ifHosted(HostedMemory memory) {
        return pieces(piece -> piece == memory);
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

    private List<HostedMemory> pieces(Predicate<HostedMemory> which) {
        lock.lock();
        try {
            return hosted.stream().filter(which).toList();
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
        return entries.stream().filter(e -> configured.isEmpty() || configured.get().equals(e.name)).findFirst();
    }

    /**
     * Every piece of memory, for the snapshot.
     *
     * @return pictures, the oldest first
     */
    public List<MemorySnapshot> memorySnapshot() {
        return pieces(piece -> true).stream().map(HostedMemory::snapshot).toList();
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
