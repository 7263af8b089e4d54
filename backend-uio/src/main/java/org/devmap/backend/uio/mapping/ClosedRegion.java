package org.devmap.backend.uio.mapping;

import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.backend.RegisterModel;

/**
 * A region that the device has and this process cannot reach. It keeps its number among the register sets of the
 * device, and says at every access why.
 *
 * @param size bytes
 * @param errno with what accesses fail
 * @param why for people
 */
public record ClosedRegion(long size, Errno errno, String why) implements RegisterModel {

    @Override
    public long read(long offset, int width) throws DdiException {
        throw new DdiException(errno, why);
    }

    @Override
    public void write(long offset, int width, long value) throws DdiException {
        throw new DdiException(errno, why);
    }
}
