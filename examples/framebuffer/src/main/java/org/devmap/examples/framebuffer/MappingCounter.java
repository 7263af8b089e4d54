package org.devmap.examples.framebuffer;

import java.util.concurrent.atomic.AtomicInteger;
import org.devmap.AccessDirection;
import org.devmap.AccessType;
import org.devmap.Dev;
import org.devmap.FaultException;
import org.devmap.MapFlags;
import org.devmap.driver.DevmapCookie;
import org.devmap.driver.KeptData;
import org.devmap.driver.MappingCallbacks;

/**
 * Follows the mappings of one frame buffer with all four callbacks, to know how many pieces of its memory are mapped: one
 * more for each map, fork, and hole in the middle; one less when a piece is gone. The private data of a piece is its counter.
 */
final class MappingCounter implements MappingCallbacks<MappingCounter> {

    private final AtomicInteger pieces = new AtomicInteger();

    int pieces() {
        return pieces.get();
    }

    /** A piece that was mapped before this version of the driver came. */
    MappingCounter takeOver() {
        pieces.incrementAndGet();
        return this;
    }

    @Override
    public MappingCounter map(DevmapCookie handle, Dev dev, MapFlags flags, long off, long len) {
        pieces.incrementAndGet();
        return this;
    }

    /** The first touch of a page: what the framework does without an access callback. Here a driver would note the page. */
    @Override
    public void access(DevmapCookie handle, MappingCounter data, long off, long len, AccessType type, AccessDirection rw)
            throws FaultException {
        handle.defaultAccess(off, len, type, rw);
    }

    @Override
    public MappingCounter dup(DevmapCookie handle, MappingCounter data, DevmapCookie newHandle) {
        pieces.incrementAndGet();
        return this;
    }

    @Override
    public KeptData<MappingCounter> unmap(DevmapCookie handle, MappingCounter data, long off, long len, DevmapCookie before,
                                          DevmapCookie after) {
        int remaining = (before == null ? 0 : 1) + (after == null ? 0 : 1);
        pieces.addAndGet(remaining - 1);
        return KeptData.unchanged(data);
    }
}
