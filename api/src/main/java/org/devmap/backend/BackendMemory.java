package org.devmap.backend;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A piece of memory that a backend handed out. Owned by the framework from then on: it stays usable after the backend's
 * service, and even its bundle, are gone, until the framework calls {@link #release}, once, on any thread. The code of
 * release must be loaded before allocate returns.
 */
@ConsumerType
public interface BackendMemory {

    /**
     * The memory. Always the same segment, native (not heap), accessible from every thread until release.
     *
     * @return the whole of it
     */
    MemorySegment segment();

    /** Gives the memory back. Nobody reaches it any more. */
    void release();

    /**
     * Where another process finds it, if it was asked to be shared.
     *
     * @return for example {@code /proc/1234/fd/17}
     */
    default Optional<String> peerPath() {
        return Optional.empty();
    }

    /**
     * Whether the contents are lost when the backend leaves, so that they cannot be copied any more afterwards.
     *
     * @return false, unless overridden
     */
    default boolean losesContents() {
        return false;
    }
}
