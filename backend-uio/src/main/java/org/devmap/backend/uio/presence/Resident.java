package org.devmap.backend.uio.presence;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.devmap.backend.NexusHost;
import org.devmap.backend.uio.node.OpenedDevice;

/**
 * A device whose node is published, until the node has been withdrawn, once, by whoever notices first that it has to
 * be.
 */
final class Resident {

    private static final System.Logger LOG = System.getLogger("org.devmap.backend.uio");

    private final String deviceName;
    private final OpenedDevice device;
    private final NexusHost.PublishedNode published;
    private final AtomicBoolean leaving = new AtomicBoolean();
    private final CountDownLatch left = new CountDownLatch(1);

    Resident(String deviceName, OpenedDevice device, NexusHost.PublishedNode published) {
        this.deviceName = deviceName;
        this.device = device;
        this.published = published;
    }

    /** By what it is and where it sits: its successor has the same. */
    String deviceName() {
        return deviceName;
    }

    /** True for one caller, who then has to withdraw it. */
    boolean beginsToLeave() {
        return leaving.compareAndSet(false, true);
    }

    /**
     * Withdraws the node, which may take as long as a driver's detach takes, and gives back what there is, whatever
     * the framework says.
     *
     * @param gone whether the device itself is gone
     */
    void withdraw(boolean gone) {
        try {
            published.close();
        } catch (RuntimeException | Error failure) {
            LOG.log(System.Logger.Level.WARNING, "devmap uio: withdrawing " + deviceName + " failed", failure);
        }
        try {
            if (gone) {
                device.leave();
            } else {
                device.close();
            }
        } finally {
            left.countDown();
        }
    }

    boolean hasLeft() {
        return left.getCount() == 0;
    }

    /** Whatever signals come: who waits gives back next what a device that is leaving still uses. */
    void awaitLeft() {
        boolean interrupted = false;
        while (!hasLeft()) {
            try {
                left.await();
            } catch (InterruptedException laterAgain) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
