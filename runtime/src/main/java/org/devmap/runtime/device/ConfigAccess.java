package org.devmap.runtime.device;

import java.util.function.Supplier;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.backend.RegisterModel;
import org.devmap.driver.ConfigSpace;

/** Configuration space: checks what a driver asks, then asks the nexus that is in charge now. */
record ConfigAccess(String device, Supplier<RegisterModel> space) implements ConfigSpace {

    @Override
    public long size() {
        return space.get().size();
    }

    @Override
    public long get(long offset, int width) throws DdiException {
        check(offset, width);
        return space.get().read(offset, width) & mask(width);
    }

    @Override
    public void put(long offset, int width, long value) throws DdiException {
        check(offset, width);
        space.get().write(offset, width, value & mask(width));
    }

    private static long mask(int width) {
        return (1L << 8 * width) - 1;
    }

    private void check(long offset, int width) throws DdiException {
        boolean known = width == 1 || width == 2 || width == 4;
        if (!known || offset < 0 || offset % width != 0 || offset > space.get().size() - width) {
            throw new DdiException(Errno.EINVAL, ("offset 0x%x width %d of the configuration space of %s: width 1, 2 or 4, naturally "
                    + "aligned, inside 0x%x bytes").formatted(offset, width, device, space.get().size()));
        }
    }
}
