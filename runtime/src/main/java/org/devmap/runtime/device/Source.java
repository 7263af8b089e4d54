package org.devmap.runtime.device;

import java.util.Optional;
import org.devmap.backend.DeviceNode;

/** A device as a nexus has published it. A node has one that is in charge, and may have others that stand by. */
public final class Source {

    private final DeviceNode description;
    private final Optional<String> nexus;
    private volatile Node node;

    Source(DeviceNode description, Optional<String> nexus) {
        this.description = description;
        this.nexus = nexus;
    }

    DeviceNode description() {
        return description;
    }

    /** The nexus' name; empty for configuration. */
    Optional<String> nexus() {
        return nexus;
    }

    /** The node that it is a source of. */
    public Node node() {
        return node;
    }

    void belongTo(Node newNode) {
        node = newNode;
    }

    @Override
    public String toString() {
        return description.name() + " of " + nexus.orElse("configuration");
    }
}
