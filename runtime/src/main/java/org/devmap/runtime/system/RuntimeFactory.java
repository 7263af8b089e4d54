package org.devmap.runtime.system;

import org.devmap.embed.DevmapSystem;
import org.devmap.embed.DevmapSystemFactory;
import org.devmap.embed.SystemConfiguration;

/** Makes systems; found with {@link java.util.ServiceLoader} on a plain class path. */
public final class RuntimeFactory implements DevmapSystemFactory {

    /** For the service loader. */
    public RuntimeFactory() {
    }

    @Override
    public DevmapSystem create(SystemConfiguration configuration) {
        return new Devmap(configuration);
    }
}
