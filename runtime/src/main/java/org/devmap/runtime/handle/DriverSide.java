package org.devmap.runtime.handle;

import org.devmap.runtime.exclusion.ContextRecord;
import org.devmap.runtime.exclusion.LockGate;
import org.devmap.runtime.exclusion.SharedRecords;

/**
 * What a driver has attached to a handle: its callbacks, its private data, and the gate and context they share with others. Replaced
 * as a whole when the driver's next version takes over, so that what a callback of the old one answers too late ends up here, where
 * nobody looks any more.
 */
final class DriverSide {

    /** No driver, or one without callbacks, which has no data either: nobody is told anything. One for all. */
    static final DriverSide NONE = new DriverSide(Callbacks.NONE, null, null, null);

    private final Callbacks callbacks;
    private final LockGate gate;
    private final ContextRecord context;
    private volatile Object data;

    private DriverSide(Callbacks callbacks, Object data, LockGate gate, ContextRecord context) {
        this.callbacks = callbacks;
        this.data = data;
        this.gate = gate;
        this.context = context;
    }

    static DriverSide of(Callbacks callbacks, Object data) {
        return callbacks == Callbacks.NONE && data == null ? NONE : new DriverSide(callbacks, data, null, null);
    }

    /** The same with gate and context, which exist iff the access callback is real. */
    DriverSide withRecords(SharedRecords records, HandleDevice device) {
        return callbacks.hasAccess() ? new DriverSide(callbacks, data, records.gate(device.dev(), callbacks.accessIdentity()),
                records.context(device.node(), device.name(), callbacks.accessIdentity())) : this;
    }

    /** For a copy of the handle, with references of its own. */
    DriverSide copy(SharedRecords records) {
        if (this == NONE) {
            return NONE;
        }
        if (gate != null) {
            records.retain(gate, context);
        }
        return new DriverSide(callbacks, data, gate, context);
    }

    void release(SharedRecords records) {
        if (gate != null) {
            records.release(gate, context);
        }
    }

    Callbacks callbacks() {
        return callbacks;
    }

    LockGate gate() {
        return gate;
    }

    ContextRecord context() {
        return context;
    }

    Object data() {
        return data;
    }

    void keep(Object newData) {
        if (this != NONE) {
            data = newData;
        }
    }
}
