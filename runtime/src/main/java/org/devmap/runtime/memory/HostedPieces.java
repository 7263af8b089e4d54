package org.devmap.runtime.memory;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.devmap.backend.MemoryRequest;
import org.devmap.dto.MemorySnapshot;

/**
 * The memory that was allocated and not given back, whoever hosts it. Thread-safe; every answer is in the order of
 * allocation.
 */
public final class HostedPieces {

    private final Set<HostedMemory> pieces = new LinkedHashSet<>();

    HostedPieces() {
    }

    HostedMemory add(Home home, MemoryRequest request) {
        HostedMemory[] added = new HostedMemory[1];
        added[0] = new HostedMemory(home, Optional.of(request), () -> remove(added[0]));
        synchronized (pieces) {
            pieces.add(added[0]);
        }
        return added[0];
    }

    private void remove(HostedMemory piece) {
        synchronized (pieces) {
            pieces.remove(piece);
        }
    }

    private List<HostedMemory> that(Predicate<HostedMemory> which) {
        synchronized (pieces) {
            return pieces.stream().filter(which).toList();
        }
    }

    /**
     * What a provider hosts, or hosted when it left.
     *
     * @param name its name
     * @return the pieces
     */
    public List<HostedMemory> hostedBy(String name) {
        return that(piece -> piece.host().equals(name));
    }

    /**
     * What has lost its provider.
     *
     * @return the pieces
     */
    public List<HostedMemory> orphans() {
        return that(HostedMemory::isOrphaned);
    }

    /**
     * What should be elsewhere if everything is to be with one provider: what is not there, or has lost its provider.
     *
     * @param name the provider
     * @return the pieces
     */
    public List<HostedMemory> notHostedBy(String name) {
        return that(piece -> piece.isOrphaned() || !piece.host().equals(name));
    }

    /**
     * A piece, unless it was given back.
     *
     * @param piece the piece
     * @return it alone, or nothing
     */
    public List<HostedMemory> only(HostedMemory piece) {
        return that(present -> present == piece);
    }

    /**
     * Every piece, for the snapshot.
     *
     * @return pictures
     */
    public List<MemorySnapshot> snapshot() {
        return that(piece -> true).stream().map(HostedMemory::snapshot).toList();
    }
}
