package org.devmap.backend.sim;

import java.util.concurrent.Executor;
import org.devmap.DdiException;
import org.devmap.backend.DeviceNode;
import org.devmap.backend.DevmapClock;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Makes a simulated device. Registered as a service (whiteboard) the device is published for as long as the service is
 * there. Thread-safe.
 */
@ConsumerType
@FunctionalInterface
public interface SimDevice {

    /**
     * Makes the device anew, in its state after power-up. Called each time the nexus publishes it.
     *
     * @param clock the time of its timers and latencies
     * @param executor threads for what it does beside accesses, one per task
     * @return the device; its name stays the same from call to call
     * @throws DdiException if it cannot be made, saying why
     */
    DeviceNode create(DevmapClock clock, Executor executor) throws DdiException;
}
