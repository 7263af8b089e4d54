package org.devmap.runtime.exchange;

import java.util.Set;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.backend.RegisterSet;
import org.devmap.driver.Suspendable;
import org.devmap.dto.NodeSnapshot;
import org.devmap.embed.RemovalPolicy;
import org.devmap.runtime.device.DeviceInstance;
import org.devmap.runtime.device.DeviceServices;
import org.devmap.runtime.device.Node;
import org.devmap.runtime.device.NodeMappings;
import org.devmap.runtime.device.Reason;
import org.devmap.runtime.device.Source;
import org.devmap.runtime.nexus.Substitute;

/**
 * Another nexus takes charge of a node: what driver and applications have mapped of the old one's registers and memory
 * is the new one's from then on, and so are the interrupts. The new one is asked for all it has, and then put in charge
 * and its registers behind the sets at one moment: every failure before that leaves the old one there, and the driver
 * is resumed on it; after that the exchange stands. On the device's thread.
 */
public final class Rebinding {

    private final DeviceServices services;
    private final Departure departure;
    private final Suspension suspension;

    public Rebinding(DeviceServices services, NodeMappings mappings, Departure departure) {
        this.services = services;
        this.departure = departure;
        this.suspension = new Suspension(services, mappings);
    }

    /**
     * Exchanges.
     *
     * @param node the node
     * @param next who stands by; then the former one does, if its device has not gone
     * @throws DdiException EINVAL if the devices are not alike, EBUSY naming the driver if it cannot be
     *         suspended or refuses, ENXIO if the next one or the node has gone meanwhile
     */
    public void rebind(Node node, Source next) throws DdiException {
        requireAlike(node, next);
        DeviceInstance instance = node.instance().orElse(null);
        if (instance != null && node.sources().isAbsent() && instance.driver().module() instanceof Suspendable driver) {
            comeBack(node, instance, driver, next);
            return;
        }
        if (instance == null || !isSeenByDriver(node)) {
            exchange(node, next);
            return;
        }
        if (node.state() != NodeSnapshot.State.ATTACHED) {
            throw new DdiException(Errno.EBUSY, node.name() + " is " + node.state().name().toLowerCase());
        }
        if (!(instance.driver().module() instanceof Suspendable driver)) {
            throw new DdiException(Errno.EBUSY, "driver " + instance.driver().module().getClass().getName() + " of "
                    + node.name()
                    + " is not Suspendable: its registers cannot be exchanged while it is attached");
        }
        node.become(NodeSnapshot.State.SUSPENDED, instance, null);
        try (var _ = services.calls().kernel()) {
            suspend(node, instance, driver);
            try {
                exchange(node, next);
            } catch (DdiException | RuntimeException | Error e) {
                // A node that is gone is ended by whoever gave it up.
                if (!node.sources().isGone()) {
                    resume(node, instance, driver);
                }
                throw e;
            }
            resume(node, instance, driver);
        }
    }

    /**
     * The device goes and nobody stands by: the driver is suspended, and accesses are answered, wait or fail, each by
     * the policy of its mapping, until another source is {@linkplain #rebind bound}.
     *
     * @param node the node
     * @throws DdiException why the driver has to leave: the policy, or it cannot be suspended
     */
    public void lose(Node node) throws DdiException {
        boolean awaited = isAwaited(node);
        String policies = "removal policy " + services.removal().describe(node.name(), node.paths());
        DeviceInstance instance = node.instance().filter(_ -> node.state() == NodeSnapshot.State.ATTACHED).orElse(null);
        if (!awaited || instance == null
                || !(instance.driver().module() instanceof Suspendable driver)) {
            throw new DdiException(Errno.ENXIO, "the device is gone"
                    + (!awaited || instance == null ? ""
                    : ", and its driver is not Suspendable: " + policies + " does not apply"));
        }
        node.become(NodeSnapshot.State.SUSPENDED, instance, null);
        try (var _ = services.calls().kernel()) {
            suspend(node, instance, driver);
            node.sources().beginAbsence();
            leaveBehind(node.sources().inCharge(), node.registers().answer(
                    policies(node).contains(RemovalPolicy.TRASH) ? Substitute.trash() : Substitute.allOnes()));
            node.awaitDevice("the device is gone; " + policies);
            suspension.stay(node);
        }
    }

    /**
     * Whether a device that goes keeps its driver, as far as it is for the configuration.
     *
     * @param node the node
     * @return true if some of its mappings would not just die
     */
    public boolean isAwaited(Node node) {
        return !policies(node).equals(Set.of(RemovalPolicy.ERROR));
    }

    private Set<RemovalPolicy> policies(Node node) {
        return services.removal().among(node.name(), node.paths());
    }

    private void comeBack(Node node, DeviceInstance instance, Suspendable driver, Source next) throws DdiException {
        suspension.begin(node);
        try (var _ = services.calls().kernel()) {
            exchange(node, next);
            resume(node, instance, driver);
        }
    }

    private static void requireAlike(Node node, Source next) throws DdiException {
        node.registers().requireLike(next.description().registerSets());
        int interrupts = node.description().interrupts().size();
        if (next.description().interrupts().size() < interrupts) {
            throw new DdiException(Errno.EINVAL, "node %s has %d interrupts, the other one %d"
                    .formatted(node.name(), interrupts, next.description().interrupts().size()));
        }
    }

    /** Memory that a provider hosts does not change with the nexus: such a device need not be suspended. */
    private static boolean isSeenByDriver(Node node) {
        return node.registers().areOfNexus() || !node.description().interrupts().isEmpty()
                || node.description().dma().isPresent()
                || node.description().configSpace().isPresent();
    }

    private void suspend(Node node, DeviceInstance instance, Suspendable driver) throws DdiException {
        try {
            suspension.begin(node);
        } catch (DdiException e) {
            node.become(NodeSnapshot.State.ATTACHED, instance, null);
            throw new DdiException(Errno.EBUSY, "nothing is exchanged", e);
        }
        try {
            driver.suspend(instance);
        } catch (DdiException | RuntimeException | Error e) {
            goOn(node, instance);
            throw new DdiException(Errno.EBUSY, "driver " + driver.getClass().getName() + " of " + node.name()
                    + " refuses: "
                    + Reason.of(e), e);
        }
        try {
            instance.requireNoDma();
        } catch (DdiException e) {
            resume(node, instance, driver, () -> { });
            throw new DdiException(Errno.EBUSY, "nothing is exchanged", e);
        }
        instance.disconnectInterrupts();
    }

    /**
     * In charge at the very moment of the exchange: whoever gives the node up comes before it, and nothing is
     * exchanged, or after it, and gives back what is the next one's. The former one stands by when nobody reaches its
     * registers any more.
     */
    private void exchange(Node node, Source next) throws DdiException {
        Source former = node.sources().inCharge();
        boolean stays = node.sources().isInCharge(former);
        leaveBehind(former, node.registers().exchange(next.description().registerSets(),
                () -> node.sources().putInCharge(next)));
        if (stays) {
            node.sources().keep(former);
        }
    }

    private void leaveBehind(Source former, Set<RegisterSet> inUse) {
        former.leaveBehind(inUse);
        if (!inUse.isEmpty()) {
            services.diagnostics().accept("native code does not let go of memory of " + former
                    + ", which is never given back");
        }
    }

    private void resume(Node node, DeviceInstance instance, Suspendable driver) {
        resume(node, instance, driver, () -> instance.connectInterrupts(node.description().interrupts()));
    }

    /** What comes before the driver goes on. */
    private interface Step {
        void run() throws DdiException;
    }

    private void resume(Node node, DeviceInstance instance, Suspendable driver, Step first) {
        try {
            first.run();
            driver.resume(instance);
        } catch (DdiException | RuntimeException | Error e) {
            String reason = "resume failed: " + Reason.of(e);
            services.diagnostics().accept(node.name() + ": " + reason);
            departure.run(node, instance);
            node.fault(instance.driver(), reason);
            return;
        }
        goOn(node, instance);
    }

    private void goOn(Node node, DeviceInstance instance) {
        node.become(NodeSnapshot.State.ATTACHED, instance, null);
        suspension.end(node);
    }
}
