package org.devmap.runtime.bench;

import java.util.List;
import org.devmap.backend.DeviceNode;
import org.devmap.backend.InterruptSource;
import org.devmap.backend.RegisterSet;

/** A node as configuration describes it. */
public record Described(String name, List<String> compatible, List<RegisterSet> registerSets, List<InterruptSource> interrupts)
        implements DeviceNode {

    /** A node that drivers for "test" serve. */
    public static Described of(String name, RegisterSet... sets) {
        return of(name, "test", sets);
    }

    /** A node of another kind. */
    public static Described of(String name, String kind, RegisterSet... sets) {
        return new Described(name, List.of(kind), List.of(sets), List.of());
    }
}
