package org.devmap.runtime.process;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.devmap.DataModel;
import org.devmap.app.AddressSpace;
import org.devmap.app.AddressSpaces;
import org.devmap.backend.DevmapClock;
import org.devmap.dto.SpaceSnapshot;
import org.devmap.runtime.call.CallStack;
import org.devmap.runtime.call.CallingProcess;
import org.devmap.runtime.device.Node;
import org.devmap.runtime.device.NodeMappings;
import org.devmap.runtime.device.OpenDevice;
import org.devmap.runtime.fault.FaultDispatcher;
import org.devmap.runtime.handle.HandleServices;
import org.devmap.runtime.handle.Segment;
import org.devmap.runtime.memory.AddressMap;
import org.devmap.runtime.space.Space;
import org.devmap.runtime.tree.DeviceTree;

/** The processes of a system. */
public final class Processes implements AddressSpaces, NodeMappings {

    private final AtomicLong ids = new AtomicLong();
    private final Map<Long, Process> alive = new ConcurrentSkipListMap<>();
    private final ProcessServices services;
    private final CallStack calls;
    private final FaultDispatcher faults;

    /**
     * No processes yet.
     *
     * @param handles what handles need
     * @param tree the devices
     * @param physicalAddresses where page frame numbers are looked up
     * @param clock the system's time
     * @param bounds what limits processes
     * @param threads for what may take longer than its caller waits
     */
    public Processes(HandleServices handles, DeviceTree tree, AddressMap physicalAddresses, DevmapClock clock, Bounds bounds,
                     Executor threads) {
        this.services = new ProcessServices(handles, tree, physicalAddresses, clock, bounds, threads, this);
        this.calls = handles.calls();
        this.faults = new FaultDispatcher(calls, handles.counters());
    }

    @Override
    public AddressSpace create(String owner, DataModel model) {
        if (owner == null || owner.isBlank()) {
            throw new IllegalArgumentException("owner '" + owner + "' must not be blank");
        }
        if (!DataModel.LP64.equals(model) && !DataModel.ILP32.equals(model)) {
            throw new IllegalArgumentException("model " + model + " must be LP64 or ILP32");
        }
        return make(owner, model, null);
    }

    Process make(String owner, DataModel model, Process parent) {
        long id = ids.incrementAndGet();
        Process process = new Process(new Space(id, owner, model, services.bounds().addressSpace(), calls, faults), services, parent);
        alive.put(id, process);
        return process;
    }

    void exited(Process process) {
        alive.remove(process.id());
    }

    /** The processes that have not exited. */
    public List<Process> all() {
        return List.copyOf(alive.values());
    }

    /**
     * A process and everything that was forked from it, at any depth, as far as it has not exited: what ends with its client.
     *
     * @param first a process that was created, not forked
     * @return the children before their parents
     */
    public List<Process> familyOf(AddressSpace first) {
        return all().reversed().stream().filter(process -> process.ancestor() == first).toList();
    }

    /** The process of a caller. */
    Optional<Process> of(CallingProcess caller) {
        return caller instanceof Space space ? Optional.ofNullable(alive.get(space.id())) : Optional.empty();
    }

    @Override
    public List<Segment> of(Node node) {
        return all().stream().flatMap(process -> process.space().mappings(segment -> isOf(node, segment)).stream()).toList();
    }

    private static boolean isOf(Node node, Segment segment) {
        return segment.origin().use() instanceof OpenDevice open && open.node() == node;
    }

    @Override
    public void kill(Node node) {
        for (Process process : all()) {
            kill(process, node.name(), segment -> isOf(node, segment));
        }
    }

    @Override
    public void kill(Segment segment) {
        for (Process process : all()) {
            if (process.space() == segment.process()) {
                kill(process, segment.origin().path(), other -> other == segment);
            }
        }
    }

    /** A driver that panics in its unmap callback does not keep the mappings of other processes alive. */
    private void kill(Process process, String device, Predicate<Segment> mappings) {
        try {
            if (!process.space().kill(mappings, services.clock())) {
                services.handles().diagnostics().accept("process " + process.id() + " of " + process.owner()
                        + " is still inside the driver of " + device + ", which leaves all the same");
            }
        } catch (RuntimeException | Error e) {
            services.handles().diagnostics().accept("ending the mappings of " + device + " in process " + process.id()
                    + " of " + process.owner() + " failed: " + e);
        }
    }

    /** Pictures of all, by id. */
    public List<SpaceSnapshot> snapshot() {
        return all().stream().map(Process::snapshot).toList();
    }
}
