package org.devmap.backend;

import java.util.Objects;
import java.util.Optional;

/**
 * What memory a provider is asked for.
 *
 * @param size bytes, a multiple of 4096, greater than 0
 * @param pageable whether it may be paged out; otherwise it is locked down where the system can
 * @param purpose what it is for, for people, for example {@code "umem of framebuffer0"}
 * @param sharedName the name under which other processes may map it
 * @param peersReadOnly whether other processes may only read it
 * @param hugePages whether pages of 2 MiB are wanted; falls back aloud
 */
public record MemoryRequest(long size, boolean pageable, String purpose, Optional<String> sharedName, boolean peersReadOnly,
                            boolean hugePages) {

    /** Refuses null, and a size that is no positive page multiple. */
    public MemoryRequest {
        Objects.requireNonNull(purpose, "purpose");
        Objects.requireNonNull(sharedName, "sharedName");
        if (size <= 0 || size % 4096 != 0) {
            throw new IllegalArgumentException("size " + size + " must be a positive multiple of 4096");
        }
    }

    /**
     * Private pageable memory.
     *
     * @param size bytes, a multiple of 4096
     * @param purpose what it is for
     * @return the request
     */
    public static MemoryRequest of(long size, String purpose) {
        return new MemoryRequest(size, true, purpose, Optional.empty(), false, false);
    }
}
