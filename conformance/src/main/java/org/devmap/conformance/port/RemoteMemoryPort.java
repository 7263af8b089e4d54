package org.devmap.conformance.port;

import static org.devmap.Errno.EACCES;
import static org.devmap.Errno.ENXIO;
import static org.devmap.conformance.bench.Bench.P;
import static org.devmap.conformance.bench.Expect.expect;
import static org.devmap.conformance.bench.KernelMemory.mark;
import static org.devmap.conformance.bench.Outcome.errno;
import static org.devmap.conformance.bench.Outcome.segvMaperr;
import static org.devmap.conformance.bench.Outcome.success;
import static org.devmap.conformance.bench.Outcome.value;
import static org.devmap.conformance.bench.Touch.read;
import static org.devmap.conformance.bench.Touch.write;

import java.util.ArrayList;
import java.util.List;
import org.devmap.DataModel;
import org.devmap.DdiException;
import org.devmap.Dev;
import org.devmap.MapFlags;
import org.devmap.Protection;
import org.devmap.app.Mapping;
import org.devmap.conformance.bench.Bench;
import org.devmap.conformance.bench.Export;
import org.devmap.conformance.bench.Layout;
import org.devmap.conformance.bench.UserProcess;
import org.devmap.driver.DevmapCookie;
import org.devmap.driver.DevmapFlags;
import org.devmap.driver.KeptData;
import org.devmap.driver.MappingCallbacks;
import org.devmap.driver.SegmapRequest;
import org.devmap.driver.UmemCookie;
import org.devmap.driver.UmemFlags;
import org.devmap.driver.UmemRemap;

/**
 * Row 4, rsm: an application imports a remote segment that consists of several pieces. segmap checks permission (EACCES) and
 * range (ENXIO); devmap describes one piece per call; a disconnect puts the trash page behind every handle of every importer, so that
 * nobody reaches the memory and nobody gets a signal.
 */
final class RemoteMemoryPort implements MappingCallbacks<Object> {

    private static final long SIZE = 13 * P;
    /** Where pieces of two pages begin, three of them, and where one of three pages lies between two others. */
    private static final long TWOS = 3 * P;
    private static final long AROUND_THREE = 7 * P;

    /** What a callback is for. */
    private record Range(long off, long len) {
    }

    /** The handles of all importers: the list of section 5.1. */
    private final List<DevmapCookie> importers = new ArrayList<>();
    private final List<Long> described = new ArrayList<>();
    private final List<Range> mapped = new ArrayList<>();
    private final List<Range> unmapped = new ArrayList<>();
    private final Layout pieces;
    private boolean writable = true;

    private RemoteMemoryPort(UmemCookie remote) {
        Export export = Export.umem(remote).with(this).with(DevmapFlags.ALLOW_REMAP);
        pieces = Layout.from(0).then(3 * P, export).then(2 * P, export).then(2 * P, export).then(2 * P, export)
                .then(3 * P, export).then(P, export);
    }

    private void segmap(SegmapRequest request) throws DdiException {
        if (request.off() < 0 || request.len() > SIZE - request.off()) {
            throw new DdiException(ENXIO, "%d bytes at %d are outside the segment".formatted(request.len(), request.off()));
        }
        if (!writable && request.prot().contains(Protection.WRITE)) {
            throw new DdiException(EACCES, "the segment was exported for reading");
        }
        request.devmapSetup();
    }

    private long devmap(Dev dev, DevmapCookie handle, long off, long len, DataModel model) throws DdiException {
        long length = pieces.devmap(dev, handle, off, len, model);
        described.add(length);
        return length;
    }

    @Override
    public Object map(DevmapCookie handle, Dev dev, MapFlags flags, long off, long len) {
        importers.add(handle);
        mapped.add(new Range(off, len));
        return off;
    }

    @Override
    public KeptData<Object> unmap(DevmapCookie handle, Object data, long off, long len, DevmapCookie before, DevmapCookie after) {
        unmapped.add(new Range(off, len));
        if (before == null && after == null) {
            importers.remove(handle);
        } else if (before != null && after != null) {
            importers.add(after);
        }
        return KeptData.unchanged(data);
    }

    /** Remote memory is gone: what is mapped shows other memory from now on. */
    private void reconnect(UmemCookie other) throws DdiException {
        for (DevmapCookie handle : importers) {
            handle.umemRemap(UmemRemap.of(other, 0, 2 * P));
        }
    }

    static void scenario(Bench bench) throws DdiException {
        UmemCookie[] remote = new UmemCookie[1];
        RemoteMemoryPort[] port = new RemoteMemoryPort[1];
        bench.driver().segmap(request -> port[0].segmap(request)).devmap((dev, handle, off, len, model) ->
                port[0].devmap(dev, handle, off, len, model)).install();
        remote[0] = bench.memory().alloc(SIZE, UmemFlags.SLEEP);
        port[0] = new RemoteMemoryPort(remote[0]);
        UserProcess one = bench.process();
        UserProcess two = bench.process();
        refuse(port[0], one);
        Mapping first = one.map(0, 4 * P);
        expect("maplens of 4 pages", port[0].described, List.of(3 * P, P));
        expect("map callbacks", port[0].mapped, List.of(new Range(0, 3 * P), new Range(3 * P, P)));
        Mapping all = two.map(0, SIZE);
        expect(write(first, 3 * P, 33), success());
        expect("data in the second piece", remote[0].memory().getInt(3 * P), 33);
        cut(port[0], two);
        disconnect(bench, port[0], first, all, remote[0]);
    }

    private static void refuse(RemoteMemoryPort port, UserProcess process) {
        expect(() -> process.map(SIZE, P), errno(ENXIO));
        expect(() -> process.map(0, SIZE + 1), errno(ENXIO));
        port.writable = false;
        expect(() -> process.map(0, P), errno(EACCES));
        port.writable = true;
        expect("calls of devmap(9E) for what segmap refuses", port.described.size(), 0);
    }

    /** An importer gives parts back: tails, fronts, whole pieces, and a hole in the middle of one. */
    private static void cut(RemoteMemoryPort port, UserProcess process) throws DdiException {
        port.expectUnmapped(process, new Range(TWOS, 4 * P), new Range(3 * P, P), new Range(TWOS + 3 * P, P));
        port.expectUnmapped(process, new Range(TWOS, 4 * P), new Range(2 * P, 2 * P), new Range(TWOS + 2 * P, 2 * P));
        port.expectUnmapped(process, new Range(TWOS, 4 * P), new Range(P, 3 * P),
                new Range(TWOS + P, P), new Range(TWOS + 2 * P, 2 * P));
        port.expectUnmapped(process, new Range(TWOS, 6 * P), new Range(P, 4 * P),
                new Range(TWOS + P, P), new Range(TWOS + 2 * P, 2 * P), new Range(TWOS + 4 * P, P));
        port.expectUnmapped(process, new Range(TWOS, 6 * P), new Range(2 * P, 2 * P), new Range(TWOS + 2 * P, 2 * P));
        port.expectUnmapped(process, new Range(AROUND_THREE, 6 * P), new Range(3 * P, P), new Range(AROUND_THREE + 3 * P, P));
        port.expectUnmapped(process, new Range(TWOS, 4 * P), new Range(P, 2 * P),
                new Range(TWOS + P, P), new Range(TWOS + 2 * P, P));
    }

    /** A mapping of its own, a cut in it, and the calls for that; what is left shows its own memory, and goes in the end. */
    private void expectUnmapped(UserProcess process, Range imported, Range cut, Range... calls) throws DdiException {
        int others = importers.size();
        int segments = process.segments().size();
        Mapping mapping = process.map(imported.off, imported.len);
        for (long page = 0; page < imported.len; page += P) {
            expect(write(mapping, page, (int) (imported.off + page)), success());
        }
        unmapped.clear();
        mapping.unmap(cut.off, cut.len);
        expect("unmap callbacks for %s of %s".formatted(cut, imported), unmapped, List.of(calls));
        boolean hole = cut.off + cut.len < imported.len;
        expect("segments", process.segments().size(), segments + (hole ? 2 : 1));
        for (long page = 0; page < imported.len; page += P) {
            boolean left = page < cut.off || page >= cut.off + cut.len;
            expect(read(mapping, page), left ? value((int) (imported.off + page)) : segvMaperr());
        }
        mapping.close();
        expect("handles after the rest is gone", importers.size(), others);
    }

    private static void disconnect(Bench bench, RemoteMemoryPort port, Mapping first, Mapping all, UmemCookie remote)
            throws DdiException {
        expect("handles of both importers", port.importers.size(), 8);
        all.unmap(P, P);
        expect("handles after a hole in the first piece", port.importers.size(), 9);
        expect(write(first, 0, 1), success());
        expect(read(all, 0), value(1));
        UmemCookie local = bench.memory().u();
        port.reconnect(local);
        expect(read(first, 0), value(mark('U', 0)));
        port.reconnect(bench.memory().trash());
        expect(write(first, 0, 99), success());
        expect(write(all, 2 * P, 98), success());
        expect("an access by the other importer comes to a value", read(all, 0).failure().isEmpty());
        expect("remote memory after the disconnect", remote.memory().getInt(0), 1);
        expect("local memory after the disconnect", local.memory().getInt(0), mark('U', 0));
    }
}
