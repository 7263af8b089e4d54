package org.devmap.backend.sim.fault;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.devmap.backend.DeviceNode;
import org.devmap.backend.DevmapClock;
import org.devmap.backend.RegisterModel;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Keeps the faults in effect, and stands between devices and whoever uses them. Thread-safe; without any fault an access costs
 * one volatile read.
 */
@Component(service = {Faults.class, FaultDesk.class})
public final class FaultDesk implements Faults {

    private final AtomicLong numbers = new AtomicLong();
    private final List<Active> injections = new CopyOnWriteArrayList<>();
    private final Map<String, FaultyNode> nodes = new ConcurrentHashMap<>();
    /** Who waits for a device, by its name. An order is given by whoever takes it out of the list. */
    private final Map<String, List<Consumer<DeviceNode>>> awaited = new ConcurrentHashMap<>();

    /** A desk without faults. */
    @Activate
    public FaultDesk() {
    }

    @Override
    public Injection inject(String node, Fault fault, When when) {
        Active injection = new Active(node, fault, when);
        injections.add(injection);
        FaultyNode known = nodes.get(node);
        if (known != null) {
            known.take(injection);
        }
        return injection;
    }

    @Override
    public Injection failAllocations(When when) {
        return inject("", new Fault.AllocationFailure(), when);
    }

    @Override
    public List<Injection> active() {
        return List.copyOf(injections);
    }

    /**
     * The same device, able to fail.
     *
     * @param node the device
     * @param clock the time of slow accesses
     * @param outermost what else stands before a model, by the name of its set: it sees accesses as they end, faults included
     * @return what to publish instead
     */
    public DeviceNode wrap(DeviceNode node, DevmapClock clock, BiFunction<String, RegisterModel, RegisterModel> outermost) {
        FaultyNode wrapped = new FaultyNode(node, clock, this, outermost);
        nodes.put(node.name(), wrapped);
        awaited.getOrDefault(node.name(), List.of()).forEach(waiting -> tell(waiting, wrapped));
        return wrapped;
    }

    /**
     * A device has left. Its faults stay in effect for the next of its name.
     *
     * @param node the name of its node
     */
    public void forget(String node) {
        nodes.remove(node);
    }

    /**
     * The devices that are there.
     *
     * @return as they are published, by name
     */
    public SortedMap<String, DeviceNode> devices() {
        return new TreeMap<>(nodes);
    }

    /**
     * Does something with a device once: at once if it is there, else before anybody else sees it.
     *
     * @param node the name of its node
     * @param action what to do
     * @return to forget it with, if it has not been done
     */
    public Runnable await(String node, Consumer<DeviceNode> action) {
        List<Consumer<DeviceNode>> waiting = awaited.computeIfAbsent(node, name -> new CopyOnWriteArrayList<>());
        waiting.add(action);
        FaultyNode known = nodes.get(node);
        if (known != null) {
            tell(action, known);
        }
        return () -> waiting.remove(action);
    }

    private void tell(Consumer<DeviceNode> action, DeviceNode node) {
        if (awaited.get(node.name()).remove(action)) {
            action.accept(node);
        }
    }

    /**
     * Whether an allocation is to fail now.
     *
     * @return true if it is
     */
    public boolean failsAllocation() {
        return of("").anyMatch(injection -> injection.fault() instanceof Fault.AllocationFailure && injection.hit());
    }

    /** What is in effect for a node. */
    Stream<Active> of(String node) {
        return injections.isEmpty() ? Stream.empty() : injections.stream().filter(injection -> injection.node().equals(node));
    }

    /** A fault in effect with its luck. Its lock guards random numbers and count. */
    final class Active implements Injection {

        private final ReentrantLock lock = new ReentrantLock();
        private final long number = numbers.incrementAndGet();
        private final String node;
        private final Fault fault;
        private final When when;
        private final SplittableRandom random;
        private long hits;

        private Active(String node, Fault fault, When when) {
            this.node = node;
            this.fault = fault;
            this.when = when;
            random = new SplittableRandom(when.seed());
        }

        /** Whether it hits this occasion. The last time it may, it ends itself. */
        boolean hit() {
            lock.lock();
            try {
                if (hits == when.times() || when.probability() < 1 && random.nextDouble() >= when.probability()) {
                    return false;
                }
                hits++;
                if (hits == when.times()) {
                    close();
                }
                return true;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public long number() {
            return number;
        }

        @Override
        public String node() {
            return node;
        }

        @Override
        public When when() {
            return when;
        }

        @Override
        public Fault fault() {
            return fault;
        }

        @Override
        public long hits() {
            lock.lock();
            try {
                return hits;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            injections.remove(this);
        }

        @Override
        public String toString() {
            return (node.isEmpty() ? "sim" : node) + ": " + fault + ", " + when;
        }
    }
}
