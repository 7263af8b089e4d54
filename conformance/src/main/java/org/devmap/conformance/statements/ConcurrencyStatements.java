package org.devmap.conformance.statements;

import static org.devmap.Errno.EAGAIN;
import static org.devmap.Errno.ENXIO;
import static org.devmap.conformance.bench.Bench.P;
import static org.devmap.conformance.bench.Calls.H1;
import static org.devmap.conformance.bench.Calls.H2;
import static org.devmap.conformance.bench.Calls.devmap;
import static org.devmap.conformance.bench.Calls.map;
import static org.devmap.conformance.bench.Calls.unmap;
import static org.devmap.conformance.bench.Expect.expect;
import static org.devmap.conformance.bench.KernelMemory.mark;
import static org.devmap.conformance.bench.Outcome.errno;
import static org.devmap.conformance.bench.Outcome.segvMaperr;
import static org.devmap.conformance.bench.Outcome.sigbus;
import static org.devmap.conformance.bench.Outcome.success;
import static org.devmap.conformance.bench.Outcome.value;
import static org.devmap.conformance.bench.Touch.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.devmap.AccessDirection;
import org.devmap.AccessType;
import org.devmap.DdiException;
import org.devmap.app.LockedRange;
import org.devmap.app.Mapping;
import org.devmap.conformance.Statement;
import org.devmap.conformance.bench.Background;
import org.devmap.conformance.bench.Bench;
import org.devmap.conformance.bench.Checkpoint;
import org.devmap.conformance.bench.Export;
import org.devmap.conformance.bench.Outcome;
import org.devmap.conformance.bench.RecordingCallbacks;
import org.devmap.conformance.bench.TestDriver;
import org.devmap.conformance.bench.UserProcess;
import org.devmap.driver.DevmapFlags;
import org.devmap.driver.UmemCookie;
import org.devmap.driver.UmemRemap;

/** Section 3.23: concurrency and races. */
public final class ConcurrencyStatements {

    private static final int ROUNDS = 200;
    private static final int BARE_FAILURE = 0xFFFFFF;

    @Statement(347)
    public void munmapWaitsForAnAccessCallbackOfItsProcessAlone(Bench bench) throws DdiException {
        Checkpoint stop = bench.threads().checkpoint("in access");
        bench.std().devmap(Export.registers(1).with(bench.callbacks().onAccess((handle, off, len, type, rw) -> {
            if (off == 0) {
                stop.pass();
            }
            handle.defaultAccess(off, len, type, rw);
        })));
        bench.memory().markRegisters();
        UserProcess p = bench.process();
        Mapping mapping = p.map(0, P);
        Mapping ofAnother = bench.process().map(P, P);
        Background touch = bench.threads().touch("touch", () -> read(mapping, 0));
        stop.awaitArrival();
        Background munmap = bench.threads().start("munmap", () -> mapping.unmap(0, P));
        bench.threads().await("munmap behind the fault", () -> p.waiting() == 1);
        expect(read(ofAnother, 0), value(mark('1', 1)));
        expect(() -> ofAnother.unmap(0, P), success());
        munmap.expectStillRunning();
        stop.release();
        expect(munmap.join(), success());
        // The fault has succeeded; munmap may still come before the access is made again.
        expect("touch", Set.of(value(mark('1', 0)), segvMaperr()).contains(touch.join()));
        expect("segments", p.segments(), List.of());
    }

    @Statement(348)
    public void twoTouchesOfAnAbsentPageMakeOneTranslation(Bench bench) throws DdiException {
        Checkpoint stop = bench.threads().checkpoint("in access");
        bench.std().devmap(Export.registers(1).with(bench.callbacks().onAccess((handle, off, len, type, rw) -> {
            stop.pass();
            handle.defaultAccess(off, len, type, rw);
        })));
        bench.memory().markRegisters();
        UserProcess p = bench.process();
        Mapping mapping = p.map(0, P);
        Background first = bench.threads().touch("first", () -> read(mapping, 0));
        stop.awaitArrival();
        Background second = bench.threads().touch("second", () -> read(mapping, 0));
        stop.release();
        expect(first.join(), value(mark('1', 0)));
        expect(second.join(), value(mark('1', 0)));
        expect("one or two access callbacks", Set.of(1, 2).contains(bench.journal().all("access").size()));
        expect("translations", p.segment().loaded().cardinality(), 1);
    }

    @Statement(349)
    public void aLoadRacingWithUnloadNeverLeavesAStaleBacking(Bench bench) throws DdiException {
        TestDriver driver = bench.std();
        UmemCookie u = bench.memory().u();
        driver.devmap(Export.umem(u).with(DevmapFlags.ALLOW_REMAP));
        UserProcess a = bench.process();
        UserProcess b = bench.process();
        Mapping mapping = a.map(0, P);
        for (int round = 0; round < ROUNDS; round++) {
            int page = round % 2;
            bench.handle(H1).umemRemap(UmemRemap.of(u, page * P, P));
            Background touch = bench.threads().touch("A", () -> read(mapping, 0));
            expect(b.inIoctl(() -> bench.handle(H1).unload(0, P)), success());
            expect(touch.join(), value(mark('U', page)));
            expect(read(mapping, 0), value(mark('U', page)));
        }
    }

    @Statement(350)
    public void aTouchRacingWithRemapSeesOldOrNewBackingAndAfterItOnlyTheNew(Bench bench) throws DdiException {
        TestDriver driver = bench.std();
        UmemCookie u = bench.memory().u();
        driver.devmap(Export.umem(u).with(DevmapFlags.ALLOW_REMAP));
        Mapping mapping = bench.process().map(0, P);
        AtomicBoolean done = new AtomicBoolean();
        Set<Outcome> oldOrNew = Set.of(value(mark('U', 0)), value(mark('U', 1)));
        Background toucher = bench.threads().start("toucher", () -> {
            while (!done.get()) {
                Outcome seen = read(mapping, 0);
                expect(seen + " is the old or the new backing", oldOrNew.contains(seen));
            }
        });
        for (int round = 1; round <= ROUNDS; round++) {
            bench.handle(H1).umemRemap(UmemRemap.of(u, round % 2 * P, P));
            expect(read(mapping, 0), value(mark('U', round % 2)));
        }
        done.set(true);
        expect(toucher.join(), success());
    }

    @Statement(351)
    public void everyTouchBehindALockProceedsWhenItIsUnlocked(Bench bench) throws DdiException {
        Checkpoint together = bench.threads().checkpoint("in access");
        AtomicInteger inside = new AtomicInteger();
        bench.std().devmap(Export.registers(1).with(bench.callbacks().onAccess((handle, off, len, type, rw) -> {
            if (type == AccessType.ACCESS) {
                inside.incrementAndGet();
                together.pass();
            }
            handle.defaultAccess(off, len, type, rw);
        })));
        bench.memory().markRegisters();
        Mapping mapping = bench.process().map(0, 4 * P);
        List<Background> touches = new ArrayList<>();
        try (LockedRange _ = mapping.lock(0, P, AccessDirection.READ)) {
            for (int page = 1; page <= 3; page++) {
                long off = page * P;
                touches.add(bench.threads().touch("touch " + page, () -> read(mapping, off)));
            }
            bench.threads().await("three at the gate", () -> bench.snapshot().gates().getFirst().waiting() == 3);
        }
        // All three come in while none of them leaves, which would be a further event.
        bench.threads().await("three in the access callback", () -> inside.get() == 3);
        together.release();
        for (int page = 1; page <= 3; page++) {
            expect(touches.get(page - 1).join(), value(mark('1', page)));
        }
    }

    @Statement(352)
    public void gateAndContextExistAsLongAsAHandleOfTheirCallback(Bench bench) {
        bench.std().devmap(Export.registers(1).with(bench.callbacks()));
        List<UserProcess> processes = List.of(bench.process(), bench.process(), bench.process(), bench.process());
        List<Background> mappers = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            UserProcess p = processes.get(i % processes.size());
            mappers.add(bench.threads().start("mapper " + i, () -> mapAndUnmap(bench, p)));
        }
        mappers.forEach(mapper -> expect(mapper.join(), success()));
        expect("gates", bench.snapshot().gates(), List.of());
        expect("contexts", bench.snapshot().contexts(), List.of());
    }

    @Statement(353)
    public void aMapCallbackMayOverlapWithDevmapOfAnotherThread(Bench bench) throws DdiException {
        Checkpoint stop = bench.threads().checkpoint("in map");
        bench.std().devmap(Export.registers(1).with(bench.callbacks().onMap((_, off, _) -> {
            if (off == 0) {
                stop.pass();
            }
            return null;
        })));
        UserProcess p = bench.process();
        Background first = bench.threads().start("first", () -> p.map(0, P));
        stop.awaitArrival();
        p.map(P, P);
        first.expectStillRunning();
        bench.journal().expect(devmap(H1, 0, P), map(H1, 0, P), devmap(H2, P, P), map(H2, P, P));
        stop.release();
        expect(first.join(), success());
    }

    @Statement(354)
    public void aTouchWaitsForMunmapInProgress(Bench bench) throws DdiException {
        Checkpoint stop = bench.threads().checkpoint("in unmap");
        bench.std().devmap(Export.registers(1).with(bench.callbacks().onUnmap((_, _, off, _) -> {
            if (off == 0) {
                stop.pass();
            }
            return null;
        })));
        bench.memory().markRegisters();
        UserProcess p = bench.process();
        Mapping leaving = p.map(0, P);
        Mapping staying = p.map(P, P);
        Background munmap = bench.threads().start("munmap", () -> leaving.unmap(0, P));
        stop.awaitArrival();
        Background touch = bench.threads().touch("touch", () -> read(staying, 0));
        bench.threads().await("touch behind munmap", () -> p.waiting() == 1);
        touch.expectStillRunning();
        stop.release();
        expect(munmap.join(), success());
        expect(touch.join(), value(mark('1', 1)));
    }

    @Statement(355)
    public void anyExceptionOfACallbackIsAFailureOfItsKind(Bench bench) throws DdiException {
        TestDriver driver = bench.std();
        UserProcess p = bench.process();
        driver.devmap((_, _, _, _, _) -> {
            throw new IllegalStateException("devmap is defective");
        });
        expect(() -> p.map(0, P), errno(ENXIO));

        RecordingCallbacks callbacks = bench.callbacks();
        driver.devmap(Export.registers(1).with(callbacks).inPiecesOf(P));
        bench.journal().skip();
        callbacks.onMap((_, off, _) -> {
            if (off == P) {
                throw new IllegalStateException("map is defective");
            }
            return null;
        });
        expect(() -> p.map(0, 2 * P), errno(ENXIO));
        expect("unmap of the earlier handle alone", bench.journal().all("unmap").size(), 1);

        Mapping mapping = p.map(0, P);
        callbacks.onAccess((_, _, _, _, _) -> {
            throw new IllegalStateException("access is defective");
        });
        expect(read(mapping, 0), sigbus(BARE_FAILURE));

        callbacks.onDup((_, _, _) -> {
            throw new IllegalStateException("dup is defective");
        });
        expect(p::fork, errno(EAGAIN));

        callbacks.onUnmap((_, _, _, _) -> {
            throw new IllegalStateException("unmap is defective");
        });
        expect(mapping::close, success());
        expect("segments", p.segments(), List.of());
        expect("gates", bench.snapshot().gates(), List.of());
        expect("logged", bench.diagnostics().stream().anyMatch(line -> line.contains("unmap is defective")));
    }

    /** While a handle of its own exists, gate and context do. */
    private static void mapAndUnmap(Bench bench, UserProcess p) throws DdiException {
        for (int round = 0; round < 20; round++) {
            try (Mapping _ = p.map(0, P)) {
                expect("gates", bench.snapshot().gates().size(), 1);
                expect("contexts", bench.snapshot().contexts().size(), 1);
            }
        }
    }
}
