package org.devmap.driver;

import org.devmap.DdiException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A driver that can be paused while its registers are exchanged: DDI_SUSPEND and DDI_RESUME. Without it a driver's
 * register sets cannot be rebound (EBUSY naming the driver); its memory still moves.
 *
 * @see <a href="https://illumos.org/man/9E/detach">detach(9E) DDI_SUSPEND, attach(9E) DDI_RESUME</a>
 */
@ConsumerType
public interface Suspendable {

    /**
     * Stop using the device: save what its registers hold, halt its engines. Accesses of applications wait meanwhile.
     *
     * @param device the node
     * @throws DdiException to refuse; everything stays as it is
     */
    void suspend(DeviceInfo device) throws DdiException;

    /**
     * Use the device again, which may be another one behind the same node: restore what suspend saved.
     *
     * @param device the node
     * @throws DdiException if the device cannot be used; the driver is marked faulted
     */
    void resume(DeviceInfo device) throws DdiException;
}
