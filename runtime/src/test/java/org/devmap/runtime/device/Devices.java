package org.devmap.runtime.device;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.devmap.embed.ManualClock;
import org.devmap.embed.SystemConfiguration;
import org.devmap.runtime.call.CallStack;
import org.devmap.runtime.handle.Diagnostics;
import org.devmap.runtime.handle.Segment;
import org.devmap.runtime.memory.AddressMap;
import org.devmap.runtime.memory.MemoryProviders;
import org.devmap.runtime.umem.UmemRegistry;

/** The surroundings of devices, without processes. */
public final class Devices implements AutoCloseable {

    public static final long GRACE_NANOS = 1_000_000_000L;

    public final CallStack calls = new CallStack(true);
    public final ManualClock clock = new ManualClock();
    public final MemoryProviders providers = new MemoryProviders(Optional.empty());
    public final AddressMap kernelAddresses = new AddressMap(0x7000_0000_0000_0000L);
    public final AddressMap physicalAddresses = new AddressMap(0x1_0000_0000L);
    public final List<String> diagnostics = new CopyOnWriteArrayList<>();
    public final ExecutorService threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().factory());
    public final DeviceServices services;

    public Devices() {
        this(new WorkBound(TimeUnit.SECONDS.toNanos(30)));
    }

    /**
     * Devices whose drivers may be late.
     *
     * @param workBound how long callers wait for them
     */
    public Devices(WorkBound workBound) {
        services = new DeviceServices(calls, clock, providers,
                new UmemRegistry(providers, kernelAddresses, calls, threads, diagnostics::add), kernelAddresses, physicalAddresses,
                threads, null, workBound, GRACE_NANOS, new RemovalPolicies(SystemConfiguration.builder().build()),
                new Diagnostics(diagnostics::add));
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** Mappings of which the test hears that they are to end. */
    public record Mapped(Consumer<Node> killed) implements NodeMappings {

        @Override
        public List<Segment> of(Node node) {
            return List.of();
        }

        @Override
        public void kill(Node node) {
            killed.accept(node);
        }

        @Override
        public void kill(Segment segment) {
            throw new AssertionError("there is no mapping");
        }
    }
}
