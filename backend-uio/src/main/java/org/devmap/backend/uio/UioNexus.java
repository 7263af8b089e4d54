package org.devmap.backend.uio;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.backend.DevmapBackend;
import org.devmap.backend.Nexus;
import org.devmap.backend.NexusHost;
import org.devmap.backend.uio.linux.LinuxCalls;
import org.devmap.backend.uio.node.NodeOpener;
import org.devmap.backend.uio.presence.ArrivalWatch;
import org.devmap.backend.uio.presence.Population;
import org.devmap.backend.uio.refusal.Refusals;
import org.devmap.backend.uio.sysfs.UioDevice;
import org.devmap.backend.uio.sysfs.UioTree;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * The parent of the devices that Linux UIO shows: publishes them while they are there. Where there is no UIO it
 * publishes nothing and says so once; devices may come later, with their module. Not on Linux: start is refused.
 * Thread-safe.
 */
@DevmapBackend(UioNexus.NAME)
@Component(name = "org.devmap.backend.uio", service = Nexus.class,
        property = DevmapBackend.NAMESPACE + "=" + UioNexus.NAME)
@Designate(ocd = UioNexus.Config.class)
public final class UioNexus implements Nexus {

    /** The name, as in {@code --backend NAME}. */
    public static final String NAME = "uio";

    /** How often to look while nothing seems to happen, and while something does. */
    private static final long SLOW_MILLIS = 2000;
    private static final long SOON_MILLIS = 50;

    private final SaidOnce said = new SaidOnce();
    private final Supplier<UioSettings> settings;
    private final SystemRequirements system;
    private final Path sys;
    private final Path dev;
    private final boolean isWanted;
    private final UioTree tree;
    private LinuxCalls linux;
    /** What is there while it is started, else null. */
    private Population population;
    private ArrivalWatch watch;

    /** How the nexus is configured. */
    @ObjectClassDefinition(name = "devmap UIO backend", description = "Devices that Linux UIO shows")
    public @interface Config {

        /**
         * Register sets that are memory.
         *
         * @return each as DEVICE/SET
         */
        @AttributeDefinition(required = false,
                description = "Register sets that are memory and not registers, each as DEVICE/SET, for example"
                + " 0000:00:05.0/map1")
        String[] memory() default {};

        /**
         * Base address registers to map through their files.
         *
         * @return each as DEVICE/resourceN or DEVICE/resourceN_wc
         */
        @AttributeDefinition(required = false,
                description = "Base address registers that UIO does not show, or whose stores are to be combined, each"
                + " as DEVICE/resourceN or DEVICE/resourceN_wc, for example 0000:00:05.0/resource2_wc")
        String[] resources() default {};
    }

    /** A nexus that is configured by properties of the system; see {@link UioSettings#ofSystemProperties}. */
    public UioNexus() {
        this(UioSettings::ofSystemProperties, SystemRequirements.here(), Path.of("/sys"), Path.of("/dev"), false);
    }

    /**
     * A nexus.
     *
     * @param settings how it behaves
     */
    public UioNexus(UioSettings settings) {
        this(() -> settings, SystemRequirements.here(), Path.of("/sys"), Path.of("/dev"), false);
    }

    /**
     * As a component. What is not configured is taken from the properties of the system.
     *
     * @param context of this bundle
     * @param config how it is configured
     */
    @Activate
    public UioNexus(BundleContext context, Config config) {
        this(() -> settings(config), SystemRequirements.here(), Path.of("/sys"), Path.of("/dev"),
                NAME.equals(context.getProperty(DevmapBackend.NAMESPACE)));
    }

    /** For a system of one's own, with its own roots; isWanted says that somebody has asked for UIO by name. */
    UioNexus(Supplier<UioSettings> settings, SystemRequirements system, Path sys, Path dev, boolean isWanted) {
        this.settings = settings;
        this.system = system;
        this.sys = sys;
        this.dev = dev;
        this.isWanted = isWanted;
        this.tree = new UioTree(sys, (device, why) -> said.inform(device + " cannot be read: " + why));
    }

    private static UioSettings settings(Config config) {
        UioSettings others = UioSettings.ofSystemProperties();
        return new UioSettings(config.memory().length == 0 ? others.memory() : List.of(config.memory()),
                config.resources().length == 0 ? others.resources() : List.of(config.resources()));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public synchronized void start(NexusHost host) throws DdiException {
        if (population != null) {
            throw new DdiException(Errno.EBUSY, "the nexus uio is already started");
        }
        if (system.wrongSystem().isPresent()) {
            throw new DdiException(Errno.ENOTSUP, system.wrongSystem().get());
        }
        UioSettings now;
        try {
            now = settings.get();
        } catch (IllegalArgumentException malformed) {
            throw new DdiException(Errno.EINVAL, malformed.getMessage(), malformed);
        }
        Population fresh = new Population(host, (device, gone) -> opener(host, now).open(device, gone), said::warn);
        ArrivalWatch watching = ArrivalWatch.of(dev, said::warn);
        population = fresh;
        watch = watching;
        List<UioDevice> devices = tree.devices();
        if (devices.isEmpty()) {
            sayThatThereIsNone();
        }
        fresh.begin(devices);
        host.executor().execute(() -> keepLooking(fresh, watching));
    }

    private void sayThatThereIsNone() {
        String sentence = tree.isPresent()
                ? "there is no UIO device: bind one to a UIO driver, for example with echo VENDOR DEVICE >"
                        + " /sys/bus/pci/drivers/uio_pci_generic/new_id"
                : "there is no UIO in this kernel: " + sys.resolve("class/uio")
                + " does not exist; load a module, for example with"
                        + " modprobe uio_pci_generic";
        if (isWanted) {
            said.warn(sentence);
        } else {
            said.inform(sentence);
        }
    }

    private NodeOpener opener(NexusHost host, UioSettings now) throws DdiException {
        if (system.missing().isPresent()) {
            throw new DdiException(Errno.ENOTSUP, system.missing().get());
        }
        return new NodeOpener(calls(), host.executor(), dev, new Refusals(sys), now, said::warn);
    }

    /** Linked when the first device is opened: most systems have none. Called under the lock of the population. */
    private LinuxCalls calls() throws DdiException {
        if (linux == null) {
            try {
                linux = new LinuxCalls();
            } catch (UnsupportedOperationException unknown) {
                throw new DdiException(Errno.ENOTSUP, unknown.getMessage(), unknown);
            }
        }
        return linux;
    }

    private void keepLooking(Population who, ArrivalWatch watching) {
        try {
            boolean isSettled = false;
            while (watching.await(isSettled ? SLOW_MILLIS : SOON_MILLIS)) {
                isSettled = who.look(tree.devices());
            }
        } catch (InterruptedException toldToEnd) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void stop() {
        Population left;
        synchronized (this) {
            if (population == null) {
                return;
            }
            watch.close();
            left = population;
            population = null;
        }
        left.end();
    }
}
