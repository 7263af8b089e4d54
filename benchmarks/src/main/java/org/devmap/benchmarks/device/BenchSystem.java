package org.devmap.benchmarks.device;

import java.io.Closeable;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.devmap.DdiException;
import org.devmap.FaultException;
import org.devmap.MapFlags;
import org.devmap.OpenFlags;
import org.devmap.Pages;
import org.devmap.Protection;
import org.devmap.app.AddressSpace;
import org.devmap.app.DeviceFile;
import org.devmap.app.Mapping;
import org.devmap.backend.DeviceNode;
import org.devmap.backend.RegisterModel;
import org.devmap.backend.RegisterSet;
import org.devmap.driver.DevmapCookie;
import org.devmap.embed.DevmapSystem;
import org.devmap.embed.SwapProbe;
import org.devmap.embed.SwapReport;
import org.devmap.embed.SwapRequest;
import org.devmap.embed.SystemConfiguration;

/**
 * A devmap system with one device in real memory of the system, and an application that maps it. There may be a second device whose
 * memory moves while that of the first one stays.
 */
public final class BenchSystem implements Closeable {

    private static final String NODE = "bench0";
    private static final String KIND = "bench";
    private static final String MOVING_NODE = "moving0";
    private static final String MOVING_KIND = "moving";
    private static final String STAYING = "staying";
    private static final String PROVIDER = "ffm";
    private static final String OTHER_PROVIDER = "sim";

    private final Arena arena = Arena.ofShared();
    private final KeptSegments memory;
    private final BenchDriver driver;
    private final DevmapSystem system;
    private final AddressSpace space;

    private BenchSystem(KeptSegments memory, long bytes, RegisterModel model) throws DdiException {
        this.memory = memory;
        driver = new BenchDriver(bytes);
        system = DevmapSystem.create(SystemConfiguration.builder().build());
        try {
            system.registerProvider(memory, 0);
            system.registerDriver(driver, KIND);
            system.publish(new Node(NODE, KIND, List.of(new RegisterSet.Hosted("memory", bytes),
                    new RegisterSet.Modelled("model", RegisterSet.Space.MEMORY, model))));
            space = system.spaces().create("bench");
        } catch (DdiException | RuntimeException e) {
            system.close();
            throw e;
        }
    }

    /**
     * A system.
     *
     * @param bytes of umem, and of device memory; whole pages
     * @return the system; close it when done
     * @throws DdiException if the memory is not to be had
     */
    public static BenchSystem of(long bytes) throws DdiException {
        return new BenchSystem(KeptSegments.of(PROVIDER), bytes, new ZeroModel());
    }

    /**
     * A system whose registers behave as a model says.
     *
     * @param model the model of {@link Export#MODELLED}
     * @return the system; close it when done
     * @throws DdiException if the memory is not to be had
     */
    public static BenchSystem of(RegisterModel model) throws DdiException {
        return new BenchSystem(KeptSegments.of(PROVIDER), Pages.SIZE, model);
    }

    /**
     * A system whose memory can move to the simulator's provider and back.
     *
     * @param bytes of umem; whole pages
     * @return the system; close it when done
     * @throws DdiException if the memory is not to be had
     */
    public static BenchSystem movable(long bytes) throws DdiException {
        BenchSystem system = of(bytes);
        system.system.registerProvider(KeptSegments.of(OTHER_PROVIDER), -1);
        return system;
    }

    /**
     * A system whose memory stays, and that of a second device can move to the simulator's provider and back.
     *
     * @param bytes of umem that stays; whole pages
     * @param moving bytes of umem of the second device; whole pages
     * @return the system; close it when done
     * @throws DdiException if the memory is not to be had
     */
    public static BenchSystem besideMoving(long bytes, long moving) throws DdiException {
        BenchSystem system = new BenchSystem(KeptSegments.of(PROVIDER, STAYING), bytes, new ZeroModel());
        system.system.registerProvider(KeptSegments.of(PROVIDER), 1);
        system.system.registerProvider(KeptSegments.of(OTHER_PROVIDER), -1);
        system.system.registerDriver(new BenchDriver(moving), MOVING_KIND);
        system.system.publish(new Node(MOVING_NODE, MOVING_KIND, List.of()));
        return system;
    }

    /**
     * Maps the second device.
     *
     * @param bytes how many of its umem; whole pages
     * @return the mapping, loaded
     * @throws DdiException if it cannot be mapped
     */
    public Mapping moving(long bytes) throws DdiException {
        return loaded(open(MOVING_NODE, Export.PLAIN), bytes);
    }

    /**
     * Moves the memory that can move to the provider where it is not.
     *
     * @param chunks whether chunk by chunk
     * @return what came of it
     * @throws DdiException if one of the providers is not there
     */
    public SwapReport swap(boolean chunks) throws DdiException {
        boolean home = system.snapshot().memory().stream().anyMatch(piece -> piece.provider().equals(PROVIDER));
        SwapRequest request = home ? SwapRequest.of(PROVIDER, OTHER_PROVIDER) : SwapRequest.of(OTHER_PROVIDER, PROVIDER);
        return system.swap(chunks ? request.byChunks() : request);
    }

    /**
     * Tells somebody of the steps of swaps.
     *
     * @param probe who is told
     * @return to be closed when that is enough
     */
    public DevmapSystem.Registration probe(SwapProbe probe) {
        return system.registerSwapProbe(probe);
    }

    /**
     * Opens a minor node.
     *
     * @param export which
     * @return the file; closed with the system
     * @throws DdiException if it cannot be opened
     */
    public DeviceFile open(Export export) throws DdiException {
        return open(NODE, export);
    }

    private DeviceFile open(String node, Export export) throws DdiException {
        return space.open("/devices/" + node + ":" + export.minorName(), OpenFlags.READ_WRITE);
    }

    /**
     * Maps the first bytes of a minor node and writes something to each page.
     *
     * @param export which
     * @param bytes how many; whole pages
     * @return the mapping, loaded
     * @throws DdiException if it cannot be mapped
     */
    public Mapping loaded(Export export, long bytes) throws DdiException {
        return loaded(open(export), bytes);
    }

    private static Mapping loaded(DeviceFile file, long bytes) throws DdiException {
        Mapping mapping = file.map(0, bytes, Protection.READ_WRITE, MapFlags.SHARED);
        for (long page = 0; page < bytes; page += Pages.SIZE) {
            mapping.setLong(page, page + 1);
        }
        return mapping;
    }

    /**
     * The memory behind a mapping.
     *
     * @param mapping of offset 0, of umem or device memory
     * @return the same bytes at the same native address, in a shared arena that lives as long as this
     */
    public MemorySegment rawOf(Mapping mapping) {
        return memory.behind(mapping, arena);
    }

    /**
     * The handle of a mapping of {@link Export#WATCHED}.
     *
     * @param mapping the mapping
     * @return its handle
     */
    public DevmapCookie handleOf(Mapping mapping) {
        return driver.watched().at(mapping.offset());
    }

    /**
     * Unloads all of a mapping of {@link Export#WATCHED}.
     *
     * @param handle its handle
     */
    public static void unload(DevmapCookie handle) {
        try {
            handle.unload(0, 0);
        } catch (FaultException e) {
            throw new IllegalStateException("unloading a whole handle cannot fail", e);
        }
    }

    @Override
    public void close() {
        arena.close();
        system.close();
    }

    private record Node(String name, String kind, List<RegisterSet> registerSets) implements DeviceNode {

        @Override
        public List<String> compatible() {
            return List.of(kind);
        }
    }

    /** A page of registers that are 0 whatever is written. */
    private static final class ZeroModel implements RegisterModel {

        @Override
        public long size() {
            return Pages.SIZE;
        }

        @Override
        public long read(long offset, int width) {
            return 0;
        }

        @Override
        public void write(long offset, int width, long value) {
            // Read-only registers ignore what is written.
        }
    }
}
