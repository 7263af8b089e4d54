package org.devmap.backend.sim;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.backend.DeviceNode;
import org.devmap.backend.DevmapClock;
import org.devmap.backend.NexusHost;
import org.devmap.embed.ManualClock;

/** The framework as a nexus sees it: remembers what is published, and refuses a name that is taken. */
public final class StubHost implements NexusHost {

    public final Map<String, DeviceNode> nodes = new LinkedHashMap<>();
    public int refused;
    /** What a driver would do. */
    public Consumer<DeviceNode> whenPublished = node -> { };
    public final ManualClock clock = new ManualClock();

    @Override
    public PublishedNode publish(DeviceNode node) throws DdiException {
        whenPublished.accept(node);
        if (nodes.putIfAbsent(node.name(), node) != null) {
            refused++;
            throw new DdiException(Errno.EBUSY, "there is a node " + node.name());
        }
        return () -> nodes.remove(node.name(), node);
    }

    @Override
    public DevmapClock clock() {
        return clock;
    }

    @Override
    public Executor executor() {
        return Runnable::run;
    }
}
