package org.devmap.embed;

import org.osgi.annotation.versioning.ProviderType;

/** Makes devmap systems: a service in a framework, a {@link java.util.ServiceLoader} provider on a plain class path. */
@ProviderType
public interface DevmapSystemFactory {

    /**
     * Makes a system.
     *
     * @param configuration what it is like
     * @return an independent system, running; close it when done
     */
    DevmapSystem create(SystemConfiguration configuration);
}
