package org.devmap.runtime.system;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.backend.DeviceNode;
import org.devmap.backend.DevmapClock;
import org.devmap.backend.Nexus;
import org.devmap.backend.NexusHost;
import org.devmap.runtime.call.BoundedCall;
import org.devmap.runtime.device.Source;
import org.devmap.runtime.tree.DeviceTree;

/** A nexus that is started, with the nodes it has published. */
final class NexusBinding implements NexusHost, AutoCloseable {

    private final Nexus nexus;
    private final DeviceTree tree;
    private final DevmapClock clock;
    private final long stopNanos;
    private final Executor threads;
    private final ExecutorService executor;
    private final Consumer<String> diagnostics;
    private final Set<Published> published = new LinkedHashSet<>();
    private boolean ended;

    NexusBinding(Nexus nexus, DeviceTree tree, DevmapClock clock, long stopNanos, Executor threads, Consumer<String> diagnostics) {
        this.stopNanos = stopNanos;
        this.threads = threads;
        this.diagnostics = diagnostics;
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

        private final Source source;

        private Published(Source source) {
            this.source = source;
        }

        @Override
        public void close() {
            synchronized (published) {
                if (!published.remove(this)) {
                    return;
                }
            }
            tree.withdraw(source);
        }
    }

    /** A thread of the nexus may still publish while the nexus ends: what comes too late is withdrawn at once. */
    @Override
    public PublishedNode publish(DeviceNode node) throws DdiException {
        requireStarted(node);
        Published added = new Published(tree.publish(node, Optional.of(nexus.name())));
        synchronized (published) {
            if (!ended) {
                published.add(added);
                return added;
            }
        }
        tree.withdraw(added.source);
        throw hasEnded(node);
    }

    private void requireStarted(DeviceNode node) throws DdiException {
        synchronized (published) {
            if (ended) {
                throw hasEnded(node);
            }
        }
    }

    private DdiException hasEnded(DeviceNode node) {
        return new DdiException(Errno.ENXIO, "nexus " + nexus.name() + " has ended and cannot publish " + node.name());
    }

    @Override
    public DevmapClock clock() {
        return clock;
    }

    @Override
    public Executor executor() {
        return executor;
    }

    /**
     * A nexus that does not come to an end does not keep the system from doing so: what it has published is withdrawn.
     */
    @Override
    public void close() {
        try {
            if (!BoundedCall.run(threads, clock, stopNanos, nexus::stop)) {
                diagnostics.accept("nexus " + nexus.name() + " has not stopped within " + TimeUnit.NANOSECONDS.toMillis(stopNanos)
                        + " ms; it is left behind");
            }
        } finally {
            end();
        }
    }

    /** What the nexus left is withdrawn; its threads are told to end. */
    private void end() {
        List<Published> left;
        synchronized (published) {
            ended = true;
            left = List.copyOf(published);
        }
        for (Published node : left) {
            try {
                node.close();
            } catch (RuntimeException | Error e) {
                diagnostics.accept("withdrawing " + node.source + " of nexus " + nexus.name() + " failed: " + e);
            }
        }
        executor.shutdownNow();
    }
}
