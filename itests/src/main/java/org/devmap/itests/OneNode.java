package org.devmap.itests;

import java.util.List;
import org.devmap.DdiException;
import org.devmap.backend.DeviceNode;
import org.devmap.backend.Nexus;
import org.devmap.backend.NexusHost;
import org.devmap.backend.RegisterSet;

/** Publishes one node, itself. */
final class OneNode implements Nexus, DeviceNode {

    private final String name;
    private final String compatible;
    private final List<RegisterSet> registerSets;
    private NexusHost.PublishedNode published;

    OneNode(String name, String compatible, RegisterSet... registerSets) {
        this.name = name;
        this.compatible = compatible;
        this.registerSets = List.of(registerSets);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void start(NexusHost host) throws DdiException {
        published = host.publish(this);
    }

    @Override
    public void stop() {
        published.close();
    }

    @Override
    public List<String> compatible() {
        return List.of(compatible);
    }

    @Override
    public List<RegisterSet> registerSets() {
        return registerSets;
    }
}
