package org.devmap.conformance.port;

import static org.devmap.Errno.EACCES;
import static org.devmap.Errno.ENXIO;
import static org.devmap.conformance.bench.Bench.P;
import static org.devmap.conformance.bench.Calls.H1;
import static org.devmap.conformance.bench.Calls.map;
import static org.devmap.conformance.bench.Calls.unmap;
import static org.devmap.conformance.bench.Expect.expect;
import static org.devmap.conformance.bench.Outcome.errno;
import static org.devmap.conformance.bench.Outcome.segvAccerr;
import static org.devmap.conformance.bench.Outcome.value;
import static org.devmap.conformance.bench.Touch.read;
import static org.devmap.conformance.bench.Touch.write;
import static org.devmap.driver.MappingCallbacks.Entry.MAP;
import static org.devmap.driver.MappingCallbacks.Entry.UNMAP;

import org.devmap.DataModel;
import org.devmap.DdiException;
import org.devmap.Dev;
import org.devmap.Errno;
import org.devmap.Pages;
import org.devmap.Protection;
import org.devmap.app.Mapping;
import org.devmap.conformance.bench.Bench;
import org.devmap.conformance.bench.RecordingCallbacks;
import org.devmap.conformance.bench.UserProcess;
import org.devmap.driver.DevmapCookie;
import org.devmap.driver.UmemCookie;
import org.devmap.driver.UmemFlags;
import org.devmap.driver.UmemSetup;

/**
 * Row 12, apob: a table in kernel memory that applications may read and never write (maxprot READ and USER). The control record
 * is made for one setup and forgotten; an offset at or past the end is EINVAL, which the caller sees as ENXIO.
 */
final class ReadOnlyTablePort {

    private static final Protection READ_ONLY = Protection.READ.with(Protection.USER);
    private static final long SIZE = 2 * P;

    private final Bench bench;
    private final UmemCookie table;
    private RecordingCallbacks record;

    private ReadOnlyTablePort(Bench bench, UmemCookie table) {
        this.bench = bench;
        this.table = table;
    }

    private long devmap(Dev dev, DevmapCookie handle, long off, long len, DataModel model) throws DdiException {
        if (off < 0 || off >= SIZE) {
            throw new DdiException(Errno.EINVAL, "offset %d is past the table".formatted(off));
        }
        long length = Math.min(Pages.roundUp(len), SIZE - off);
        record = bench.callbacks().only(MAP, UNMAP);
        handle.umemSetup(UmemSetup.of(table, off, length).withMaxprot(READ_ONLY).withCallbacks(record));
        // As if the stack frame were reused: what was set up must not change any more.
        record.only();
        return length;
    }

    static void scenario(Bench bench) throws DdiException {
        bench.std();
        UmemCookie table = bench.memory().alloc(SIZE, UmemFlags.SLEEP);
        table.memory().setInt(0, 0x41504F42);
        table.memory().setInt(P, 7);
        ReadOnlyTablePort port = new ReadOnlyTablePort(bench, table);
        bench.installedDriver().devmap(port::devmap);
        UserProcess tool = bench.process();
        expect(() -> tool.map(0, SIZE), errno(ENXIO));
        bench.journal().skip();
        Mapping mapping = tool.map(0, SIZE, Protection.READ);
        expect(read(mapping, 0), value(0x41504F42));
        expect(read(mapping, P), value(7));
        expect(write(mapping, 0, 0), segvAccerr());
        expect(() -> mapping.protect(Protection.READ_WRITE), errno(EACCES));
        expect(read(mapping, 0), value(0x41504F42));
        expect(() -> tool.map(SIZE, P, Protection.READ), errno(ENXIO));
        mapping.close();
        expect("map and unmap callbacks of the record that is gone", bench.journal().all("map").size(), 1);
        bench.journal().skip();
        expect("unmap callbacks", bench.journal().all("unmap").size(), 1);
        expect("the pieces", map(H1, 0, SIZE).matches(bench.journal().all("map").getFirst().with("handle", H1)));
        expect("the pieces", unmap(H1, 0, SIZE).matches(bench.journal().all("unmap").getFirst().with("handle", H1)));
    }
}
