package org.devmap.runtime.component;

import org.devmap.embed.DevmapSystem;
import org.devmap.embed.DevmapSystemFactory;
import org.devmap.embed.SystemConfiguration;
import org.devmap.runtime.system.Devmap;
import org.osgi.service.component.annotations.Component;

/** Makes further systems in a framework, independent of the framework's own. */
@Component
public final class FactoryComponent implements DevmapSystemFactory {

    /** For declarative services. */
    public FactoryComponent() {
    }

    @Override
    public DevmapSystem create(SystemConfiguration configuration) {
        return new Devmap(configuration);
    }
}
