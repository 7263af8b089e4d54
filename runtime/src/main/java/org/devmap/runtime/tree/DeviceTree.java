package org.devmap.runtime.tree;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.devmap.Credential;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.OpenFlags;
import org.devmap.backend.DeviceNode;
import org.devmap.backend.RegisterSet;
import org.devmap.driver.DeviceDriver;
import org.devmap.dto.DriverSnapshot;
import org.devmap.dto.NodeSnapshot;
import org.devmap.runtime.device.DeviceServices;
import org.devmap.runtime.device.Driver;
import org.devmap.runtime.device.Node;
import org.devmap.runtime.device.NodeMappings;
import org.devmap.runtime.device.OpenDevice;
import org.devmap.runtime.device.Reason;
import org.devmap.runtime.device.Source;
import org.devmap.runtime.nexus.RegisterSets;

/**
 * The nodes and the drivers, and who is bound to whom. Attach and detach run on the device's thread, under no lock of
 * the tree.
 */
public final class DeviceTree {

    private final DeviceServices services;
    private final Binder binder;
    private final Map<String, Node> nodes = new TreeMap<>();
    private final Drivers drivers = new Drivers();

    /**
     * An empty tree.
     *
     * @param services what devices need
     * @param mappings what is mapped of devices
     */
    public DeviceTree(DeviceServices services, NodeMappings mappings) {
        this.services = services;
        this.binder = new Binder(services, mappings, new Binder.Registry() {
            @Override
            public void requirePresent(Node node, Driver driver) throws DdiException {
                DeviceTree.this.requirePresent(node, driver);
            }

            @Override
            public Optional<Driver> driverFor(Node node) {
                return DeviceTree.this.driverFor(node);
            }

            @Override
            public void remove(Node node) {
                DeviceTree.this.remove(node);
            }

            @Override
            public void publishAgain(Source source) {
                DeviceTree.this.publishAgain(source);
            }
        });
    }

    // ---- nodes

    /**
     * Publishes a node and attaches a driver that serves it. If another nexus has published one of that name, it stands
     * by for it.
     *
     * @param description what its nexus says of it
     * @param nexus the nexus' name, empty for configuration
     * @return to withdraw it with
     * @throws DdiException EBUSY if the name is taken by the same nexus, or by anybody and this is
     *         configuration; EINVAL for a bad one
     */
    public Source publish(DeviceNode description, Optional<String> nexus) throws DdiException {
        Source source = new Source(description, nexus);
        String name = source.name();
        if (name == null || !name.matches("[A-Za-z0-9._,@-]+")) {
            throw new DdiException(Errno.EINVAL, "node name '" + name
                    + "' must consist of letters, digits and . _ , @ -");
        }
        publish(source);
        return source;
    }

    private void publish(Source source) throws DdiException {
        String name = source.name();
        List<RegisterSet> sets = source.description().registerSets();
        Node node = new Node(source, new RegisterSets(name, sets, services.providers(), services.physicalAddresses()),
                services);
        Node home = settle(source, node);
        while (home == null) {
            awaitEnd(name);
            home = settle(source, node);
        }
        if (home == node) {
            driverFor(node).ifPresent(driver -> binder.attachQuietly(node, driver));
        } else if (home.sources().isAbsent()) {
            binder.comeBack(home, source);
        }
    }

    /**
     * The node of a source: a fresh one, or the one of that name; null if that is about to go, and has to be waited
     * for.
     */
    private synchronized Node settle(Source source, Node fresh) throws DdiException {
        Node present = nodes.putIfAbsent(fresh.name(), fresh);
        if (present != null && !present.sources().add(source)) {
            if (present.sources().isEnded()) {
                return null;
            }
            throw new DdiException(Errno.EBUSY, "there is a node named " + fresh.name());
        }
        source.belongTo(present == null ? fresh : present);
        return source.node();
    }

    /** Waits, with a bound, until a node that is about to go is no more. */
    private void awaitEnd(String name) throws DdiException {
        Node ending;
        synchronized (this) {
            ending = nodes.get(name);
        }
        if (ending == null) {
            return;
        }
        try {
            binder.awaitEnd(ending);
        } catch (DdiException e) {
            // Its driver is late, but the name is free: whoever withdrew the device has not waited for it either.
            if (isPresent(ending)) {
                throw e;
            }
        }
    }

    /**
     * Withdraws what a nexus has published.
     *
     * @param source what {@link #publish} answered
     */
    public void withdraw(Source source) {
        binder.withdraw(source);
    }

    private synchronized boolean isPresent(Node node) {
        return nodes.get(node.name()) == node;
    }

    private synchronized void remove(Node node) {
        nodes.remove(node.name(), node);
    }

    /** Whoever withdraws it meanwhile looks for it in the node that is no more: it is withdrawn here, then. */
    private void publishAgain(Source source) {
        if (source.isWithdrawn()) {
            giveBack(source);
            return;
        }
        Node former = source.node();
        try {
            publish(source);
        } catch (DdiException | RuntimeException | Error e) {
            services.diagnostics().accept(source + " cannot be published again: " + Reason.of(e));
            if (source.node() == former) {
                // It is no node's, and none will give its memory back.
                giveBack(source);
            }
        }
        if (source.isWithdrawn()) {
            withdraw(source);
        }
    }

    /** Others stand by besides this one: a nexus that fails here keeps none of them from being published again. */
    private void giveBack(Source source) {
        try {
            source.release();
        } catch (RuntimeException | Error e) {
            services.diagnostics().accept("the memory of " + source + " cannot be given back: " + Reason.of(e));
        }
    }

    /**
     * Puts another nexus in charge of a node.
     *
     * @param name the node's name
     * @param nexus the nexus' name
     * @throws DdiException ENOENT for an unknown node, or a nexus that does not stand by; EINVAL, EBUSY
     */
    public void swap(String name, String nexus) throws DdiException {
        binder.swap(require(name), nexus);
    }

    /**
     * A node by its name.
     *
     * @param name the name
     * @return the node
     * @throws DdiException ENOENT, naming those there are
     */
    public Node require(String name) throws DdiException {
        synchronized (this) {
            Node node = name == null ? null : nodes.get(name);
            if (node == null) {
                throw new DdiException(Errno.ENOENT, "no device node '" + name + "'; " + Existing.of(nodes.keySet()));
            }
            return node;
        }
    }

    /** All nodes, by name. */
    public synchronized List<Node> nodes() {
        return List.copyOf(nodes.values());
    }

    // ---- drivers

    /**
     * Adds a driver and attaches it to what it serves.
     *
     * @param module the driver
     * @param compatible the names it serves
     * @return the driver as the tree knows it
     * @throws IllegalArgumentException if it names nothing, or what another one serves
     */
    public Driver register(DeviceDriver module, List<String> compatible) {
        Driver driver = drivers.add(module, compatible);
        // Before it takes instance numbers of its own: it goes on with those of the version before.
        for (Node node : nodes()) {
            if (node.bequest().isPresent() && driverFor(node).orElse(null) == driver) {
                binder.succeed(node, driver);
            }
        }
        for (Node node : nodes()) {
            if (node.state() == NodeSnapshot.State.UNBOUND && driverFor(node).orElse(null) == driver) {
                binder.attachQuietly(node, driver);
            }
        }
        return driver;
    }

    /**
     * Removes a driver: its mappings wait for its next version, if it hands over; else they die, its devices are closed
     * and detached, and other drivers that serve them are attached.
     *
     * @param driver the driver
     */
    public void unregister(Driver driver) {
        drivers.remove(driver);
        for (Node node : nodes()) {
            if (Drivers.serves(driver, node)) {
                binder.depart(node, driver);
            }
        }
    }

    /** The system ends: nobody waits for the next version of a driver any more. */
    public void end() {
        binder.end(nodes());
    }

    /** Who serves a node, as long as it is in the tree. */
    private Optional<Driver> driverFor(Node node) {
        return isPresent(node) ? drivers.serving(node) : Optional.empty();
    }

    private void requirePresent(Node node, Driver driver) throws DdiException {
        if (!isPresent(node)) {
            throw new DdiException(Errno.ENXIO, "device " + node.name() + " has been withdrawn");
        }
        if (!drivers.contains(driver)) {
            throw new DdiException(Errno.ENXIO, "driver " + driver.module().getClass().getName() + " of " + node.name()
                    + " has left");
        }
    }

    // ---- attach and detach

    /** A memory provider has arrived: whoever waited for one is attached now. */
    public void memoryArrived() {
        if (!services.providers().isReady()) {
            return;
        }
        for (Node node : nodes()) {
            if (node.takeWaitForMemory()) {
                driverFor(node).ifPresent(driver -> binder.attachQuietly(node, driver));
            }
        }
    }

    /**
     * Attaches a driver to a node that has none.
     *
     * @param name the node's name
     * @throws DdiException ENOENT, ENXIO without a driver, EBUSY if it is attached, what attach(9E) failed with
     */
    public void attach(String name) throws DdiException {
        Node node = require(name);
        if (node.state() == NodeSnapshot.State.ATTACHED) {
            throw new DdiException(Errno.EBUSY, "device " + name + " is attached");
        }
        binder.attach(node, driverFor(node).orElseThrow(
                () -> new DdiException(Errno.ENXIO, "no driver serves " + name + ", compatible with "
                        + node.description().compatible())));
    }

    /**
     * Detaches on request: refused while the device is in use.
     *
     * @param name the node's name
     * @throws DdiException ENOENT, ENXIO, EBUSY, the driver's veto
     */
    public void detach(String name) throws DdiException {
        binder.detach(require(name));
    }

    // ---- open

    /**
     * open(2): finds the minor node and calls open(9E).
     *
     * @param path {@code /devices/NODE:MINOR}
     * @param flags how
     * @param credential who
     * @return the device, with one more open file
     * @throws DdiException ENOENT, ENXIO, the driver's own
     */
    public Opened open(String path, OpenFlags flags, Credential credential) throws DdiException {
        int colon = path.lastIndexOf(':');
        if (!path.startsWith("/devices/") || colon < "/devices/".length()) {
            throw new DdiException(Errno.ENOENT, "path '" + path + "' must look like /devices/NODE:MINOR; "
                    + Existing.of(paths()));
        }
        Node node;
        synchronized (this) {
            node = nodes.get(path.substring("/devices/".length(), colon));
        }
        if (node == null) {
            throw new DdiException(Errno.ENOENT, "there is no " + path + "; " + Existing.of(paths()));
        }
        return new Opening(path, node, this::paths).open(flags, credential);
    }

    /**
     * An open device.
     *
     * @param device the device number in use
     * @param size what the minor node says can be mapped, negative if unknown
     */
    public record Opened(OpenDevice device, long size) {
    }

    private List<String> paths() {
        return nodes().stream().flatMap(node -> node.paths().stream()).toList();
    }

    /** The drivers, for the snapshot. */
    public List<DriverSnapshot> driverSnapshots() {
        return drivers.all().stream().map(this::picture).toList();
    }

    private DriverSnapshot picture(Driver driver) {
        List<String> served = nodes().stream()
                .filter(node -> node.instance().filter(instance -> instance.driver() == driver).isPresent())
                .map(Node::name).toList();
        return new DriverSnapshot(driver.module().getClass().getName(), driver.compatible(), driver.major(), served);
    }
}
