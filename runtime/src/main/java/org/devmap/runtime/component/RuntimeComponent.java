package org.devmap.runtime.component;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.devmap.DdiException;
import org.devmap.backend.DevmapBackend;
import org.devmap.backend.MemoryProvider;
import org.devmap.backend.Nexus;
import org.devmap.driver.DeviceDriver;
import org.devmap.dto.SystemSnapshot;
import org.devmap.embed.DevmapAdmin;
import org.devmap.embed.DevmapSystem;
import org.devmap.embed.SwapPolicy;
import org.devmap.embed.SwapProbe;
import org.devmap.embed.SwapReport;
import org.devmap.embed.SwapRequest;
import org.devmap.embed.SystemConfiguration;
import org.devmap.embed.SystemConfigurationBuilder;
import org.devmap.driver.RegisterHandle;
import org.devmap.runtime.system.Devmap;
import org.osgi.annotation.bundle.Requirement;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;

/**
 * The system of a framework. All references are dynamic and multiple: exchanging a backend or a driver never recreates
 * this, and live mappings survive. The requirement for a backend is for the resolver only (active), so that no wire
 * ties the runtime to one.
 */
@Requirement(namespace = DevmapBackend.NAMESPACE, filter = "(" + DevmapBackend.NAMESPACE + "=*)", effective = "active")
@Component(immediate = true, configurationPid = "org.devmap.runtime", service = DevmapAdmin.class)
@Designate(ocd = RuntimeSettings.class)
public final class RuntimeComponent implements DevmapAdmin {

    private static final System.Logger LOG = System.getLogger("org.devmap.runtime");

    private final Devmap system;
    private final ClientSpaces clients;
    private final OfferedDrivers drivers;
    /**
     * What was registered for each provider and nexus, by identity: a replacement may be bound before the old one is
     * unbound.
     */
    private final Map<Object, DevmapSystem.Registration> registrations = new IdentityHashMap<>();

    /**
     * Starts the system.
     *
     * @param context of the runtime's bundle
     * @param settings its configuration
     */
    @Activate
    public RuntimeComponent(BundleContext context, RuntimeSettings settings) {
        SystemConfigurationBuilder configuration = SystemConfiguration.builder()
                .lockedLimits(settings.project_max_locked_memory(), settings.zone_max_locked_memory())
                .checked(settings.checked())
                .swapPolicy(policy(settings.swap_policy()))
                .exitDeadline(Duration.ofMillis(settings.exit_deadline_millis()))
                .lockDeadline(Duration.ofMillis(settings.lock_deadline_millis()))
                .grace(Duration.ofMillis(settings.grace_millis()));
        new RemovalEntries(settings.removal_policy(), slip -> LOG.log(System.Logger.Level.WARNING, slip))
                .addTo(configuration);
        Optional.of(settings.provider()).filter(name -> !name.isBlank())
                .or(() -> Optional.ofNullable(context.getProperty(DevmapBackend.NAMESPACE)))
                .ifPresent(configuration::provider);
        system = new Devmap(configuration.build());
        drivers = new OfferedDrivers(system);
        clients = new ClientSpaces(context, system.spaces());
    }

    static SwapPolicy policy(String word) {
        return switch (word) {
            case "stay" -> SwapPolicy.STAY;
            case "follow-ranking" -> SwapPolicy.FOLLOW_RANKING;
            default -> {
                LOG.log(System.Logger.Level.WARNING, "swap.policy is '" + word
                        + "'; it must be stay or follow-ranking, and counts as stay");
                yield SwapPolicy.STAY;
            }
        };
    }

    /** Ends the system: clients' spaces exit, drivers are detached, memory is given back. */
    @Deactivate
    void deactivate() {
        clients.close();
        system.close();
    }

    // ---- whiteboard

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC, unbind = "unregister")
    void addProvider(MemoryProvider provider, Map<String, Object> properties) {
        int ranking = properties.get("service.ranking") instanceof Integer given ? given : 0;
        remember(provider, system.registerProvider(provider, ranking));
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC, unbind = "unregister")
    void addNexus(Nexus nexus) {
        try {
            remember(nexus, system.registerNexus(nexus));
        } catch (DdiException e) {
            LOG.log(System.Logger.Level.WARNING, "nexus " + nexus.name() + " cannot start: " + e.getMessage());
        }
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC, unbind = "unregister")
    void addSwapProbe(SwapProbe probe) {
        remember(probe, system.registerSwapProbe(probe));
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC, unbind = "removeDriver")
    void addDriver(DeviceDriver driver, Map<String, Object> properties) {
        try {
            drivers.add(driver, names(properties.get(DeviceDriver.COMPATIBLE)));
        } catch (IllegalArgumentException e) {
            LOG.log(System.Logger.Level.WARNING, e.getMessage());
        }
    }

    void removeDriver(DeviceDriver driver) {
        drivers.remove(driver);
    }

    private static String[] names(Object property) {
        return switch (property) {
            case String one -> new String[] {one};
            case String[] several -> several;
            case Iterable<?> list -> {
                List<String> names = new ArrayList<>();
                list.forEach(name -> names.add(String.valueOf(name)));
                yield names.toArray(String[]::new);
            }
            case null, default -> throw new IllegalArgumentException("service property " + DeviceDriver.COMPATIBLE
                    + " is "
                    + (property instanceof Object[] other ? Arrays.toString(other) : property)
                    + "; it must be one or more names");
        };
    }

    private void remember(Object service, DevmapSystem.Registration registration) {
        synchronized (registrations) {
            registrations.put(service, registration);
        }
    }

    void unregister(Object service) {
        DevmapSystem.Registration registration;
        synchronized (registrations) {
            registration = registrations.remove(service);
        }
        if (registration != null) {
            registration.close();
        }
    }

    // ---- administration

    @Override
    public SystemSnapshot snapshot() {
        return system.snapshot();
    }

    @Override
    public void detach(String node) throws DdiException {
        system.detach(node);
    }

    @Override
    public void attach(String node) throws DdiException {
        system.attach(node);
    }

    @Override
    public void swap(String node, String nexus) throws DdiException {
        system.swap(node, nexus);
    }

    @Override
    public RegisterHandle registers(String node, int rnumber) throws DdiException {
        return system.registers(node, rnumber);
    }

    @Override
    public SwapReport swap(SwapRequest request) throws DdiException {
        return system.swap(request);
    }

    @Override
    public void setProjectLockedLimit(String project, long bytes) {
        system.setProjectLockedLimit(project, bytes);
    }

    @Override
    public void setZoneLockedLimit(long bytes) {
        system.setZoneLockedLimit(bytes);
    }
}
