package org.devmap.runtime.device;

import java.util.Optional;
import java.util.Set;
import org.devmap.backend.DeviceNode;
import org.devmap.backend.RegisterSet;
import org.devmap.runtime.nexus.RegisterSets;

/** A device as a nexus has published it. A node has one that is in charge, and may have others that stand by. */
public final class Source {

    private final DeviceNode description;
    private final String name;
    private final Optional<String> nexus;
    private volatile Node node;
    private volatile boolean withdrawn;
    private volatile Set<RegisterSet> stuck = Set.of();

    /** Asks the nexus for the name, once: later some lock may be held. */
    public Source(DeviceNode description, Optional<String> nexus) {
        this.description = description;
        this.name = description.name();
        this.nexus = nexus;
    }

    public DeviceNode description() {
        return description;
    }

    /** The name it was published by. */
    public String name() {
        return name;
    }

    /** The nexus' name; empty for configuration. */
    Optional<String> nexus() {
        return nexus;
    }

    /** The node that it is a source of. */
    public Node node() {
        return node;
    }

    public void belongTo(Node newNode) {
        node = newNode;
    }

    /** Its nexus has begun to withdraw it: it goes, wherever it is. */
    public void withdraw() {
        withdrawn = true;
    }

    public boolean isWithdrawn() {
        return withdrawn;
    }

    /**
     * It has left its node, or stands by again.
     *
     * @param inUse sets that native code did not let go of, instead of those of the time before
     */
    public void leaveBehind(Set<RegisterSet> inUse) {
        stuck = Set.copyOf(inUse);
    }

    /** Its nexus has it no longer: memory is given back, but not what native code may still be working on. */
    public void release() {
        Set<RegisterSet> inUse = stuck;
        RegisterSets.release(description.registerSets().stream().filter(set -> !inUse.contains(set)).toList());
    }

    @Override
    public String toString() {
        return name + " of " + nexus.orElse("configuration");
    }
}
