package org.devmap.driver;

import org.devmap.Credential;
import org.devmap.DdiException;
import org.devmap.Dev;
import org.devmap.Errno;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * close(9E). Called once, when the last open file and the last mapping of a device number are gone (S-327).
 *
 * @see <a href="https://illumos.org/man/9E/close">close(9E)</a>
 */
@ConsumerType
@FunctionalInterface
public interface CloseEntry {

    /** Fails ENXIO. */
    CloseEntry NODEV = (dev, credential) -> {
        throw new DdiException(Errno.ENXIO, "close is nodev");
    };
    /** Does nothing. */
    CloseEntry NULLDEV = (dev, credential) -> { };

    /**
     * The last reference is gone.
     *
     * @param dev the device number
     * @param credential who held the last reference
     * @throws DdiException logged; the device is closed all the same
     */
    void close(Dev dev, Credential credential) throws DdiException;
}
