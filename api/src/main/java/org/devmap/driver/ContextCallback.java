package org.devmap.driver;

import org.devmap.AccessDirection;
import org.devmap.AccessType;
import org.devmap.DdiException;
import org.devmap.FaultException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * devmap_contextmgt(9E): unload the context that is to leave, switch the hardware, load the new one.
 *
 * @param <P> type of the driver's private data
 * @see <a href="https://illumos.org/man/9E/devmap_contextmgt">devmap_contextmgt(9E)</a>
 */
@ConsumerType
@FunctionalInterface
public interface ContextCallback<P> {

    /**
     * Switches to the context of this handle.
     *
     * @param handle the handle that was accessed
     * @param data the driver's private data of that handle
     * @param off user offset of the access
     * @param len bytes
     * @param type to be passed on to load
     * @param rw to be passed on to load
     * @throws FaultException what load or unload failed with
     * @throws DdiException any other failure
     */
    void switchTo(DevmapCookie handle, P data, long off, long len, AccessType type, AccessDirection rw)
            throws FaultException, DdiException;
}
