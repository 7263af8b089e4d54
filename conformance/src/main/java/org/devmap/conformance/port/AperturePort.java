package org.devmap.conformance.port;

import static org.devmap.conformance.bench.Bench.P;
import static org.devmap.conformance.bench.Expect.expect;
import static org.devmap.conformance.bench.KernelMemory.mark;
import static org.devmap.conformance.bench.Outcome.success;
import static org.devmap.conformance.bench.Outcome.value;
import static org.devmap.conformance.bench.Touch.read;
import static org.devmap.conformance.bench.Touch.write;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.devmap.DataModel;
import org.devmap.DdiException;
import org.devmap.Dev;
import org.devmap.Errno;
import org.devmap.MapFlags;
import org.devmap.Pages;
import org.devmap.app.Mapping;
import org.devmap.conformance.bench.Bench;
import org.devmap.conformance.bench.UserProcess;
import org.devmap.driver.DevmapCookie;
import org.devmap.driver.DevmemSetup;
import org.devmap.driver.KeptData;
import org.devmap.driver.MappingCallbacks;

/**
 * Row 5, agpgart: device memory over an aperture. map, dup and unmap count the mappings, since the aperture may be given back
 * only when nobody has one: one more for a hole in the middle, one less for a whole unmap, the same for front and tail. What is
 * larger than a block of the aperture gets a handle for each.
 */
final class AperturePort implements MappingCallbacks<AperturePort.Part> {

    /** A mapped part, which points back to its handle. */
    record Part(DevmapCookie handle) {
    }

    private static final long BLOCK = 8 * P;

    private final AtomicInteger mappings = new AtomicInteger();
    /** What expectations inside callbacks cannot tell: the framework would turn them into an errno. */
    private final AtomicInteger strangers = new AtomicInteger();
    private final List<DevmapCookie> mapped = new CopyOnWriteArrayList<>();
    private final List<DevmapCookie> copied = new CopyOnWriteArrayList<>();

    private AperturePort() {
    }

    private long devmap(Dev dev, DevmapCookie handle, long off, long len, DataModel model) throws DdiException {
        if (off < 0 || len > Bench.SET_1_SIZE - off) {
            throw new DdiException(Errno.ENXIO, "%d bytes at %d are outside the aperture".formatted(len, off));
        }
        long length = Math.min(Pages.roundUp(len), BLOCK);
        handle.devmemSetup(DevmemSetup.of(1, off, length).withCallbacks(this));
        return length;
    }

    @Override
    public Part map(DevmapCookie handle, Dev dev, MapFlags flags, long off, long len) {
        mapped.add(handle);
        mappings.incrementAndGet();
        return new Part(handle);
    }

    @Override
    public Part dup(DevmapCookie handle, Part part, DevmapCookie newHandle) {
        expectOwn(part, handle);
        copied.add(handle);
        mappings.incrementAndGet();
        return new Part(newHandle);
    }

    @Override
    public KeptData<Part> unmap(DevmapCookie handle, Part part, long off, long len, DevmapCookie before, DevmapCookie after) {
        expectOwn(part, handle);
        if (before == null && after == null) {
            mappings.decrementAndGet();
        } else if (before != null && after != null) {
            mappings.incrementAndGet();
        }
        return new KeptData<>(before == null ? null : new Part(before), after == null ? null : new Part(after));
    }

    private void expectOwn(Part part, DevmapCookie handle) {
        if (part.handle != handle) {
            strangers.incrementAndGet();
        }
    }

    private void expectMappings(int expected) {
        expect("mappings counted", mappings.get(), expected);
        expect("callbacks with the private data of another handle", strangers.get(), 0);
    }

    static void scenario(Bench bench) throws DdiException {
        AperturePort port = new AperturePort();
        bench.std().devmap(port::devmap);
        bench.memory().markRegisters();
        UserProcess server = bench.process();
        Mapping textures = server.map(4 * P, 8 * P);
        expect(write(textures, 0, 1), success());
        port.expectMappings(1);
        UserProcess client = server.fork();
        port.expectMappings(2);
        Mapping inherited = client.inherited(textures);
        expect(read(inherited, 0), value(1));
        inherited.unmap(0, P);
        inherited.unmap(7 * P, P);
        port.expectMappings(2);
        expect(read(inherited, P), value(mark('1', 5)));
        inherited.unmap(3 * P, P);
        port.expectMappings(3);
        expect(read(inherited, 2 * P), value(mark('1', 6)));
        expect(read(inherited, 4 * P), value(mark('1', 8)));
        inherited.unmap(4 * P, P);
        port.expectMappings(3);
        inherited.unmap(4 * P, 4 * P);
        port.expectMappings(2);
        client.close();
        port.expectMappings(1);
        expect(read(textures, 7 * P), value(mark('1', 11)));
        textures.close();
        port.expectMappings(0);
        inheritTwoBlocks(bench, port);
    }

    private static void inheritTwoBlocks(Bench bench, AperturePort port) throws DdiException {
        port.mapped.clear();
        port.copied.clear();
        UserProcess server = bench.process();
        Mapping aperture = server.map(0, 2 * BLOCK);
        port.expectMappings(2);
        UserProcess client = server.fork();
        port.expectMappings(4);
        expect("handles in the order of their copies", port.copied, port.mapped);
        Mapping inherited = client.inherited(aperture);
        expect(read(inherited, P), value(mark('1', 1)));
        expect(read(inherited, BLOCK + P), value(mark('1', 9)));
        client.close();
        server.close();
        port.expectMappings(0);
    }
}
