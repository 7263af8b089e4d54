package org.devmap.driver;

import org.devmap.DdiException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A driver that can be paused while its registers are exchanged: DDI_SUSPEND and DDI_RESUME. Implemented by the
 * {@link DeviceDriver} object itself. Without it a driver's register sets will not be rebound (EBUSY naming the driver); its
 * memory of providers may still move.
 *
 * <p>It happens when another nexus takes charge of the node: by command ({@code DevmapAdmin.swap}), or because the one in charge has
 * left and another one stands by. Both methods run on the thread of the device, on which attach and detach run, without any address
 * space lock. No bound is set to how long they take, but applications that access the device wait from before suspend until after
 * resume: be brief. No callback and no entry point of the device starts meanwhile, and those under way have returned before suspend
 * is called; if they do not within {@code SystemConfiguration.grace}, nothing is exchanged. A driver whose device leaves while it
 * is suspended may hear detach without resume.
 *
 * <p>Register handles, kernel addresses, physical addresses and configuration space are those of the new device when resume is
 * called. Interrupts are as well, and enabled again if they were; none comes between suspend and resume. DMA bindings are the
 * driver's to end in suspend and to make anew in resume, because their device addresses mean nothing to another device: one that is
 * left is a refusal. Memory of umemAlloc is not touched.
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
