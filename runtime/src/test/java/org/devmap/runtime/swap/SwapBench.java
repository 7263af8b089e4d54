package org.devmap.runtime.swap;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.devmap.DdiException;
import org.devmap.MapFlags;
import org.devmap.OpenFlags;
import org.devmap.Protection;
import org.devmap.app.AddressSpace;
import org.devmap.app.DeviceFile;
import org.devmap.app.Mapping;
import org.devmap.backend.DmaEngine;
import org.devmap.dto.MemorySnapshot;
import org.devmap.embed.DevmapSystem;
import org.devmap.embed.SwapReport;
import org.devmap.embed.SwapRequest;
import org.devmap.embed.SystemConfiguration;
import org.devmap.embed.SystemConfigurationBuilder;
import org.devmap.runtime.bench.ArenaProvider;

/**
 * A system with the providers "old" and "new", the device {@link TwoMemories} on the old one, and an application that
 * maps all of it.
 */
final class SwapBench implements AutoCloseable {

    /** Whether memory moves at once or by chunks. */
    enum Manner {
        AT_ONCE, BY_CHUNKS;

        SwapRequest request(String from, String to) {
            return this == AT_ONCE ? SwapRequest.of(from, to) : SwapRequest.of(from, to).byChunks();
        }
    }

    final List<String> diagnostics = new CopyOnWriteArrayList<>();
    final ArenaProvider oldOne = new ArenaProvider("old");
    final ArenaProvider newOne = new ArenaProvider("new");
    final DevmapSystem system;
    final DevmapSystem.Registration oldRegistration;
    final TwoMemories driver;
    final AddressSpace space;
    final DeviceFile file;
    final Mapping mapping;
    final long size;

    SwapBench(long size) throws DdiException {
        this(size, null, SystemConfiguration.builder());
    }

    SwapBench(long size, DmaEngine dma, SystemConfigurationBuilder configuration) throws DdiException {
        this.size = size;
        system = DevmapSystem.create(configuration.diagnostics(diagnostics::add).build());
        driver = new TwoMemories(size, dma);
        oldRegistration = system.registerProvider(oldOne, 0);
        system.publish(driver);
        system.registerDriver(driver, "two");
        space = system.spaces().create("application");
        file = space.open("/devices/two0:0", OpenFlags.READ_WRITE);
        mapping = map();
    }

    Mapping map() throws DdiException {
        return file.map(0, 0, 2 * size, Protection.READ_WRITE, MapFlags.SHARED);
    }

    DevmapSystem.Registration addNew() {
        return system.registerProvider(newOne, -1);
    }

    SwapReport swap(Manner manner) throws DdiException {
        return system.swap(manner.request("old", "new"));
    }

    List<String> hosts() {
        return system.snapshot().memory().stream().map(MemorySnapshot::provider).toList();
    }

    List<MemorySnapshot.State> states() {
        return system.snapshot().memory().stream().map(MemorySnapshot::state).toList();
    }

    @Override
    public void close() {
        system.close();
    }
}
