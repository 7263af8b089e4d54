package org.devmap.backend;

import java.util.OptionalLong;
import org.devmap.DdiException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Hosts memory: umem, and register sets that are memory and described by configuration. A service with the property
 * {@value DevmapBackend#NAMESPACE} naming it; the one with the highest ranking hosts new memory unless configuration names
 * another. Thread-safe.
 */
@ConsumerType
public interface MemoryProvider {

    /**
     * The name, unique among providers.
     *
     * @return for example {@code "sim"}
     */
    String name();

    /**
     * Allocates zero-filled native memory, reserved and populated: shortage is ENOMEM here and never a fault later.
     *
     * @param request what is wanted
     * @return the memory, its first byte aligned to a page of 4096 bytes at least
     * @throws DdiException ENOMEM if there is not that much now; ENOTSUP for a wish it cannot fulfil
     */
    BackendMemory allocate(MemoryRequest request) throws DdiException;

    /**
     * The most it can ever hold of the kind that a request asks for, asked at every shortage. A request beyond it never waits (S-278).
     *
     * @param request what is wanted: locked and pageable memory may have different limits
     * @return bytes; empty if only the machine limits it
     */
    default OptionalLong limit(MemoryRequest request) {
        return OptionalLong.empty();
    }

    /**
     * How good this provider is where it was found on a class path; in a framework the service's ranking says so.
     *
     * @return the higher the better, 0 unless overridden
     */
    default int ranking() {
        return 0;
    }
}
