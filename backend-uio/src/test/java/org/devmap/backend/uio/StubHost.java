package org.devmap.backend.uio;

import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.backend.DeviceNode;
import org.devmap.backend.DevmapClock;
import org.devmap.backend.NexusHost;
import org.devmap.backend.RegisterSet;
import org.devmap.embed.ManualClock;

/**
 * The framework as a nexus sees it: remembers what is published, refuses a name that is taken, releases what is
 * withdrawn.
 */
public final class StubHost implements NexusHost, AutoCloseable {

    public final Map<String, DeviceNode> nodes = new ConcurrentHashMap<>();
    /** "+name" for each node that came, "-name" for each that went, "!name" for each that was refused. */
    public final BlockingQueue<String> history = new LinkedBlockingQueue<>();
    /** Whether memory is kept although its node was withdrawn, as when native code still works on it. */
    public boolean keepsMemory;
    /** Runs while a node is being withdrawn, as a driver's detach does. */
    public Runnable detach = () -> { };
    private final ManualClock clock = new ManualClock();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().factory());

    @Override
    public PublishedNode publish(DeviceNode node) throws DdiException {
        if (nodes.putIfAbsent(node.name(), node) != null) {
            history.add("!" + node.name());
            throw new DdiException(Errno.EBUSY, "there is a node " + node.name());
        }
        history.add("+" + node.name());
        return () -> withdraw(node);
    }

    private void withdraw(DeviceNode node) {
        if (nodes.remove(node.name(), node)) {
            detach.run();
            for (RegisterSet set : node.registerSets()) {
                if (set instanceof RegisterSet.Fixed fixed && !keepsMemory) {
                    fixed.memory().release();
                }
            }
            history.add("-" + node.name());
        }
    }

    @Override
    public DevmapClock clock() {
        return clock;
    }

    @Override
    public ExecutorService executor() {
        return threads;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
