package org.devmap.benchmarks.device;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.devmap.AccessDirection;
import org.devmap.AccessType;
import org.devmap.DdiException;
import org.devmap.Dev;
import org.devmap.FaultException;
import org.devmap.MapFlags;
import org.devmap.driver.DevmapCookie;
import org.devmap.driver.KeptData;
import org.devmap.driver.MappingCallbacks;

/**
 * Follows mappings the shortest way there is: a touch loads the page, with contexts after unloading the owner. Keeps
 * the handles by user offset, so that whoever measures can unload them.
 */
final class Handles implements MappingCallbacks<DevmapCookie> {

    private final boolean switching;
    private final Map<Long, DevmapCookie> byOffset = new ConcurrentHashMap<>();
    /** Changed inside context callbacks, which run one at a time. */
    private DevmapCookie owner;

    Handles(boolean switching) {
        this.switching = switching;
    }

    /** The handle that was mapped last at an offset. */
    DevmapCookie at(long off) {
        return byOffset.get(off);
    }

    @Override
    public DevmapCookie map(DevmapCookie handle, Dev dev, MapFlags flags, long off, long len) {
        handle.setContextTimeout(0);
        byOffset.put(off, handle);
        return handle;
    }

    @Override
    public void access(DevmapCookie handle, DevmapCookie data, long off, long len, AccessType type, AccessDirection rw)
            throws FaultException, DdiException {
        if (switching) {
            handle.doContextManagement(off, len, type, rw, this::switchTo);
        } else {
            handle.load(off, len, type, rw);
        }
    }

    private synchronized void switchTo(DevmapCookie handle, DevmapCookie data, long off, long len, AccessType type,
                                       AccessDirection rw) throws FaultException {
        if (owner != null && owner != handle) {
            owner.unload(0, 0);
        }
        owner = handle;
        handle.load(off, len, type, rw);
    }

    @Override
    public KeptData<DevmapCookie> unmap(DevmapCookie handle, DevmapCookie data, long off, long len, DevmapCookie before,
                                        DevmapCookie after) {
        byOffset.remove(off, handle);
        return new KeptData<>(before, after);
    }
}
