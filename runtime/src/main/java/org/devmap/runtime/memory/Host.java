package org.devmap.runtime.memory;

import org.devmap.backend.MemoryProvider;

/** A memory provider and what it holds. Everything that changes is guarded by the lock of {@link MemoryProviders}. */
final class Host {

    final MemoryProvider provider;
    final String name;
    final int ranking;
    int pieces;
    long bytes;
    int waiting;
    /** Volatile for those who only look. */
    volatile boolean present = true;

    Host(MemoryProvider provider, int ranking) {
        this.provider = provider;
        this.name = provider.name();
        this.ranking = ranking;
    }
}
