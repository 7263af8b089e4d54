package org.devmap.driver;

import org.devmap.Credential;
import org.devmap.DdiException;
import org.devmap.Dev;
import org.devmap.Errno;
import org.devmap.OpenFlags;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * open(9E). Called for every open (S-330), in user context.
 *
 * @see <a href="https://illumos.org/man/9E/open">open(9E)</a>
 */
@ConsumerType
@FunctionalInterface
public interface OpenEntry {

    /** Fails ENXIO. */
    OpenEntry NODEV = (dev, flags, credential) -> {
        throw new DdiException(Errno.ENXIO, "open is nodev");
    };
    /** Succeeds with the minor that was asked for. */
    OpenEntry NULLDEV = (dev, flags, credential) -> dev;

    /**
     * Opens a device.
     *
     * @param dev the device number asked for
     * @param flags how it is opened
     * @param credential who opens it
     * @return the device number to use from now on; the minor may be another one (S-329), the major may not
     * @throws DdiException to refuse; the errno reaches the caller unchanged
     */
    Dev open(Dev dev, OpenFlags flags, Credential credential) throws DdiException;
}
