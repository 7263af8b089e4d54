package org.devmap.conformance.command;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.devmap.DdiException;
import org.devmap.backend.MemoryProvider;
import org.devmap.backend.Nexus;
import org.devmap.conformance.Backend;
import org.devmap.conformance.NexusBackend;

/**
 * What the suite can be run against.
 *
 * @param providers hosts of memory
 * @param nexuses parents of devices, not started
 */
record Backends(List<MemoryProvider> providers, List<Nexus> nexuses) {

    /**
     * The backend of a name: a provider, else a nexus whose first memory holds the register sets, with kernel memory of the best
     * provider. To be {@linkplain #close closed}.
     *
     * @throws IllegalArgumentException if there is none, naming those there are
     * @throws DdiException if its nexus does not start, or has no memory
     */
    Backend open(String name) throws DdiException {
        Optional<MemoryProvider> provider = providers.stream().filter(one -> one.name().equals(name)).findFirst();
        if (provider.isPresent()) {
            return Backend.hosting(provider.get());
        }
        Optional<Nexus> nexus = nexuses.stream().filter(one -> one.name().equals(name)).findFirst();
        if (nexus.isEmpty()) {
            throw new IllegalArgumentException("no backend '" + name + "'; there are: " + names());
        }
        MemoryProvider best = providers.stream().max(Comparator.comparingInt(MemoryProvider::ranking)).orElseThrow(() ->
                new IllegalArgumentException("backend '" + name + "' has no memory for the kernel, and nobody else has"));
        return NexusBackend.start(nexus.get(), best);
    }

    /** Ends what {@link #open} began. */
    static void close(Backend backend) {
        if (backend instanceof NexusBackend nexus) {
            nexus.close();
        }
    }

    private String names() {
        List<String> names = Stream.concat(providers.stream().map(MemoryProvider::name), nexuses.stream().map(Nexus::name))
                .distinct().sorted().toList();
        return names.isEmpty() ? "none" : String.join(", ", names);
    }
}
