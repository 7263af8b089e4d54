package org.devmap.runtime.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.devmap.DdiException;
import org.devmap.app.AddressSpaces;
import org.devmap.backend.DeviceNode;
import org.devmap.backend.DevmapClock;
import org.devmap.backend.MemoryProvider;
import org.devmap.backend.Nexus;
import org.devmap.driver.DeviceDriver;
import org.devmap.driver.RegisterHandle;
import org.devmap.dto.SystemSnapshot;
import org.devmap.embed.DevmapSystem;
import org.devmap.embed.SwapProbe;
import org.devmap.embed.SwapReport;
import org.devmap.embed.SwapRequest;
import org.devmap.embed.SystemConfiguration;
import org.devmap.runtime.call.CallStack;
import org.devmap.runtime.device.DeviceServices;
import org.devmap.runtime.device.Driver;
import org.devmap.runtime.device.MappedRegisters;
import org.devmap.runtime.device.Node;
import org.devmap.runtime.device.NodeMappings;
import org.devmap.runtime.device.RemovalPolicies;
import org.devmap.runtime.device.Source;
import org.devmap.runtime.device.WorkBound;
import org.devmap.runtime.exclusion.SharedRecords;
import org.devmap.runtime.handle.Counters;
import org.devmap.runtime.handle.Diagnostics;
import org.devmap.runtime.handle.HandleServices;
import org.devmap.runtime.handle.Segment;
import org.devmap.runtime.memory.AddressMap;
import org.devmap.runtime.memory.MemoryProviders;
import org.devmap.runtime.process.Bounds;
import org.devmap.runtime.process.DriverCalls;
import org.devmap.runtime.process.Process;
import org.devmap.runtime.process.Processes;
import org.devmap.runtime.swap.PlacementKeeper;
import org.devmap.runtime.swap.Probes;
import org.devmap.runtime.swap.Swapper;
import org.devmap.runtime.translation.RawViews;
import org.devmap.runtime.tree.DeviceTree;
import org.devmap.runtime.umem.LockedMemory;
import org.devmap.runtime.umem.UmemRegistry;

/** A devmap system: puts the rooms together, and is what their owner holds. */
public final class Devmap implements DevmapSystem {

    /**
     * Kernel and physical addresses are far apart, and from user addresses. Physical ones begin eight pages below 4
     * GiB, so that almost any first device lies across it and nobody gets used to 32 bits (S-397).
     */
    private static final long FIRST_KERNEL_ADDRESS = 0x7000_0000_0000_0000L;
    private static final long FIRST_PHYSICAL_ADDRESS = 0xFFFF_8000L;

    private static final WorkBound WORK_BOUND = new WorkBound(TimeUnit.SECONDS.toNanos(30));

    private final CallStack calls;
    private final Diagnostics diagnostics;
    private final DevmapClock clock;
    private final long exitNanos;
    private final Optional<MachineClock> ownClock;
    private final MemoryProviders providers;
    private final Probes swapProbes = new Probes();
    private final Swapper swapper;
    private final PlacementKeeper placement;
    private final LockedMemory lockedMemory;
    private final SharedRecords records;
    private final Counters counters = new Counters();
    private final AddressMap kernelAddresses = new AddressMap(FIRST_KERNEL_ADDRESS);
    private final UmemRegistry umem;
    private final DeviceTree tree;
    private final Processes processes;
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().name("devmap-device-", 0).factory());
    private final List<Registration> registrations = new CopyOnWriteArrayList<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * A running system.
     *
     * @param configuration what it is like
     */
    public Devmap(SystemConfiguration configuration) {
        ownClock = configuration.clock().isPresent() ? Optional.empty() : Optional.of(new MachineClock());
        clock = configuration.clock().orElseGet(ownClock::orElseThrow);
        exitNanos = configuration.exitDeadline().toNanos();
        calls = new CallStack(configuration.checked());
        diagnostics = new Diagnostics(configuration.diagnostics().orElseGet(DiagnosticLog::new));
        if (!RawViews.isPossible()) {
            diagnostics.accept("accesses to mappings are slower than they could be: " + RawViews.remedy());
        }
        providers = new MemoryProviders(configuration.provider());
        swapper = new Swapper(providers, swapProbes, threads, Runtime.getRuntime().availableProcessors(),
                () -> counters.count(Counters.Event.SWAP));
        placement = new PlacementKeeper(providers, swapper, configuration.swapPolicy(), threads, clock, diagnostics);
        lockedMemory = new LockedMemory(configuration.projectLockedLimit(), configuration.zoneLockedLimit());
        records = new SharedRecords(clock, configuration.onlineCpus());
        umem = new UmemRegistry(providers, kernelAddresses, calls, threads, diagnostics);
        AddressMap physicalAddresses = new AddressMap(FIRST_PHYSICAL_ADDRESS);
        DriverCalls callers = new DriverCalls(calls, kernelAddresses, lockedMemory);
        tree = new DeviceTree(new DeviceServices(calls, clock, providers, umem, kernelAddresses, physicalAddresses, threads, callers,
                WORK_BOUND, configuration.grace().toNanos(), new RemovalPolicies(configuration), diagnostics),
                new Mapped());
        HandleServices handles = new HandleServices(calls, records, counters, diagnostics, configuration.cachedOnly());
        Bounds bounds = new Bounds(configuration.addressSpaceLimit(), exitNanos,
                configuration.lockDeadline().toNanos());
        processes = new Processes(handles, tree, physicalAddresses, clock, bounds, threads);
        callers.connect(umem, processes);
        if (configuration.discoverBackends()) {
            discoverBackends();
        }
    }

    private void discoverBackends() {
        ServiceLoader.load(MemoryProvider.class, Devmap.class.getClassLoader()).forEach(provider -> registerProvider(provider, provider.ranking()));
        for (Nexus nexus : ServiceLoader.load(Nexus.class, Devmap.class.getClassLoader())) {
            try {
                registerNexus(nexus);
            } catch (DdiException e) {
                diagnostics.accept("nexus " + nexus.name() + " cannot start: " + e.getMessage());
            }
        }
    }

    /** Devices exist before processes do. */
    private final class Mapped implements NodeMappings {

        @Override
        public List<Segment> of(Node node) {
            return processes.of(node);
        }

        @Override
        public void kill(Node node) {
            processes.kill(node);
        }

        @Override
        public void kill(Segment segment) {
            processes.kill(segment);
        }
    }

    // ---- what is added and removed

    /** Runs what ends a registration once, by whoever comes first: its holder or the system. */
    private final class Once implements Registration {

        private final Runnable end;
        private final AtomicBoolean ended = new AtomicBoolean();

        private Once(Runnable end) {
            this.end = end;
            registrations.add(this);
        }

        @Override
        public void close() {
            if (ended.compareAndSet(false, true)) {
                registrations.remove(this);
                end.run();
            }
        }
    }

    @Override
    public Processes spaces() {
        return processes;
    }

    @Override
    public Registration registerDriver(DeviceDriver driver, String... compatible) {
        Objects.requireNonNull(driver, "driver");
        for (String name : Objects.requireNonNull(compatible, "compatible")) {
            Objects.requireNonNull(name, "compatible: a name");
        }
        Driver added = tree.register(driver, List.of(compatible));
        return new Once(() -> tree.unregister(added));
    }

    @Override
    public Registration registerProvider(MemoryProvider provider, int ranking) {
        providers.add(Objects.requireNonNull(provider, "provider"), ranking);
        tree.memoryArrived();
        placement.look();
        return new Once(() -> {
            providers.remove(provider);
            placement.look();
        });
    }

    @Override
    public Registration registerNexus(Nexus nexus) throws DdiException {
        NexusBinding binding = new NexusBinding(Objects.requireNonNull(nexus, "nexus"), tree, clock, exitNanos, threads, diagnostics);
        if (!nexus.hasProvider()) {
            providers.addWithoutMemory(nexus.name());
            tree.memoryArrived();
        }
        binding.start();
        return new Once(binding::close);
    }

    @Override
    public Registration publish(DeviceNode node) throws DdiException {
        Source added = tree.publish(Objects.requireNonNull(node, "node"), Optional.empty());
        return new Once(() -> tree.withdraw(added));
    }

    @Override
    public Registration registerSwapProbe(SwapProbe probe) {
        swapProbes.add(Objects.requireNonNull(probe, "probe"));
        return new Once(() -> swapProbes.remove(probe));
    }

    // ---- administration

    @Override
    public SystemSnapshot snapshot() {
        return SnapshotTaker.take(tree, providers, processes, umem, records, lockedMemory, counters);
    }

    @Override
    public void detach(String node) throws DdiException {
        tree.detach(node);
    }

    @Override
    public void attach(String node) throws DdiException {
        tree.attach(node);
    }

    @Override
    public void swap(String node, String nexus) throws DdiException {
        tree.swap(node, Objects.requireNonNull(nexus, "nexus"));
    }

    @Override
    public RegisterHandle registers(String node, int rnumber) throws DdiException {
        return MappedRegisters.map(tree.require(node), kernelAddresses, rnumber, 0, 0, null);
    }

    @Override
    public SwapReport swap(SwapRequest request) throws DdiException {
        return swapper.swap(Objects.requireNonNull(request, "request"));
    }

    @Override
    public void setProjectLockedLimit(String project, long bytes) {
        lockedMemory.setProjectLimit(Objects.requireNonNull(project, "project"), bytes);
    }

    @Override
    public void setZoneLockedLimit(long bytes) {
        lockedMemory.setZoneLimit(bytes);
    }

    @Override
    public <T> T callAsKernelThread(Callable<T> action) throws Exception {
        Objects.requireNonNull(action, "action");
        try (CallStack.Frame _ = calls.kernel()) {
            return action.call();
        }
    }

    @Override
    public <T> T callAsInterrupt(Callable<T> action) throws Exception {
        Objects.requireNonNull(action, "action");
        try (CallStack.Frame _ = calls.interrupt()) {
            return action.call();
        }
    }

    /**
     * Nothing moves any more. Processes end first, then drivers, devices and nexuses in the reverse order of their
     * coming, then what drivers left. What fails to end is reported and keeps nothing else from ending.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        placement.end();
        swapper.end();
        end("waiting for drivers", tree::end);
        for (Process process : processes.all()) {
            end("process " + process.id() + " of " + process.owner(), process::close);
        }
        for (Registration registration : new ArrayList<>(registrations).reversed()) {
            end("a registration", registration::close);
        }
        end("the memory that drivers left", umem::freeAll);
        threads.shutdown();
        ownClock.ifPresent(MachineClock::close);
    }

    private void end(String what, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            diagnostics.accept("the system ends, but " + what + " does not: " + e);
        }
    }
}
