package org.devmap.driver;

import org.devmap.DdiException;
import org.devmap.Dev;
import org.devmap.PollEvents;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * chpoll(9E). When a driver answers no event the caller waits until {@link DeviceInfo#pollWakeup} and asks again.
 *
 * @see <a href="https://illumos.org/man/9E/chpoll">chpoll(9E), pollwakeup(9F)</a>
 */
@ConsumerType
@FunctionalInterface
public interface PollEntry {

    /**
     * The events that are pending. Does not block.
     *
     * @param dev the device number
     * @param interest the events asked about
     * @return those of them that are pending, plus ERR and HUP if they apply
     * @throws DdiException reaches the caller unchanged
     */
    PollEvents poll(Dev dev, PollEvents interest) throws DdiException;
}
