package org.devmap.driver;

import org.devmap.DdiException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A driver that can be paused while its registers are exchanged: DDI_SUSPEND and DDI_RESUME. Implemented by the
 * {@link DeviceDriver} object itself. Without it a driver's register sets will not be rebound (EBUSY naming the driver); its
 * memory may still move.
 *
 * <p><b>Nothing calls this yet</b>: register sets are not exchanged today. What follows is what it will do. Both methods run on
 * the thread of the device, on which attach and detach run, without any address space lock. No bound is set to how long they
 * take, but applications that access the device wait from before suspend until after resume: be brief. No access callback and no
 * entry point of the device starts meanwhile, and those under way have returned before suspend is called. A driver whose
 * device leaves while it is suspended may hear detach without resume.
 *
 * @see <a href="https://illumos.org/man/9E/detach">detach(9E) DDI_SUSPEND, attach(9E) DDI_RESUME</a>
 */
@ConsumerType
public interface Suspendable {

    /**
     * Stop using the device: save what its registers hold, halt its engines.
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
