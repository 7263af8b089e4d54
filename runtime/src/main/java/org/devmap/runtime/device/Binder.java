package org.devmap.runtime.device;

import java.util.Optional;
import java.util.function.Consumer;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.dto.NodeSnapshot;

/**
 * Attaches drivers to nodes and detaches them, on the device's thread and under no lock. Whatever driver code throws here, the
 * node ends in a state that can be left again.
 */
final class Binder {

    /** What the tree knows of nodes and drivers. */
    interface Registry {

        /** Fails with ENXIO if the node has been withdrawn or the driver unregistered since the attach was queued. */
        void requirePresent(Node node, Driver driver) throws DdiException;

        /** The driver that serves a node which is in the tree. */
        Optional<Driver> driverFor(Node node);
    }

    private final DeviceServices services;
    private final Consumer<Node> killMappings;
    private final Registry registry;

    Binder(DeviceServices services, Consumer<Node> killMappings, Registry registry) {
        this.services = services;
        this.killMappings = killMappings;
        this.registry = registry;
    }

    // ---- attach

    /** Attaches, for somebody who is not to blame for what attach(9E) does: a failure is reported. */
    void attachQuietly(Node node, Driver driver) {
        try {
            attach(node, driver);
        } catch (DdiException | RuntimeException | Error e) {
            if (!node.waitsForMemory()) {
                services.diagnostics().accept("attach of " + node.name() + " failed: " + reason(e));
            }
        }
    }

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
        DeviceInstance instance = new DeviceInstance(node, driver, driver.takeInstance(), services);
        node.become(NodeSnapshot.State.ATTACHING, instance, null);
        try (var _ = services.calls().kernel()) {
            driver.module().attach(instance);
            node.become(NodeSnapshot.State.ATTACHED, instance, null);
            return false;
        } catch (DdiException | RuntimeException | Error e) {
            instance.end();
            driver.giveInstance(instance.instance());
            if (isWorthwhile(node, driver, arrivals, e)) {
                return true;
            }
            throw e;
        }
    }

    /**
     * Backends and drivers arrive in any order: a driver that came before the memory is asked again when it is there. The mark is
     * set before the look at the providers, and {@link DeviceTree#memoryArrived} looks at the mark after the provider has been
     * added: one of the two sees the other, and whoever takes the mark attaches.
     */
    private boolean isWorthwhile(Node node, Driver driver, long arrivals, Throwable failure) {
        if (services.providers().isReady()) {
            if (services.providers().arrivals() != arrivals) {
                return true;
            }
            node.fault(driver, "attach(9E) failed: " + reason(failure));
            return false;
        }
        node.waitForMemory("waits for a memory provider: " + reason(failure));
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
        gone(node, instance);
    }

    private static void gone(Node node, DeviceInstance instance) {
        instance.end();
        instance.driver().giveInstance(instance.instance());
        node.become(NodeSnapshot.State.UNBOUND, null, null);
    }

    // ---- departure

    /**
     * The device leaves and cannot be refused: mappings die, files are closed, then detach, veto or not.
     *
     * @param node the node, which is not in the tree any more
     */
    void depart(Node node) {
        depart(node, () -> node.instance().ifPresent(instance -> departHere(node, instance)));
    }

    /**
     * The driver leaves and cannot be refused. An attach of it that was queued before has run by then, or is refused. Then
     * another driver that serves the node is attached.
     *
     * @param node the node
     * @param driver the driver, which is not in the tree any more
     */
    void depart(Node node, Driver driver) {
        depart(node, () -> {
            Optional<DeviceInstance> instance = node.instance().filter(present -> present.driver() == driver);
            instance.ifPresent(present -> departHere(node, present));
            if (instance.isPresent() || node.forgive(driver)) {
                registry.driverFor(node).ifPresent(other -> attachQuietly(node, other));
            }
        });
    }

    private void depart(Node node, Runnable departure) {
        try {
            node.thread().call("departure of " + node.name(), () -> {
                departure.run();
                return null;
            });
        } catch (DdiException e) {
            services.diagnostics().accept("departure of " + node.name() + ": " + e.getMessage());
        }
    }

    /** Every open is marked before the first mapping is looked for, so that none comes after the search. */
    private void departHere(Node node, DeviceInstance instance) {
        node.become(NodeSnapshot.State.DETACHING, instance, null);
        node.opens().forEach(OpenDevice::leave);
        node.pollWait().wake();
        try {
            killMappings.accept(node);
        } catch (RuntimeException | Error e) {
            services.diagnostics().accept("ending the mappings of " + node.name() + " failed, the driver leaves all the same: "
                    + e);
        }
        node.opens().forEach(OpenDevice::forceClose);
        try (var _ = services.calls().kernel()) {
            instance.driver().module().detach(instance);
        } catch (DdiException | RuntimeException | Error e) {
            services.diagnostics().accept("detach(9E) of " + node.name() + " failed, the driver leaves all the same: "
                    + reason(e));
        }
        gone(node, instance);
    }

    private static String reason(Throwable failure) {
        return failure instanceof DdiException ? failure.getMessage() : failure.toString();
    }
}
