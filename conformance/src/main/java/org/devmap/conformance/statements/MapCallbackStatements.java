package org.devmap.conformance.statements;

import static org.devmap.AccessDirection.READ;
import static org.devmap.AccessType.ACCESS;
import static org.devmap.Errno.DDI_FAILURE;
import static org.devmap.Errno.EAGAIN;
import static org.devmap.Errno.EINVAL;
import static org.devmap.Errno.ENOMEM;
import static org.devmap.Errno.ENXIO;
import static org.devmap.conformance.bench.Bench.P;
import static org.devmap.conformance.bench.Calls.H1;
import static org.devmap.conformance.bench.Calls.H2;
import static org.devmap.conformance.bench.Calls.H3;
import static org.devmap.conformance.bench.Calls.access;
import static org.devmap.conformance.bench.Calls.devmap;
import static org.devmap.conformance.bench.Calls.map;
import static org.devmap.conformance.bench.Calls.unmap;
import static org.devmap.conformance.bench.Expect.expect;
import static org.devmap.conformance.bench.KernelMemory.mark;
import static org.devmap.conformance.bench.Outcome.code;
import static org.devmap.conformance.bench.Outcome.errno;
import static org.devmap.conformance.bench.Outcome.segvMaperr;
import static org.devmap.conformance.bench.Outcome.success;
import static org.devmap.conformance.bench.Outcome.value;
import static org.devmap.conformance.bench.Touch.read;

import java.util.List;
import java.util.Optional;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.app.Mapping;
import org.devmap.conformance.Statement;
import org.devmap.conformance.bench.Background;
import org.devmap.conformance.bench.Bench;
import org.devmap.conformance.bench.Call;
import org.devmap.conformance.bench.Checkpoint;
import org.devmap.conformance.bench.Export;
import org.devmap.conformance.bench.Outcome;
import org.devmap.conformance.bench.RecordingCallbacks;
import org.devmap.conformance.bench.TestDriver;
import org.devmap.conformance.bench.UserProcess;
import org.devmap.driver.DevmapCookie;
import org.devmap.dto.ContextSnapshot;

/** Section 3.9: the map callback. */
public final class MapCallbackStatements {

    private static final long PLACE = 0x20000000L;

    @Statement(136)
    public void mapIsCalledInOrderAfterAllOfDevmap(Bench bench) throws DdiException {
        pageByPage(bench, bench.callbacks());
        bench.process().map(0, 3 * P);
        bench.journal().expect(devmap(H1, 0, 3 * P), devmap(H2, P, 2 * P), devmap(H3, 2 * P, P),
                map(H1, 0, P), map(H2, P, P), map(H3, 2 * P, P));
    }

    @Statement(137)
    public void onlyEarlierHandlesHearUnmapWhenMapFails(Bench bench) {
        pageByPage(bench, failingAt(P, EAGAIN, bench));
        UserProcess p = bench.process();
        expect(() -> p.map(0, 3 * P), errno(ENXIO));
        bench.journal().expect(devmap(H1, 0, 3 * P), devmap(H2, P, 2 * P), devmap(H3, 2 * P, P),
                map(H1, 0, P), map(H2, P, P), unmap(H1, 0, P).with("pvt", "pvt of 0"));
    }

    @Statement(138)
    public void nothingIsMappedWhenMapFails(Bench bench) {
        pageByPage(bench, failingAt(P, EAGAIN, bench));
        UserProcess p = bench.process();
        expect(() -> p.mapFixed(PLACE, 0, 3 * P), errno(ENXIO));
        expect("segments", p.segments(), List.of());
        for (int page = 0; page < 3; page++) {
            expect("mapping at the address", p.space().mappingAt(PLACE + page * P), Optional.empty());
            expect(read(p.space().memory(), PLACE + page * P), segvMaperr());
        }
    }

    @Statement(139)
    public void nobodyHearsUnmapWhenTheFirstMapFails(Bench bench) {
        pageByPage(bench, failingAt(0, EAGAIN, bench));
        UserProcess p = bench.process();
        expect(() -> p.map(0, 3 * P), errno(ENXIO));
        bench.journal().expect(devmap(H1, 0, 3 * P), devmap(H2, P, 2 * P), devmap(H3, 2 * P, P), map(H1, 0, P));
    }

    @Statement(140)
    public void whateverMapFailsWithMmapFailsEnxio(Bench bench) {
        TestDriver std = bench.std();
        UserProcess p = bench.process();
        for (Errno refusal : List.of(ENOMEM, DDI_FAILURE)) {
            std.devmap(Export.registers(1).with(failingAt(0, refusal, bench)));
            expect(() -> p.map(0, P), errno(ENXIO));
        }
    }

    @Statement(141)
    public void aMapThatFailsHasNoPrivateData(Bench bench) {
        // Java form: the private data is what map returns, so one that throws has none to hand on.
        pageByPage(bench, failingAt(2 * P, EAGAIN, bench));
        UserProcess p = bench.process();
        expect(() -> p.map(0, 3 * P), errno(ENXIO));
        expect("private data the driver saw", bench.journal().all("unmap").stream().map(call -> call.argument("pvt")).toList(),
                List.of("pvt of 0", "pvt of 1"));
    }

    @Statement(142)
    public void mapCannotLoadButUnload(Bench bench) throws DdiException {
        pageByPage(bench, bench.callbacks().onMap((handle, off, len) -> {
            bench.journal().note("load", Outcome.of(() -> handle.load(off, len, ACCESS, READ)));
            bench.journal().note("unload", Outcome.of(() -> handle.unload(off, len)));
            return null;
        }));
        bench.process().map(0, P);
        bench.journal().expect(devmap(H1, 0, P), map(H1, 0, P), Call.of("load").with("result", code(EINVAL)),
                Call.of("unload").with("result", success()));
    }

    @Statement(143)
    public void mapMaySetTheHoldOff(Bench bench) throws DdiException {
        RecordingCallbacks callbacks = bench.callbacks();
        callbacks.onMap((handle, _, _) -> {
            handle.setContextTimeout(5);
            return null;
        });
        callbacks.onAccess((handle, off, len, type, rw) ->
                handle.doContextManagement(off, len, type, rw, callbacks.context(DevmapCookie::load)));
        pageByPage(bench, callbacks);
        bench.memory().markRegisters();
        Mapping first = bench.process().map(0, P);
        Mapping second = bench.process().map(P, P);
        expect(read(first, 0), value(mark('1', 0)));
        Background b = bench.threads().touch("B", () -> read(second, 0));
        bench.threads().await("B waits for the context", () -> context(bench).waiting() == 1);
        bench.clock().advanceTicks(4);
        expect("busy after four ticks", context(bench).busy());
        expect("waiting after four ticks", context(bench).waiting(), 1);
        bench.clock().advanceTicks(1);
        expect(b.join(), value(mark('1', 1)));
    }

    @Statement(144)
    public void whoTouchesWhileMapRunsWaitsForCompleteHandles(Bench bench) {
        Checkpoint stop = bench.threads().checkpoint("in map of H1");
        pageByPage(bench, bench.callbacks().onMap((handle, off, _) -> {
            if (off == 0) {
                stop.pass();
            }
            return "pvt of " + off / P;
        }));
        bench.memory().markRegisters();
        UserProcess p = bench.process();
        Background a = bench.threads().start("A", () -> p.mapFixed(PLACE, 0, 2 * P));
        stop.awaitArrival();
        Background b = bench.threads().touch("B", () -> read(p.space().memory(), PLACE + P));
        bench.threads().await("B waits for the map callbacks",
                () -> bench.snapshot().space(p.space().id()).orElseThrow().waiting() == 1);
        stop.release();
        expect(a.join(), success());
        expect(b.join(), value(mark('1', 1)));
        bench.journal().expect(devmap(H1, 0, 2 * P), devmap(H2, P, P), map(H1, 0, P), map(H2, P, P),
                access(H2, P, P, READ).with("pvt", "pvt of 1"));
        expect("address of H2", p.handles().getLast().address(), PLACE + P);
    }

    /** Installs a driver that shows register set 1 with a handle for each page. */
    private static void pageByPage(Bench bench, RecordingCallbacks callbacks) {
        bench.std().devmap(Export.registers(1).inPiecesOf(P).with(callbacks));
    }

    /** Callbacks whose map fails for the page at an offset; the private data of the others says which page it is. */
    private static RecordingCallbacks failingAt(long refused, Errno errno, Bench bench) {
        return bench.callbacks().onMap((_, off, _) -> {
            if (off == refused) {
                throw new DdiException(errno, "refused by the test");
            }
            return "pvt of " + off / P;
        });
    }

    private static ContextSnapshot context(Bench bench) {
        return bench.snapshot().contexts().getFirst();
    }
}
