package org.devmap.itests.vm;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.devmap.DdiException;
import org.devmap.OpenFlags;
import org.devmap.app.AddressSpace;
import org.devmap.app.DeviceFile;
import org.devmap.app.Mapping;
import org.devmap.MapFlags;
import org.devmap.Protection;
import org.devmap.dto.NodeSnapshot;
import org.devmap.embed.DevmapSystem;
import org.devmap.embed.RemovalPolicy;
import org.devmap.embed.SystemConfiguration;
import org.devmap.examples.edu.EduDriver;

/** A devmap system with the backends of the class path, and the drivers of the virtual devices. */
final class Guest implements AutoCloseable {

    /** It bounds a failure and times nothing: software emulation on a busy machine is slow. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final DevmapSystem system;

    /** A device that is gone is an error for who accesses it. */
    Guest() {
        this(RemovalPolicy.ERROR);
    }

    Guest(RemovalPolicy policy) {
        system = DevmapSystem.create(SystemConfiguration.builder()
                .discoverBackends().provider("ffm").removalPolicy(policy).build());
        system.registerDriver(new MemoryDriver(), MemoryDriver.COMPATIBLE);
        system.registerDriver(new EduDriver(), "edu", "pci1234,11e8");
    }

    DevmapSystem system() {
        return system;
    }

    static String node(Device device) {
        return MemoryDriver.COMPATIBLE + "@" + device.place().replace(':', '.');
    }

    /** A process of its own with the beginning of a device's memory mapped. */
    Mapping map(Device device, long length) throws DdiException {
        AddressSpace space = system.spaces().create("vm");
        DeviceFile file = space.open("/devices/" + node(device) + ":memory", OpenFlags.READ_WRITE);
        return file.map(0, length, Protection.READ_WRITE, MapFlags.SHARED);
    }

    boolean isAttached(Device device) {
        return isIn(NodeSnapshot.State.ATTACHED, device);
    }

    /** Its driver is there, and the device is not. */
    boolean isAwaited(Device device) {
        return isIn(NodeSnapshot.State.SUSPENDED, device)
                && system.snapshot().node(node(device)).flatMap(NodeSnapshot::problem).isPresent();
    }

    private boolean isIn(NodeSnapshot.State state, Device device) {
        return system.snapshot().node(node(device)).filter(node -> node.state() == state).isPresent();
    }

    void awaitAttached(Device device) {
        await(device + " to be attached", () -> isAttached(device));
    }

    /** Looks again and again: what is waited for happens in the kernel and on other threads. */
    static void await(String what, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                throw new AssertionError("waited " + PATIENCE.toSeconds() + " s in vain for " + what);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Override
    public void close() {
        system.close();
    }
}
