package org.devmap.backend.sim;

import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.backend.DeviceNode;
import org.devmap.backend.DevmapBackend;
import org.devmap.backend.DevmapClock;
import org.devmap.backend.Nexus;
import org.devmap.backend.NexusHost;
import org.devmap.backend.sim.device.BuiltInDevices;
import org.devmap.backend.sim.device.DeviceSettings;
import org.devmap.backend.sim.fault.FaultDesk;
import org.devmap.backend.sim.fault.Faults;
import org.devmap.backend.sim.record.Recorder;
import org.devmap.backend.sim.record.Recordings;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * The parent of all simulated devices: a few by default, more as services or by {@link #add}. A device takes the place of a
 * default device of the same name for as long as it is there. Thread-safe.
 *
 * <p>One lock orders everything that comes and goes. It is held while nodes are published and withdrawn, which is safe
 * because the framework holds none of its locks when it calls a nexus.
 */
@Component(service = {Nexus.class, SimNexus.class}, property = DevmapBackend.NAMESPACE + "=" + SimProvider.NAME)
@Designate(ocd = SimNexus.Config.class)
public final class SimNexus implements Nexus {

    private static final System.Logger LOG = System.getLogger(SimNexus.class.getName());
    /** The property of the system that names the default devices, separated by commas. */
    private static final String DEVICES = "org.devmap.backend.sim.devices";
    private static final String[] DEFAULT_DEVICES = {"framebuffer0", "context0", "shared-page0", "edu0"};

    private final ReentrantLock lock = new ReentrantLock();
    private final FaultDesk desk;
    private final Recorder recorder;
    /** The default devices by the names of their nodes. */
    private final Map<String, SimDevice> defaults = new LinkedHashMap<>();
    /** Devices that were added, each with its node while it is published, otherwise with null. */
    private final Map<SimDevice, MadeDevice.Published> added = new LinkedHashMap<>();
    private final Map<SimDevice, MadeDevice.Published> publishedDefaults = new LinkedHashMap<>();
    /** Where to publish; null while stopped. */
    private NexusHost host;

    /** Configuration of the nexus. */
    @ObjectClassDefinition(name = "devmap simulated devices",
            description = "The devices that are there without any configuration")
    public @interface Config {

        /**
         * Default devices.
         *
         * @return names of nodes, each a kind and a number
         */
        @AttributeDefinition(name = "Default devices", required = false,
                description = "Names of nodes, each a kind (framebuffer, context, shared-page, edu, uart) and a number")
        String[] devices() default {"framebuffer0", "context0", "shared-page0", "edu0"};
    }

    /** A nexus with the default devices. */
    public SimNexus() {
        this(DEFAULT_DEVICES);
    }

    /**
     * A nexus with built-in devices.
     *
     * @param devices names of nodes, each a kind and a number; none for an empty nexus
     */
    public SimNexus(String... devices) {
        this(new FaultDesk(), new Recorder(), devices);
    }

    /**
     * A nexus with built-in devices that fail on demand and can be recorded.
     *
     * @param desk where faults are ordered
     * @param recorder where recordings are ordered
     * @param devices names of nodes, each a kind and a number; none for an empty nexus
     */
    public SimNexus(FaultDesk desk, Recorder recorder, String... devices) {
        this.desk = desk;
        this.recorder = recorder;
        List.of(devices).forEach(name -> defaults.put(name, BuiltInDevices.of(DeviceSettings.byName(name))));
    }

    /**
     * As a component.
     *
     * @param config the configuration
     * @param desk where faults are ordered
     * @param recorder where recordings are ordered
     */
    @Activate
    public SimNexus(Config config, @Reference FaultDesk desk, @Reference Recorder recorder) {
        this(desk, recorder, devices(System.getProperty(DEVICES), config.devices()));
    }

    /**
     * The property of the system comes before the configuration: another backend may have a device of a default's
     * name.
     */
    static String[] devices(String property, String... configured) {
        return property == null ? configured
                : Stream.of(property.split("[,\\s]+")).filter(name -> !name.isEmpty()).toArray(String[]::new);
    }

    /**
     * Records accesses to its devices.
     *
     * @return where recordings are ordered
     */
    public Recordings recordings() {
        return recorder;
    }

    /**
     * Lets its devices fail.
     *
     * @return where faults are ordered
     */
    public Faults faults() {
        return desk;
    }

    /**
     * Makes a device anew for itself, as it is after power-up: to play a recording against.
     *
     * @param name the name of its node
     * @param clock the time of its timers and latencies
     * @return the device, which nobody else sees; empty if none of that name is published
     * @throws DdiException if it cannot be made
     */
    public Optional<DeviceNode> makeAnother(String name, DevmapClock clock) throws DdiException {
        Optional<SimDevice> device;
        lock.lock();
        try {
            device = published().filter(entry -> entry.getValue().name().equals(name)).map(Map.Entry::getKey).findFirst();
        } finally {
            lock.unlock();
        }
        return device.isEmpty() ? Optional.empty() : Optional.of(device.get().create(clock, Runnable::run));
    }

    /**
     * The devices that are published.
     *
     * @return names of their nodes
     */
    public List<String> devices() {
        lock.lock();
        try {
            return published().map(entry -> entry.getValue().name()).sorted().toList();
        } finally {
            lock.unlock();
        }
    }

    private Stream<Map.Entry<SimDevice, MadeDevice.Published>> published() {
        return Stream.concat(added.entrySet().stream(), publishedDefaults.entrySet().stream())
                .filter(entry -> entry.getValue() != null);
    }

    @Override
    public String name() {
        return SimProvider.NAME;
    }

    @Override
    public void start(NexusHost newHost) throws DdiException {
        lock.lock();
        try {
            if (host != null) {
                throw new DdiException(Errno.EBUSY, "the nexus " + name() + " is already started");
            }
            host = newHost;
            added.replaceAll((device, none) -> publishOrReport(device));
            publishMissingDefaults();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void stop() {
        lock.lock();
        try {
            host = null;
            publishedDefaults.values().forEach(SimNexus::withdraw);
            publishedDefaults.clear();
            added.values().forEach(SimNexus::withdraw);
            added.replaceAll((device, published) -> null);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Adds a device: published at once if the nexus is started, and at every start.
     *
     * @param device what makes it
     * @throws DdiException if it cannot be made, or EBUSY if there is a node of its name; it is not added then
     */
    public void add(SimDevice device) throws DdiException {
        lock.lock();
        try {
            added.put(device, host == null ? null : publishAdded(device));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Removes a device: surprise removal for its driver.
     *
     * @param device what made it; one that was not added does nothing
     */
    public void remove(SimDevice device) {
        lock.lock();
        try {
            withdraw(added.remove(device));
            if (host != null) {
                publishMissingDefaults();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * A device came as a service. One that cannot be published is reported and stays away; so is one that makes a mistake.
     *
     * @param device the service
     */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC, unbind = "remove")
    void bindDevice(SimDevice device) {
        lock.lock();
        try {
            added.put(device, host == null ? null : publishOrReport(device));
        } finally {
            lock.unlock();
        }
    }

    private void publishMissingDefaults() {
        defaults.forEach((name, device) -> {
            // A default stays away while another device has its name.
            if (!publishedDefaults.containsKey(device) && !isAdded(name)) {
                try {
                    publishedDefaults.put(device, MadeDevice.of(device, host, desk, recorder).publish());
                } catch (DdiException refused) {
                    LOG.log(Level.ERROR, "default device cannot be published: " + refused.getMessage());
                }
            }
        });
    }

    private boolean isAdded(String name) {
        return added.values().stream().anyMatch(other -> other != null && other.name().equals(name));
    }

    private MadeDevice.Published publishOrReport(SimDevice device) {
        try {
            return publishAdded(device);
        } catch (DdiException refused) {
            LOG.log(Level.ERROR, "simulated device cannot be published: " + refused.getMessage());
            return null;
        } catch (RuntimeException mistake) {
            LOG.log(Level.ERROR, "simulated device cannot be published", mistake);
            return null;
        }
    }

    private MadeDevice.Published publishAdded(SimDevice device) throws DdiException {
        MadeDevice made = MadeDevice.of(device, host, desk, recorder);
        if (isAdded(made.name())) {
            throw new DdiException(Errno.EBUSY, "there is a simulated device " + made.name() + " already");
        }
        publishedDefaults.values().removeIf(other -> {
            boolean same = other.name().equals(made.name());
            if (same) {
                withdraw(other);
            }
            return same;
        });
        try {
            return made.publish();
        } catch (DdiException | RuntimeException refused) {
            publishMissingDefaults();
            throw refused;
        }
    }

    private static void withdraw(MadeDevice.Published published) {
        if (published != null) {
            published.close();
        }
    }
}
