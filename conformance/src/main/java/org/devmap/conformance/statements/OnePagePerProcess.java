package org.devmap.conformance.statements;

import java.util.HashMap;
import java.util.Map;
import org.devmap.AccessDirection;
import org.devmap.AccessType;
import org.devmap.FaultException;
import org.devmap.MemoryAccess;
import org.devmap.conformance.bench.Bench;
import org.devmap.conformance.bench.RecordingCallbacks;
import org.devmap.driver.DevmapCookie;

/**
 * The classic driver with contexts: one page of the device that every process believes to be its own. A switch unloads the
 * page from its owner, saves its first datum, puts back that of the new owner, and loads the page there. For one thread.
 */
final class OnePagePerProcess {

    private final Bench bench;
    private final RecordingCallbacks callbacks;
    private final Map<DevmapCookie, Integer> saved = new HashMap<>();
    private DevmapCookie owner;

    OnePagePerProcess(Bench bench) {
        this.bench = bench;
        this.callbacks = bench.callbacks();
        callbacks.onAccess((handle, off, len, type, rw) ->
                handle.doContextManagement(off, len, type, rw, callbacks.context(this::switchTo)));
    }

    RecordingCallbacks callbacks() {
        return callbacks;
    }

    private void switchTo(DevmapCookie handle, long off, long len, AccessType type, AccessDirection rw) throws FaultException {
        MemoryAccess page = bench.memory().registers(1);
        if (owner != null) {
            owner.unload(0, 0);
            saved.put(owner, page.getInt(0));
        }
        page.setInt(0, saved.getOrDefault(handle, 0));
        owner = handle;
        handle.load(off, len, type, rw);
    }
}
