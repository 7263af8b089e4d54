package org.devmap.conformance;

import java.util.Objects;
import java.util.Set;
import org.devmap.backend.MemoryProvider;
import org.devmap.backend.RegisterSet;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What the suite runs against: where the memory of its test devices and its kernel memory come from. The same object serves
 * one system after the other. A memory provider becomes one with {@link #hosting}; a backend that is only a nexus implements
 * this itself, answers register sets of its own, and names the provider its kernel memory comes from.
 */
@ConsumerType
public interface Backend {

    /**
     * The name of the backend, as in {@code --backend NAME}.
     *
     * @return for example {@code "sim"}
     */
    String name();

    /**
     * Hosts kernel memory, and register sets of the kind {@link RegisterSet.Hosted}.
     *
     * @return the provider
     */
    MemoryProvider provider();

    /**
     * A register set of plain memory for a test device. Its contents need not be zero.
     *
     * @param name the name of the set
     * @param size bytes, a page multiple
     * @return the set; a provider's backend answers a hosted one, a nexus one that it holds itself
     */
    default RegisterSet memorySet(String name, long size) {
        return new RegisterSet.Hosted(name, size);
    }

    /**
     * What this backend cannot do.
     *
     * @return empty, unless overridden
     */
    default Set<Capability> lacking() {
        return Set.of();
    }

    /**
     * A memory provider as the backend under test.
     *
     * @param provider the provider
     * @return the backend
     */
    static Backend hosting(MemoryProvider provider) {
        Objects.requireNonNull(provider, "provider");
        return new Backend() {

            @Override
            public String name() {
                return provider.name();
            }

            @Override
            public MemoryProvider provider() {
                return provider;
            }
        };
    }
}
