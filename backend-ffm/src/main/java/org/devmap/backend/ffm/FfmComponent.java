package org.devmap.backend.ffm;

import java.util.Dictionary;
import java.util.Hashtable;
import java.util.OptionalLong;
import org.devmap.backend.DevmapBackend;
import org.devmap.backend.MemoryProvider;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * The provider as a service of a framework. Registered by hand, because its ranking is known at run time only: above the
 * simulated backend where memory is real, below it where it is not.
 */
@Component(name = "org.devmap.backend.ffm", service = {}, immediate = true)
@Designate(ocd = FfmComponent.Configuration.class)
@Capability(namespace = "osgi.service", attribute = {"objectClass:List<String>=\"org.devmap.backend.MemoryProvider\"",
        "devmap.backend=ffm"}, uses = MemoryProvider.class)
public final class FfmComponent {


    /** How the provider is configured. */
    @ObjectClassDefinition(name = "devmap foreign-memory backend", description = "Real memory for umem and hosted memory")
    public @interface Configuration {

        /**
         * The limit of locked memory.
         *
         * @return bytes; -1 for what the kernel allows
         */
        @AttributeDefinition(description = "The most memory to lock down, in bytes; -1 for what the kernel allows")
        long locked_limit() default -1;

        /**
         * What happens beyond the limit.
         *
         * @return true for pageable memory, false for ENOMEM
         */
        @AttributeDefinition(description = "Whether memory that cannot be locked down is handed out pageable, and said so"
                + " in the log, rather than refused")
        boolean pageable_when_refused() default false;

        /**
         * The ranking of the service.
         *
         * @return the ranking, for real memory
         */
        @AttributeDefinition(description = "Ranking of the service where memory is real; the highest hosts new memory")
        int service_ranking() default FfmProvider.RANKING_OF_REAL_MEMORY;
    }

    private final FfmProvider provider;
    private final ServiceRegistration<MemoryProvider> registration;

    /**
     * Registers the provider.
     *
     * @param context of this bundle
     * @param configuration how it is configured
     */
    @Activate
    public FfmComponent(BundleContext context, Configuration configuration) {
        provider = new FfmProvider(settings(configuration));
        registration = context.registerService(MemoryProvider.class, provider, properties(configuration));
    }

    /** The new settings hold for what is allocated from now on; the provider stays. */
    @Modified
    void modified(Configuration configuration) {
        provider.configure(settings(configuration));
        registration.setProperties(properties(configuration));
    }

    /** Only the service goes: memory that was handed out belongs to the framework. */
    @Deactivate
    void deactivate() {
        registration.unregister();
    }

    private static FfmSettings settings(Configuration configuration) {
        long limit = configuration.locked_limit();
        return new FfmSettings(limit < 0 ? OptionalLong.empty() : OptionalLong.of(limit), configuration.pageable_when_refused());
    }

    /** Plain arenas must not win over the simulated backend, whatever is configured for real memory. */
    static int ranking(boolean isNative, int configured) {
        return isNative ? configured : FfmProvider.RANKING_OF_PLAIN_ARENAS;
    }

    private Dictionary<String, Object> properties(Configuration configuration) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(DevmapBackend.NAMESPACE, FfmProvider.NAME);
        properties.put(Constants.SERVICE_RANKING, ranking(provider.isNative(), configuration.service_ranking()));
        properties.put(Constants.SERVICE_DESCRIPTION, "devmap memory of the operating system");
        return properties;
    }
}
