package org.devmap.runtime.exchange;

import org.devmap.DdiException;
import org.devmap.dto.NodeSnapshot;
import org.devmap.runtime.device.DeviceInstance;
import org.devmap.runtime.device.DeviceServices;
import org.devmap.runtime.device.Node;
import org.devmap.runtime.device.NodeMappings;
import org.devmap.runtime.device.OpenDevice;
import org.devmap.runtime.device.Reason;
import org.devmap.runtime.device.Turnstile;

/**
 * A driver or its device leaves and cannot be refused: mappings die, files are closed, then detach(9E), veto or not. On
 * the device's thread.
 */
public final class Departure {

    private final DeviceServices services;
    private final NodeMappings mappings;

    public Departure(DeviceServices services, NodeMappings mappings) {
        this.services = services;
        this.mappings = mappings;
    }

    /** The driver hears all of it; the node has none afterwards. */
    public void run(Node node, DeviceInstance instance) {
        node.become(NodeSnapshot.State.DETACHING, instance, null);
        endUses(node);
        try (var _ = services.calls().kernel()) {
            instance.driver().module().detach(instance);
        } catch (DdiException | RuntimeException | Error e) {
            services.diagnostics().accept("detach(9E) of " + node.name() + " failed, the driver leaves all the same: "
                    + Reason.of(e));
        }
        gone(node, instance);
    }

    /**
     * Every open is marked before the first mapping is looked for, so that none comes after the search. Who waits for a
     * driver that was suspended is let in then, and refused.
     */
    void endUses(Node node) {
        node.opens().forEach(OpenDevice::retire);
        node.turnstile().set(Turnstile.Way.OPEN);
        node.pollWait().wake();
        try {
            mappings.kill(node);
        } catch (RuntimeException | Error e) {
            services.diagnostics().accept("ending the mappings of " + node.name()
                    + " failed, the driver leaves all the same: "
                    + e);
        }
        node.opens().forEach(OpenDevice::forceClose);
    }

    /** detach(9E) is over. */
    public static void gone(Node node, DeviceInstance instance) {
        instance.end();
        instance.driver().numbers().giveInstance(instance.instance());
        node.become(NodeSnapshot.State.UNBOUND, null, null);
    }
}
