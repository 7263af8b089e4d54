package org.devmap.runtime.trace;

import java.util.List;
import org.devmap.AccessDirection;
import org.devmap.AccessType;
import org.devmap.DdiException;
import org.devmap.Dev;
import org.devmap.FaultException;
import org.devmap.MapFlags;
import org.devmap.OpenFlags;
import org.devmap.Pages;
import org.devmap.Protection;
import org.devmap.SegmentationFault;
import org.devmap.app.Mapping;
import org.devmap.backend.DeviceNode;
import org.devmap.backend.RegisterSet;
import org.devmap.driver.CbFlags;
import org.devmap.driver.CbOps;
import org.devmap.driver.DeviceDriver;
import org.devmap.driver.DeviceInfo;
import org.devmap.driver.DevmapCookie;
import org.devmap.driver.DevmapFlags;
import org.devmap.driver.DevmemRemap;
import org.devmap.driver.DevmemSetup;
import org.devmap.driver.MappingCallbacks;
import org.devmap.embed.DevmapSystem;
import org.devmap.embed.SwapRequest;
import org.devmap.embed.SystemConfiguration;
import org.devmap.runtime.bench.ArenaProvider;

/** Everything that is recorded happens once. Also a program, for machines that lack something. */
final class TracedStory {

    static final long OFFSET = 2 * Pages.SIZE;

    private TracedStory() {
    }

    private static final class Driver implements DeviceDriver, MappingCallbacks<DevmapCookie> {

        private volatile DevmapCookie handle;

        @Override
        public CbOps entryPoints() {
            return CbOps.builder().flags(CbFlags.D_DEVMAP).devmap((dev, piece, off, len, model) -> {
                piece.devmemSetup(DevmemSetup.of(0, off, len).withCallbacks(this).withFlags(DevmapFlags.ALLOW_REMAP));
                return len;
            }).build();
        }

        @Override
        public void attach(DeviceInfo device) throws DdiException {
            device.createMinorNode("0", 0, -1);
        }

        @Override
        public void detach(DeviceInfo device) {
            handle = null;
        }

        @Override
        public DevmapCookie map(DevmapCookie piece, Dev dev, MapFlags flags, long off, long len) {
            handle = piece;
            return piece;
        }

        @Override
        public void access(DevmapCookie piece, DevmapCookie data, long off, long len, AccessType type,
                AccessDirection rw)
                throws FaultException {
            piece.doContextManagement(off, len, type, rw,
                    (context, ignored, start, length, why, direction) -> context.load(start, length, why, direction));
        }
    }

    private record Node(String name) implements DeviceNode {

        @Override
        public List<String> compatible() {
            return List.of("test");
        }

        @Override
        public List<RegisterSet> registerSets() {
            return List.of(new RegisterSet.Hosted("memory", 4 * Pages.SIZE));
        }
    }

    public static void main(String[] words) throws Exception {
        try (DevmapSystem system = DevmapSystem.create(SystemConfiguration.builder().build())) {
            system.registerProvider(new ArenaProvider("test"), 0);
            system.publish(new Node("dv"));
            Driver driver = new Driver();
            system.registerDriver(driver, "test");
            Mapping mapping = system.spaces().create("test").open("/devices/dv:0", OpenFlags.READ_WRITE)
                    .map(OFFSET, Pages.SIZE, Protection.READ_WRITE, MapFlags.SHARED);
            mapping.setInt(0, 1);
            driver.handle.unload(0, 0);
            driver.handle.devmemRemap(DevmemRemap.of(0, 0, Pages.SIZE));
            system.registerProvider(new ArenaProvider("other"), -1);
            system.swap(SwapRequest.of("test", "other"));
            mapping.close();
            try {
                mapping.getInt(4);
                throw new AssertionError("what was unmapped can be read");
            } catch (SegmentationFault expected) {
                System.out.println("refused");
            }
        }
    }
}
