package org.devmap.driver;

import java.util.Optional;
import org.devmap.DdiException;
import org.devmap.Dev;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A device driver: the module with its dev_ops. Registered as a service with the property {@value #COMPATIBLE}, or with
 * {@link org.devmap.embed.DevmapSystem#registerDriver}. The framework binds it to every device node that names one of these,
 * and calls {@link #attach} for each on a thread of its own, serially per device.
 *
 * @see <a href="https://illumos.org/man/9E/attach">attach(9E), detach(9E), getinfo(9E)</a>
 */
@ConsumerType
public interface DeviceDriver {

    /** Service property, String+: the node names and compatible names this driver serves. */
    String COMPATIBLE = "devmap.compatible";

    /**
     * The entry points (cb_ops). Read once per registration, before the first attach.
     *
     * @return the table, never null
     */
    CbOps entryPoints();

    /**
     * DDI_ATTACH. Until it has returned, no entry point is called for this device. Typically allocates the driver's private
     * structure and creates minor nodes, these last: whoever sees one may open it.
     *
     * <p><b>If it throws, detach is not called.</b> It undoes what it did before the step that failed: soft state, memory,
     * register handles, DMA bindings, timeouts. The framework removes minor nodes and interrupts. A driver that leaves its soft
     * state behind fails the next attach of the same instance as well.
     *
     * @param device the node
     * @throws DdiException if the device cannot be served; the node stays without driver
     */
    void attach(DeviceInfo device) throws DdiException;

    /**
     * DDI_DETACH: the reverse of attach. Asked for only while no open and no mapping remains (S-328); minor nodes and
     * interrupts that are left are removed by the framework afterwards.
     *
     * @param device the node
     * @throws DdiException to veto; the instance stays attached and usable (S-335)
     */
    void detach(DeviceInfo device) throws DdiException;

    /**
     * getinfo(9E): the device a device number belongs to. Needed only by drivers whose open(9E) answers minors that belong
     * to a device other than the one opened. Asked once after every open that answered another minor.
     *
     * @param dev a device number with the driver's major
     * @return the device; empty (the default) for the one through which it was opened
     */
    default Optional<DeviceInfo> getinfo(Dev dev) {
        return Optional.empty();
    }
}
