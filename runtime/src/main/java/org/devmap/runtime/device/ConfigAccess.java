package org.devmap.runtime.device;

import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.backend.RegisterModel;
import org.devmap.driver.ConfigSpace;

/** Configuration space: checks what a driver asks, then asks the nexus. */
record ConfigAccess(String device, RegisterModel space) implements ConfigSpace {

    @Override
    public long size() {
        return space.size();
    }

    @Override
    public long get(long offset, int width) throws DdiException {
        check(offset, width);
        return space.read(offset, width) & mask(width);
    }

    @Override
    public void put(long offset, int width, long value) throws DdiException {
        check(offset, width);
        space.write(offset, width, value & mask(width));
    }

    private static long mask(int width) {
        return (1L << 8 * width) - 1;
    }

    private void check(long offset, int width) throws DdiException {
        boolean known = width == 1 || width == 2 || width == 4;
        if (!known || offset < 0 || offset % width != 0 || offset > space.size() - width) {
            throw new DdiException(Errno.EINVAL, ("offset 0x%x width %d of the configuration space of %s: width 1, 2 or 4, naturally "
                    + "aligned, inside 0x%x bytes").formatted(offset, width, device, space.size()));
        }
    }
}
