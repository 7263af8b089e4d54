package org.devmap.backend.uio;

import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import org.devmap.backend.DevmapBackend;
import org.devmap.backend.Nexus;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * The nexus as a service of a framework. A class of its own, because on a plain class path there are no types of OSGi
 * for the nexus to mention.
 */
@Component(name = "org.devmap.backend.uio", service = {}, immediate = true)
@Designate(ocd = UioComponent.Config.class)
@Capability(namespace = "osgi.service", attribute = {"objectClass:List<String>=\"org.devmap.backend.Nexus\"",
        "devmap.backend=uio"}, uses = Nexus.class)
public final class UioComponent {

    /** How the nexus is configured. */
    @ObjectClassDefinition(name = "devmap UIO backend", description = "Devices that Linux UIO shows")
    public @interface Config {

        /**
         * Register sets that are memory.
         *
         * @return each as DEVICE/SET, or DEVICE/SET=NODE
         */
        @AttributeDefinition(required = false, description = "Register sets that are memory and not registers, each as"
                + " DEVICE/SET, for example 0000:00:05.0/map1, or as DEVICE/SET=NODE to be a node of its own")
        String[] memory() default {};

        /**
         * Base address registers to map through their files.
         *
         * @return each as DEVICE/resourceN or DEVICE/resourceN_wc
         */
        @AttributeDefinition(required = false, description = "Base address registers that UIO does not show, or whose"
                + " stores are to be combined, each as DEVICE/resourceN or DEVICE/resourceN_wc, for example"
                + " 0000:00:05.0/resource2_wc")
        String[] resources() default {};

        /**
         * Names of nodes.
         *
         * @return each as DEVICE=NODE
         */
        @AttributeDefinition(required = false, description = "Names of nodes other than the usual ones, each as"
                + " DEVICE=NODE, for example 0000:00:04.0=edu0: the device and the model edu0 can take turns then")
        String[] nodes() default {};
    }

    private final ServiceRegistration<?> registration;

    /**
     * Registers the nexus, one for each bundle that asks: a test suite may start one of its own beside the framework's. What
     * is not configured is taken from the properties of the system.
     *
     * @param context of this bundle
     * @param config how it is configured
     */
    @Activate
    public UioComponent(BundleContext context, Config config) {
        boolean isWanted = UioNexus.NAME.equals(context.getProperty(DevmapBackend.NAMESPACE));
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(DevmapBackend.NAMESPACE, UioNexus.NAME);
        properties.put(Constants.SERVICE_DESCRIPTION, "devmap devices that Linux UIO shows");
        registration = context.registerService(Nexus.class.getName(), new PerBundle(config, isWanted), properties);
    }

    /** Makes a nexus for each bundle, and stops it when the bundle lets go of it. */
    private record PerBundle(Config config, boolean isWanted) implements ServiceFactory<Nexus> {

        @Override
        public Nexus getService(Bundle bundle, ServiceRegistration<Nexus> asked) {
            return new UioNexus(() -> settings(config), isWanted);
        }

        @Override
        public void ungetService(Bundle bundle, ServiceRegistration<Nexus> asked, Nexus nexus) {
            nexus.stop();
        }
    }

    /** The framework stops the nexus. */
    @Deactivate
    void deactivate() {
        registration.unregister();
    }

    private static UioSettings settings(Config config) {
        UioSettings others = UioSettings.ofSystemProperties();
        return new UioSettings(configured(config.memory(), others.memory()),
                configured(config.resources(), others.resources()), configured(config.nodes(), others.nodes()));
    }

    private static List<String> configured(String[] entries, List<String> others) {
        return entries.length == 0 ? others : List.of(entries);
    }
}
