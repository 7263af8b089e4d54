package org.devmap.runtime.memory;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.devmap.runtime.translation.Hat;

/** The tables that show some memory. */
final class Audience {

    private final Set<Hat> tables = ConcurrentHashMap.newKeySet();

    void add(Hat table) {
        tables.add(table);
    }

    void remove(Hat table) {
        tables.remove(table);
    }

    boolean isEmpty() {
        return tables.isEmpty();
    }

    /**
     * Returns when no access that began before is under way. A table that is added meanwhile is not missed: it was added before its
     * first access, which therefore began later.
     */
    void quiesce() {
        tables.forEach(Hat::quiesce);
    }

    /** Drops every translation; when it has returned nobody reaches the memory through one of them. */
    void revoke() {
        tables.forEach(Hat::unloadAll);
    }
}
