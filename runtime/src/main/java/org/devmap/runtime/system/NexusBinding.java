package org.devmap.runtime.system;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.devmap.DdiException;
import org.devmap.backend.DeviceNode;
import org.devmap.backend.DevmapClock;
import org.devmap.backend.Nexus;
import org.devmap.backend.NexusHost;
import org.devmap.runtime.device.DeviceTree;
import org.devmap.runtime.device.Node;

/** A nexus that is started, with the nodes it has published. */
final class NexusBinding implements NexusHost, AutoCloseable {

    private final Nexus nexus;
    private final DeviceTree tree;
    private final DevmapClock clock;
    private final ExecutorService executor;
    private final Set<Published> published = ConcurrentHashMap.newKeySet();

    NexusBinding(Nexus nexus, DeviceTree tree, DevmapClock clock) {
        this.nexus = nexus;
        this.tree = tree;
        this.clock = clock;
        this.executor = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().daemon().name("devmap-nexus-" + nexus.name() + "-", 0).factory());
    }

    void start() throws DdiException {
        boolean started = false;
        try {
            nexus.start(this);
            started = true;
        } finally {
            if (!started) {
                end();
            }
        }
    }

    private final class Published implements PublishedNode {

        private final Node node;

        private Published(Node node) {
            this.node = node;
        }

        @Override
        public void close() {
            if (published.remove(this)) {
                tree.withdraw(node);
            }
        }
    }

    @Override
    public PublishedNode publish(DeviceNode node) throws DdiException {
        Published added = new Published(tree.publish(node, Optional.of(nexus.name())));
        published.add(added);
        return added;
    }

    @Override
    public DevmapClock clock() {
        return clock;
    }

    @Override
    public Executor executor() {
        return executor;
    }

    @Override
    public void close() {
        try {
            nexus.stop();
        } finally {
            end();
        }
    }

    /** What the nexus left is withdrawn; its threads are told to end. */
    private void end() {
        published.forEach(Published::close);
        executor.shutdownNow();
    }
}
