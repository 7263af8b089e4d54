package org.devmap.conformance.statements;

import org.devmap.AccessDirection;
import org.devmap.AccessType;
import org.devmap.FaultException;
import org.devmap.conformance.bench.Bench;
import org.devmap.conformance.bench.Call;
import org.devmap.conformance.bench.RecordingCallbacks;
import org.devmap.driver.DevmapCookie;

/**
 * The driver of document 004: the current mapping is the only one with translations. What its context callback does is recorded
 * as {@code unload}, {@code switch} (the hardware) and {@code load}.
 */
final class OnePageContext {

    private final Bench bench;
    private final RecordingCallbacks callbacks;
    private DevmapCookie current;

    OnePageContext(Bench bench) {
        this.bench = bench;
        this.callbacks = bench.callbacks();
        callbacks.onAccess((handle, off, len, type, rw) ->
                handle.doContextManagement(off, len, type, rw, callbacks.context(this::switchTo)));
    }

    RecordingCallbacks callbacks() {
        return callbacks;
    }

    private void switchTo(DevmapCookie handle, long off, long len, AccessType type, AccessDirection rw) throws FaultException {
        if (current != null && current != handle) {
            record(unload(bench.journal().name(current), off, len));
            current.unload(off, len);
        }
        if (current != handle) {
            record(switched(bench.journal().name(handle)));
            current = handle;
        }
        record(load(bench.journal().name(handle), off, len));
        handle.load(off, len, type, rw);
    }

    static Call unload(String handle, long off, long len) {
        return Call.of("unload").with("handle", handle).with("off", off).with("len", len);
    }

    static Call switched(String handle) {
        return Call.of("switch").with("handle", handle);
    }

    static Call load(String handle, long off, long len) {
        return Call.of("load").with("handle", handle).with("off", off).with("len", len);
    }

    private void record(Call call) {
        bench.journal().begin(call);
    }
}
