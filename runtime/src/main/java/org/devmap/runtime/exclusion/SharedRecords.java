package org.devmap.runtime.exclusion;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.devmap.Dev;
import org.devmap.backend.DevmapClock;

/** All gates and contexts of a system, created with the first handle that refers to them and gone with the last. */
public final class SharedRecords {

    private final Map<Identity, LockGate> gates = new HashMap<>();
    private final Map<Identity, ContextRecord> contexts = new HashMap<>();
    private final DevmapClock clock;
    private final int onlineCpus;

    /**
     * No records yet.
     *
     * @param clock the time of hold-offs
     * @param onlineCpus with one processor nothing is held off
     */
    public SharedRecords(DevmapClock clock, int onlineCpus) {
        this.clock = clock;
        this.onlineCpus = onlineCpus;
    }

    /**
     * The gate of a device number and access callback, with one more reference.
     *
     * @param dev the device number
     * @param access the identity of the access callback
     * @return the gate
     */
    public synchronized LockGate gate(Dev dev, Object access) {
        LockGate gate = gates.computeIfAbsent(new Identity(dev, access), key -> new LockGate(dev));
        gate.references++;
        return gate;
    }

    /**
     * The context of a device and access callback, with one more reference.
     *
     * @param device the device
     * @param name its name, for people
     * @param access the identity of the access callback
     * @return the context
     */
    public synchronized ContextRecord context(Object device, String name, Object access) {
        ContextRecord context = contexts.computeIfAbsent(new Identity(device, access),
                key -> new ContextRecord(name, clock, onlineCpus));
        context.references++;
        return context;
    }

    /**
     * One reference more, for a copy of a handle.
     *
     * @param gate the gate of the handle
     * @param context its context
     */
    public synchronized void retain(LockGate gate, ContextRecord context) {
        gate.references++;
        context.references++;
    }

    /**
     * One reference less; the last one frees the records and cancels what is pending.
     *
     * @param gate the gate of a handle
     * @param context its context
     */
    public synchronized void release(LockGate gate, ContextRecord context) {
        if (--gate.references == 0) {
            gates.values().remove(gate);
        }
        if (--context.references == 0) {
            contexts.values().remove(context);
            context.cancel();
        }
    }

    /**
     * A picture of every gate.
     *
     * @param picture makes one
     * @param <T> its type
     * @return the pictures
     */
    public synchronized <T> List<T> gates(Function<LockGate, T> picture) {
        return new ArrayList<>(gates.values().stream().map(picture).toList());
    }

    /**
     * A picture of every context.
     *
     * @param picture makes one
     * @param <T> its type
     * @return the pictures
     */
    public synchronized <T> List<T> contexts(Function<ContextRecord, T> picture) {
        return new ArrayList<>(contexts.values().stream().map(picture).toList());
    }
}
