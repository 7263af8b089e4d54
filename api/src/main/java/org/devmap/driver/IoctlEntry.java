package org.devmap.driver;

import org.devmap.DdiException;
import org.devmap.Errno;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * ioctl(9E).
 *
 * @see <a href="https://illumos.org/man/9E/ioctl">ioctl(9E)</a>
 */
@ConsumerType
@FunctionalInterface
public interface IoctlEntry {

    /** Fails ENXIO. */
    IoctlEntry NODEV = request -> {
        throw new DdiException(Errno.ENXIO, "ioctl is nodev");
    };
    /** Answers 0. */
    IoctlEntry NULLDEV = request -> 0;

    /**
     * Carries out a command.
     *
     * @param request command and argument; valid until this call returns
     * @return the result for the caller (rvalp)
     * @throws DdiException reaches the caller unchanged; ENOTTY for a command the driver does not know
     */
    int ioctl(IoctlRequest request) throws DdiException;
}
