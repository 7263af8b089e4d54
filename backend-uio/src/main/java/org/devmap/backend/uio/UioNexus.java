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

/**
 * The parent of the devices that Linux UIO shows: publishes them while they are there. Where there is no UIO it
 * publishes nothing and says so once; devices may come later, with their module. Not on Linux: start is refused.
 * Thread-safe.
 */
@DevmapBackend(UioNexus.NAME)
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

    /** As a component; isWanted says that somebody has asked for UIO by name. */
    UioNexus(Supplier<UioSettings> settings, boolean isWanted) {
        this(settings, SystemRequirements.here(), Path.of("/sys"), Path.of("/dev"), isWanted);
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

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean hasProvider() {
        return false;
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
        try {
            List<UioDevice> devices = tree.devices();
            if (devices.isEmpty()) {
                sayThatThereIsNone();
            }
            fresh.begin(devices);
            host.executor().execute(() -> keepLooking(fresh, watching));
        } catch (RuntimeException | Error failure) {
            stop();
            throw failure;
        }
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
        return new NodeOpener(calls(), host.executor(), dev, new Refusals(sys), now, said::warn, said::inform);
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
