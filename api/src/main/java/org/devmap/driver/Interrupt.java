package org.devmap.driver;

import java.time.Duration;
import org.devmap.DdiException;
import org.osgi.annotation.versioning.ProviderType;

/**
 * An interrupt of a device with its handler: ddi_intr_add_handler(9F) to ddi_intr_remove_handler(9F), which is
 * {@link #close}. Starts disabled. Thread-safe.
 */
@ProviderType
public interface Interrupt extends AutoCloseable {

    /**
     * Which interrupt of the device.
     *
     * @return 0 to {@link DeviceInfo#interruptCount} - 1
     */
    int number();

    /**
     * ddi_intr_enable(9F).
     *
     * @throws DdiException ENOTSUP if the device cannot, EIO if it is gone
     */
    void enable() throws DdiException;

    /**
     * ddi_intr_disable(9F). When it has returned, the handler is not running and will not be called.
     *
     * @throws DdiException ENOTSUP if the device cannot, EIO if it is gone
     */
    void disable() throws DdiException;

    /**
     * How often the device has interrupted since the handler was added.
     *
     * @return the count, missed ones included
     */
    long count();

    /**
     * How many of those were merged into one call of the handler because it was not fast enough.
     *
     * @return the count
     */
    long missed();

    /**
     * Waits for an interrupt beyond a count that was seen.
     *
     * @param seen a former answer of {@link #count}
     * @param atMost how long to wait on the system's clock
     * @return the new count
     * @throws DdiException ETIMEDOUT, EINTR if the thread was interrupted, EIO if the device is gone
     */
    long await(long seen, Duration atMost) throws DdiException;

    @Override
    void close();
}
