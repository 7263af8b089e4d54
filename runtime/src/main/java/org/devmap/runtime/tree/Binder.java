package org.devmap.runtime.tree;

import java.util.List;
import java.util.Optional;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.dto.NodeSnapshot;
import org.devmap.runtime.device.DeviceInstance;
import org.devmap.runtime.device.DeviceServices;
import org.devmap.runtime.device.Driver;
import org.devmap.runtime.device.Node;
import org.devmap.runtime.device.NodeMappings;
import org.devmap.runtime.device.Reason;
import org.devmap.runtime.device.Source;
import org.devmap.runtime.exchange.Departure;
import org.devmap.runtime.exchange.Rebinding;
import org.devmap.runtime.exchange.Succession;

/**
 * Attaches drivers to nodes and detaches them, on the device's thread and under no lock. Whatever driver code throws
 * here, the node ends in a state that can be left again.
 */
final class Binder {

    /** What the tree knows of nodes and drivers. */
    interface Registry {

        /** Fails with ENXIO if the node has been withdrawn or the driver unregistered since the attach was queued. */
        void requirePresent(Node node, Driver driver) throws DdiException;

        /** The driver that serves a node which is in the tree. */
        Optional<Driver> driverFor(Node node);

        /** The node is no more. */
        void remove(Node node);

        /** What stood by for a node that is no more is a node of its own. */
        void publishAgain(Source source);
    }

    private final DeviceServices services;
    private final Registry registry;
    private final Departure departure;
    private final Succession succession;
    private final Rebinding rebinding;

    Binder(DeviceServices services, NodeMappings mappings, Registry registry) {
        this.services = services;
        this.registry = registry;
        this.departure = new Departure(services, mappings);
        this.rebinding = new Rebinding(services, mappings, departure);
        this.succession = new Succession(services, mappings, departure, this::attachSomebodyElse);
    }

    // ---- attach

    /** Attaches, for somebody who is not to blame for what attach(9E) does: a failure is reported. */
    void attachQuietly(Node node, Driver driver) {
        try {
            node.thread().callUninterrupted("attach of " + node.name(), () -> {
                attachHere(node, driver);
                return null;
            });
        } catch (DdiException | RuntimeException | Error e) {
            if (!node.waitsForMemory()) {
                services.diagnostics().accept("attach of " + node.name() + " failed: " + Reason.of(e));
            }
        }
    }

    /** Attaches on request. */
    void attach(Node node, Driver driver) throws DdiException {
        node.thread().call("attach of " + node.name(), () -> {
            attachHere(node, driver);
            return null;
        });
    }

    private void attachHere(Node node, Driver driver) throws DdiException {
        if (node.instance().isPresent()) {
            return;
        }
        boolean again = true;
        while (again) {
            registry.requirePresent(node, driver);
            again = attachOnce(node, driver);
        }
    }

    /** True if attach(9E) failed but may do better now, because memory has arrived since it was called. */
    private boolean attachOnce(Node node, Driver driver) throws DdiException {
        long arrivals = services.providers().arrivals();
        DeviceInstance instance = new DeviceInstance(node, driver, driver.numbers().takeInstance(), services);
        node.become(NodeSnapshot.State.ATTACHING, instance, null);
        try (var _ = services.calls().kernel()) {
            driver.module().attach(instance);
            node.become(NodeSnapshot.State.ATTACHED, instance, null);
            return false;
        } catch (DdiException | RuntimeException | Error e) {
            instance.end();
            driver.numbers().giveInstance(instance.instance());
            if (isWorthwhile(node, driver, arrivals, e)) {
                return true;
            }
            throw e;
        }
    }

    /**
     * Backends and drivers arrive in any order: a driver that came before the memory is asked again when it is there.
     * The mark is set before the look at the providers, and {@link DeviceTree#memoryArrived} looks at the mark after
     * the provider has been added: one of the two sees the other, and whoever takes the mark attaches.
     */
    private boolean isWorthwhile(Node node, Driver driver, long arrivals, Throwable failure) {
        if (services.providers().isReady()) {
            if (services.providers().arrivals() != arrivals) {
                return true;
            }
            node.fault(driver, "attach(9E) failed: " + Reason.of(failure));
            return false;
        }
        node.waitForMemory("waits for a memory provider: " + Reason.of(failure));
        return services.providers().isReady() && node.takeWaitForMemory();
    }

    // ---- detach on request

    /** Refused while the device is in use. */
    void detach(Node node) throws DdiException {
        node.thread().call("detach of " + node.name(), () -> {
            DeviceInstance instance = node.requireAttached();
            node.openClose().lock();
            try {
                node.beginDetach();
            } finally {
                node.openClose().unlock();
            }
            detachHere(node, instance);
            return null;
        });
    }

    private void detachHere(Node node, DeviceInstance instance) throws DdiException {
        try (var _ = services.calls().kernel()) {
            instance.driver().module().detach(instance);
        } catch (DdiException | RuntimeException | Error e) {
            node.become(NodeSnapshot.State.ATTACHED, instance, null);
            throw e;
        }
        Departure.gone(node, instance);
    }

    // ---- departure and handover

    /**
     * A nexus has a device no longer. If it was in charge, the next one that stands by takes charge; if there is none,
     * or it cannot, the device leaves, which cannot be refused.
     *
     * @param source what it has published
     */
    void withdraw(Source source) {
        source.withdraw();
        Node node = source.node();
        if (!depart(node, () -> leave(node, source))) {
            leaveBehindItsDriver(node, source);
        }
    }

    private void leave(Node node, Source source) {
        if (source.node() != node) {
            withdraw(source);
        } else if (node.sources().isGone() || node.sources().isInCharge(source) && !isReplaced(node, source)) {
            end(node);
        }
        releaseIfStandsBy(node, source);
    }

    private static void releaseIfStandsBy(Node node, Source source) {
        if (node.sources().remove(source)) {
            source.release();
        }
    }

    /**
     * A driver that does not come to an end does not keep the device: nobody reaches it by this node any more all the
     * same, and what stands by does not wait for that driver. If it comes to an end after all, the node does.
     */
    private void leaveBehindItsDriver(Node node, Source source) {
        if (source.node() != node) {
            withdraw(source);
            return;
        }
        releaseIfStandsBy(node, source);
        node.sources().endWith(source).ifPresent(standBy -> {
            registry.remove(node);
            close(node, standBy);
        });
    }

    private void close(Node node, List<Source> standBy) {
        try {
            node.registers().close();
        } finally {
            standBy.forEach(registry::publishAgain);
        }
    }

    /** Whether somebody goes on for a source, or its return is awaited. */
    private boolean isReplaced(Node node, Source source) {
        Source next = node.sources().next().orElse(null);
        try {
            if (next == null) {
                rebinding.lose(node);
                source.release();
            } else {
                rebinding.rebind(node, next);
            }
            return true;
        } catch (DdiException | RuntimeException | Error e) {
            if (next != null) {
                services.diagnostics().accept(next + " cannot go on for " + source + ", whose mappings end: "
                        + Reason.of(e));
            } else if (node.instance().isPresent() && rebinding.isAwaited(node)) {
                services.diagnostics().accept("mappings of " + source + " end: " + Reason.of(e));
            }
            return false;
        }
    }

    /** Somebody has published a device that was gone: it goes on there, or ends, and this is another one. */
    void comeBack(Node node, Source source) {
        depart(node, () -> {
            if (!node.sources().isAbsent()) {
                return;
            }
            try {
                rebinding.rebind(node, source);
            } catch (DdiException | RuntimeException | Error e) {
                services.diagnostics().accept(source + " is not the device that was gone, whose mappings end: "
                        + Reason.of(e));
                end(node);
            }
        });
    }

    /** Waits, with a bound, until a node that ends is no more. */
    void awaitEnd(Node node) throws DdiException {
        node.thread().callUninterrupted("departure of " + node.name(), () -> null);
    }

    private void end(Node node) {
        List<Source> standBy = node.sources().end();
        registry.remove(node);
        succession.giveUp(node);
        node.instance().ifPresent(instance -> departure.run(node, instance));
        close(node, standBy);
    }

    /** By command: another nexus takes charge, and the old one stands by. */
    void swap(Node node, String nexus) throws DdiException {
        node.thread().call("swap of " + node.name(), () -> {
            rebinding.rebind(node, node.sources().standBy(nexus));
            return null;
        });
    }

    /**
     * The driver leaves and cannot be refused. An attach of it that was queued before has run by then, or is refused.
     * Its next version takes over, or another driver that serves the node is attached.
     *
     * @param node the node
     * @param driver the driver, which is not in the tree any more
     */
    void depart(Node node, Driver driver) {
        depart(node, () -> {
            DeviceInstance instance = node.instance().filter(present -> present.driver() == driver).orElse(null);
            if (instance != null && node.sources().isAbsent()) {
                end(node);
            } else if (instance != null && succession.bequeath(node, instance)) {
                registry.driverFor(node).ifPresent(next -> succession.inherit(node, next));
            } else if (instance != null) {
                departure.run(node, instance);
                attachSomebodyElse(node);
            } else if (node.forgive(driver)) {
                attachSomebodyElse(node);
            }
        });
    }

    private void attachSomebodyElse(Node node) {
        registry.driverFor(node).ifPresent(other -> attachQuietly(node, other));
    }

    /** A driver has come: it takes over what its predecessor left, or what was left ends and it is attached. */
    void succeed(Node node, Driver driver) {
        depart(node, () -> {
            if (!succession.inherit(node, driver)) {
                succession.giveUp(node);
                attachSomebodyElse(node);
            }
        });
    }

    /** The system ends: drivers do not wait for a next version any more. */
    void end(Iterable<Node> nodes) {
        succession.end();
        nodes.forEach(node -> depart(node, () -> {
            succession.giveUp(node);
            if (node.sources().isAbsent()) {
                end(node);
            }
        }));
    }

    /** False if it is still running after a bound. */
    private boolean depart(Node node, Runnable work) {
        try {
            node.thread().callUninterrupted("departure of " + node.name(), () -> {
                work.run();
                return null;
            });
            return true;
        } catch (DdiException e) {
            services.diagnostics().accept("departure of " + node.name() + ": " + e.getMessage());
            return false;
        }
    }
}
