package org.devmap.conformance.port;

import static org.devmap.Errno.ENXIO;
import static org.devmap.conformance.bench.Bench.P;
import static org.devmap.conformance.bench.Expect.expect;
import static org.devmap.conformance.bench.Outcome.errno;
import static org.devmap.conformance.bench.Outcome.success;
import static org.devmap.conformance.bench.Outcome.value;
import static org.devmap.conformance.bench.Touch.read;
import static org.devmap.conformance.bench.Touch.write;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.devmap.DataModel;
import org.devmap.DdiException;
import org.devmap.Dev;
import org.devmap.Errno;
import org.devmap.MapFlags;
import org.devmap.Pages;
import org.devmap.Protection;
import org.devmap.app.Mapping;
import org.devmap.conformance.bench.Bench;
import org.devmap.conformance.bench.Export;
import org.devmap.conformance.bench.UserProcess;
import org.devmap.driver.DevmapCookie;
import org.devmap.driver.DevmapFlags;
import org.devmap.driver.MappingCallbacks;
import org.devmap.dto.HandleSnapshot;

/**
 * Row 7, drm: maps of several types, which applications find by an offset that is only a key: registers, frame buffer, shared
 * memory, a scatter-gather area, each with its cache attribute and with ALLOW_REMAP. map refuses MAP_PRIVATE, because it would
 * copy nothing.
 */
final class GraphicsMapsPort implements MappingCallbacks<Object> {

    private static final long REGISTERS = 0x1_0000_0000L;
    private static final long FRAMEBUFFER = 0x2_0000_0000L;
    private static final long SHARED_MEMORY = 0x3_0000_0000L;
    private static final long SCATTER = 0x4_0000_0000L;
    private static final long SIZE = 2 * P;

    private final Map<Long, Export> maps = new TreeMap<>();
    private Optional<Errno> refusal = Optional.empty();

    private GraphicsMapsPort(Bench bench) {
        Export memory = Export.umem(bench.memory().u()).with(this);
        maps.put(REGISTERS, Export.registers(2).with(this).with(DevmapFlags.ALLOW_REMAP));
        maps.put(FRAMEBUFFER, memory.with(DevmapFlags.ALLOW_REMAP.with(DevmapFlags.WRITE_COMBINE)));
        maps.put(SHARED_MEMORY, Export.umem(bench.memory().g()).with(this).with(DevmapFlags.ALLOW_REMAP));
        maps.put(SCATTER, memory.shiftedBy(SIZE).with(DevmapFlags.ALLOW_REMAP.with(DevmapFlags.UNCACHED)));
    }

    private long devmap(Dev dev, DevmapCookie handle, long off, long len, DataModel model) throws DdiException {
        Export map = maps.get(off);
        if (map == null || len > SIZE) {
            throw new DdiException(Errno.EINVAL, "no map of %d bytes has the offset 0x%x".formatted(len, off));
        }
        map.setup(handle, 0, Pages.roundUp(len));
        return Pages.roundUp(len);
    }

    @Override
    public Object map(DevmapCookie handle, Dev dev, MapFlags flags, long off, long len) throws DdiException {
        if (flags.type().equals(MapFlags.PRIVATE) && refusal.isPresent()) {
            throw new DdiException(refusal.get(), "a map of the device is shared");
        }
        return "map at 0x%x".formatted(off);
    }

    static void scenario(Bench bench) throws DdiException {
        bench.std();
        GraphicsMapsPort port = new GraphicsMapsPort(bench);
        bench.installedDriver().devmap(port::devmap);
        UserProcess client = bench.process();
        Mapping registers = client.map(REGISTERS, P);
        Mapping framebuffer = client.map(FRAMEBUFFER, SIZE);
        Mapping shared = client.map(SHARED_MEMORY, SIZE);
        Mapping scatter = client.map(SCATTER, SIZE);
        for (Mapping mapping : new Mapping[] {registers, framebuffer, shared, scatter}) {
            expect(write(mapping, 0, (int) (mapping.offset() >>> 32)), success());
        }
        expect(read(bench.process().map(SHARED_MEMORY, SIZE), 0), value(3));
        expect(read(framebuffer, 0), value(1 + 1));
        expect("what a register map carries", cache(client, registers), "UNCACHED");
        expect("what a frame buffer carries", cache(client, framebuffer), "WRITE_COMBINE");
        expect("what shared memory carries", cache(client, shared), "CACHED");
        expect("what a scatter-gather area carries", cache(client, scatter), "UNCACHED");
        for (Errno errno : new Errno[] {Errno.ENOMEM, Errno.DDI_FAILURE}) {
            port.refusal = Optional.of(errno);
            expect(() -> client.map(FRAMEBUFFER, P, Protection.READ, MapFlags.PRIVATE), errno(ENXIO));
        }
        expect(() -> client.map(0x5_0000_0000L, P), errno(ENXIO));
        expect(() -> client.map(SCATTER, 3 * P), errno(ENXIO));
        expect("mappings after the failing ones", client.segments().size(), 4);
        // What it refuses them for: a private map that is let through is the device itself.
        port.refusal = Optional.empty();
        expect(write(client.map(FRAMEBUFFER, P, Protection.READ_WRITE, MapFlags.PRIVATE), 0, 7), success());
        expect(read(framebuffer, 0), value(7));
    }

    private static String cache(UserProcess process, Mapping mapping) {
        return process.handles().stream().filter(handle -> handle.address() == mapping.address()).map(HandleSnapshot::cache)
                .findFirst().orElse("nothing");
    }
}
