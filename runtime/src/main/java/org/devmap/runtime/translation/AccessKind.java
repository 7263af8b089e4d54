package org.devmap.runtime.translation;

import org.devmap.driver.Ordering;

/** How the bytes of a frame are accessed where they are memory (architecture, access path, rule 5). */
public enum AccessKind {
    /** Ordinary memory: plain accesses. */
    PLAIN,
    /** Device memory that may be reordered: opaque accesses, exactly as written. */
    OPAQUE,
    /** Strictly ordered device memory: volatile accesses. */
    VOLATILE;

    /**
     * The kind for device memory or registers under an ordering attribute.
     *
     * @param ordering what may be reordered
     * @param registers whether accesses have effects
     * @return volatile for strict order, opaque for unordered; weaker ones plain on memory and opaque on registers
     */
    public static AccessKind of(Ordering ordering, boolean registers) {
        return switch (ordering) {
            case STRICT -> VOLATILE;
            case UNORDERED -> OPAQUE;
            case MERGING, LOAD_CACHING, STORE_CACHING -> registers ? OPAQUE : PLAIN;
        };
    }
}
