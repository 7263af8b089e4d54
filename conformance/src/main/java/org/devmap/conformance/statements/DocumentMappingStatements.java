package org.devmap.conformance.statements;

import static org.devmap.DataModel.ILP32;
import static org.devmap.DataModel.LP64;
import static org.devmap.Errno.DDI_FAILURE;
import static org.devmap.Errno.EACCES;
import static org.devmap.Errno.EINVAL;
import static org.devmap.Errno.ENXIO;
import static org.devmap.Protection.READ;
import static org.devmap.Protection.READ_WRITE;
import static org.devmap.Protection.USER;
import static org.devmap.Protection.WRITE;
import static org.devmap.conformance.bench.Bench.P;
import static org.devmap.conformance.bench.Calls.H1;
import static org.devmap.conformance.bench.Calls.H2;
import static org.devmap.conformance.bench.Calls.access;
import static org.devmap.conformance.bench.Calls.devmap;
import static org.devmap.conformance.bench.Calls.map;
import static org.devmap.conformance.bench.Calls.segmap;
import static org.devmap.conformance.bench.Expect.expect;
import static org.devmap.conformance.bench.KernelMemory.mark;
import static org.devmap.conformance.bench.Outcome.ddiFailure;
import static org.devmap.conformance.bench.Outcome.errno;
import static org.devmap.conformance.bench.Outcome.success;
import static org.devmap.conformance.bench.Outcome.value;
import static org.devmap.conformance.bench.Touch.read;
import static org.devmap.conformance.bench.Touch.write;
import static org.devmap.driver.DevmapFlags.ALLOW_REMAP;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.devmap.AccessDirection;
import org.devmap.DataModel;
import org.devmap.DdiException;
import org.devmap.MapFlags;
import org.devmap.Pages;
import org.devmap.Protection;
import org.devmap.app.Mapping;
import org.devmap.conformance.Statement;
import org.devmap.conformance.bench.Bench;
import org.devmap.conformance.bench.Export;
import org.devmap.conformance.bench.Layout;
import org.devmap.conformance.bench.Outcome;
import org.devmap.conformance.bench.SetupTrial;
import org.devmap.conformance.bench.Step;
import org.devmap.conformance.bench.TestDriver;
import org.devmap.conformance.bench.UserProcess;
import org.devmap.driver.DevmapCookie;
import org.devmap.driver.DevmapFlags;
import org.devmap.driver.DevmapEntry;
import org.devmap.driver.MmapEntry;
import org.devmap.driver.SegmapEntry;
import org.devmap.driver.SegmapRequest;
import org.devmap.driver.UmemCookie;
import org.devmap.driver.UmemFlags;
import org.devmap.driver.UmemRemap;
import org.devmap.driver.UmemSetup;
import org.devmap.dto.CookieSnapshot;
import org.devmap.dto.HandleSnapshot;

/** Section 3.24, how documents 000 to 002 set mappings up. */
public final class DocumentMappingStatements {

    @Statement(356)
    public void aSegmapOfTheDriversOwnReachesDevmapOnlyWithoutMmap(Bench bench) {
        List<SegmapEntry> own = List.of(SegmapRequest::devmapSetup, SegmapEntry.DDI_DEVMAP_SEGMAP::segmap);
        for (SegmapEntry entry : own) {
            for (MmapEntry mmap : Arrays.asList(null, MmapEntry.NULLDEV, MmapEntry.NODEV)) {
                expect(bench.driver().segmap(entry).mmap(mmap).mapFirstPage(), success());
            }
            expect(bench.driver().segmap(entry).mmap((_, _, _) -> 0).mapFirstPage(), errno(EINVAL));
        }
        expect("calls of segmap", bench.journal().all("segmap").size(), 8);
        expect("calls of devmap", bench.journal().all("devmap").size(), 6);
    }

    @Statement(357)
    public void theLastPieceMayBeExactlyTheRest(Bench bench) throws DdiException {
        bench.std().devmap((_, handle, off, len, _) -> {
            long length = Math.min(P, len);
            Export.registers(1).setup(handle, off, length);
            return length;
        });
        UserProcess p = bench.process();
        p.map(0, P + 100);
        bench.journal().expect(devmap(H1, 0, P + 100).with("result", P), devmap(H2, P, 100).with("result", 100L));
        expect("lengths", p.handles().stream().map(HandleSnapshot::length).toList(), List.of(P, P));
    }

    @Statement(358)
    public void aPieceIsNeitherAPartOfAPageNorOfTheRest(Bench bench) {
        bench.std().devmap((_, handle, off, _, _) -> {
            Export.registers(1).setup(handle, off, 50);
            return 50;
        });
        UserProcess p = bench.process();
        expect(() -> p.map(0, 100), errno(EINVAL));
        expect("segments", p.segments(), List.of());
    }

    @Statement(359)
    public void kernelMemoryIsExportedInWholePages(Bench bench) {
        bench.std();
        UmemCookie u = bench.memory().u();
        bench.installedDriver().devmap((_, handle, off, len, _) -> {
            Export.umem(u).setup(handle, off, len);
            return len;
        });
        UserProcess p = bench.process();
        Outcome unrounded = Outcome.of(() -> p.map(0, 100));
        expect(unrounded, errno(ENXIO));
        expect("what umem_setup failed with", ((DdiException) unrounded.failure().orElseThrow().getCause()).errno(), DDI_FAILURE);
        bench.installedDriver().devmap(Export.umem(u));
        expect(() -> p.map(0, 100), success());
    }

    @Statement(360)
    public void aHandleIsSetUpOnlyInsideTheDevmapCallThatReceivedIt(Bench bench) throws DdiException {
        TestDriver driver = bench.std().devmap((_, _, _, _, _) -> P);
        UmemCookie u = bench.memory().u();
        UserProcess p = bench.process();
        long bare = p.map(0, P).address();
        List<Outcome> attempts = new CopyOnWriteArrayList<>();
        Runnable attempt = () -> {
            DevmapCookie handle = bench.handle(H1);
            attempts.add(Outcome.of(() -> Export.umem(u).setup(handle, 0, P)));
            attempts.add(Outcome.of(() -> Export.registers(1).setup(handle, 0, P)));
        };
        driver.devmap(Export.registers(1).with(bench.callbacks().onMap((_, _, _) -> {
            attempt.run();
            return null;
        }).onAccess((handle, off, len, type, rw) -> {
            attempt.run();
            handle.defaultAccess(off, len, type, rw);
        }).onDup((_, data, _) -> {
            attempt.run();
            return data;
        })));
        Mapping other = p.map(P, P);
        expect(write(other, 0, 1), success());
        p.fork();
        Step step = attempt::run;
        expect(p.inIoctl(step), success());
        expect(bench.threads().start("another", step).join(), success());
        expect("attempts", attempts, Collections.nCopies(10, ddiFailure()));
        HandleSnapshot handle = p.segments().stream().filter(segment -> segment.address() == bare).findFirst().orElseThrow()
                .handles().getFirst();
        expect("length", handle.length(), 0L);
        expect("backing", handle.backing(), "none");
    }

    @Statement(361)
    public void umemSetupTakesDefaultsAndRefusesBitsThatMeanNothing(Bench bench) throws DdiException {
        bench.std();
        UmemSetup setup = UmemSetup.of(bench.memory().u(), 0, P);
        SetupTrial trial = SetupTrial.of(handle -> handle.umemSetup(setup.withFlags(new DevmapFlags(0x100))),
                handle -> handle.umemSetup(setup.withFlags(new DevmapFlags(0x8))),
                handle -> handle.umemSetup(setup.withFlags(DevmapFlags.DEFAULTS)));
        bench.installedDriver().devmap(trial);
        bench.process().map(0, P);
        trial.expect(ddiFailure(), ddiFailure(), success());
    }

    @Statement(362)
    public void userAndDriverSeeEachOthersBytesUnswapped(Bench bench) throws DdiException {
        bench.std();
        UmemCookie u = bench.memory().u();
        bench.installedDriver().devmap((_, handle, off, len, _) -> {
            handle.umemSetup(new UmemSetup(u, off, Pages.roundUp(len), null, Protection.ALL, DevmapFlags.DEFAULTS, null));
            return Pages.roundUp(len);
        });
        Mapping mapping = bench.process().map(0, P);
        mapping.setInt(0, 0x01020304);
        u.memory().setLong(8, 0x05060708090A0B0CL);
        expect("the user's int", u.memory().getInt(0), 0x01020304);
        expect("the driver's long", mapping.getLong(8), 0x05060708090A0B0CL);
        for (int i = 0; i < 16; i++) {
            expect("byte " + i, mapping.getByte(i), u.memory().getByte(i));
        }
    }

    @Statement(363)
    public void kernelMemoryAppearsFromTheOffsetTheDriverNames(Bench bench) throws DdiException {
        bench.std();
        UmemCookie u = bench.memory().u();
        u.memory().setByte(0, (byte) 17);
        u.memory().setByte(P, (byte) 18);
        u.memory().setByte(2 * P + 5, (byte) 19);
        bench.installedDriver().devmap(Export.umem(u));
        Mapping mapping = bench.process().map(0, 2 * P);
        expect("byte at the kernel address", bench.device().peek(1, u.kernelAddress().orElseThrow()), 17L);
        expect("byte at the user address", mapping.getByte(0), (byte) 17);
        expect("byte P of the mapping", mapping.getByte(P), (byte) 18);
        expect("first byte of a mapping of offset P", bench.process().map(P, P).getByte(0), (byte) 18);
        bench.installedDriver().devmap(Export.umem(u).shiftedBy(2 * P));
        expect("byte 5 with koff 2P", bench.process().map(0, P).getByte(5), (byte) 19);
    }

    @Statement(364)
    public void regionsOfOneMemoryCanHaveTheirOwnMaxprot(Bench bench) throws DdiException {
        bench.std();
        UmemCookie u = bench.memory().u();
        bench.installedDriver().devmap(Layout.from(0).then(P, Export.umem(u).with(Protection.ALL))
                .then(P, Export.umem(u).with(READ.with(USER))));
        UserProcess p = bench.process();
        expect(() -> p.map(0, P, READ_WRITE), success());
        expect(() -> p.map(P, P, READ_WRITE), errno(ENXIO));
        Mapping both = p.map(0, 2 * P, READ);
        expect(() -> both.protect(0, P, WRITE), success());
        expect(write(both, 0, 1), success());
        expect(() -> both.protect(P, P, WRITE), errno(EACCES));
        expect(read(both, P), value(mark('U', 1)));
    }

    @Statement(365)
    public void umemRemapTakesWholePages(Bench bench) throws DdiException {
        UserProcess p = remappable(bench);
        UmemCookie other = bench.memory().alloc(4 * P, UmemFlags.SLEEP);
        expectRefused(bench, p, UmemRemap.of(other, 0x800, P));
        expectRefused(bench, p, UmemRemap.of(other, 0, 0x800));
    }

    @Statement(366)
    public void freedMemoryIsNotExported(Bench bench) throws DdiException {
        UserProcess p = remappable(bench);
        UmemCookie freed = bench.memory().alloc(4 * P, UmemFlags.SLEEP);
        bench.memory().free(freed);
        expectRefused(bench, p, UmemRemap.of(freed, 0, P));
        SetupTrial trial = SetupTrial.of(handle -> handle.umemSetup(UmemSetup.of(freed, 0, P)),
                handle -> handle.umemSetup(UmemSetup.of(bench.memory().u(), 0, P)));
        bench.installedDriver().devmap(trial);
        bench.process().map(0, P);
        trial.expect(ddiFailure(), success());
    }

    @Statement(367)
    public void logicalOffsetsReachTheDriverAsTheyAre(Bench bench) throws DdiException {
        long start = 0x70000000L;
        bench.std();
        bench.memory().markRegisters();
        DevmapEntry pieces = Layout.from(start).then(2 * P, Export.registers(1).with(bench.callbacks()))
                .then(2 * P, Export.umem(bench.memory().u()).shiftedBy(-2 * P));
        bench.installedDriver().devmap((dev, handle, off, len, model) -> {
            if (off < start || off >= start + 4 * P) {
                throw new DdiException(DDI_FAILURE, "no memory at logical offset " + off);
            }
            return pieces.devmap(dev, handle, off, len, model);
        });
        UserProcess p = bench.process();
        Mapping mapping = p.map(start, 4 * P);
        bench.journal().expect(devmap(H1, start, 4 * P), devmap(H2, start + 2 * P, 2 * P), map(H1, start, 2 * P));
        expect("handles", p.handles().size(), 2);
        expect(read(mapping, P), value(mark('1', 1)));
        bench.journal().expect(access(H1, start + P, P, AccessDirection.READ));
        expect(read(mapping, 2 * P), value(mark('U', 0)));
        bench.journal().expectNothing();
        expect(() -> p.map(start - P, P), errno(ENXIO));
        expect(() -> p.map(start + 4 * P, P), errno(ENXIO));
    }

    @Statement(368)
    public void alignedMappingsBeginAtAMultipleOfTheAddress(Bench bench) throws DdiException {
        bench.std();
        UmemCookie u = bench.memory().u();
        MapFlags aligned = MapFlags.SHARED.with(MapFlags.ALIGN);
        UserProcess p = bench.process();
        bench.installedDriver().devmap(Export.umem(u).shiftedBy(unaligned(u.kernelAddress().orElseThrow())));
        expect("address beyond 16 pages", p.mapAt(16 * P, 0, P, aligned).address() % (16 * P), 0L);
        bench.installedDriver().devmap(Export.registers(1).shiftedBy(unaligned(bench.device().physicalAddress(1, 0))));
        expect("address beyond 16 pages", p.mapAt(16 * P, 0, P, aligned).address() % (16 * P), 0L);
        expect("address beyond a page", p.mapAt(0, 0, P, aligned).address() % P, 0L);
    }

    @Statement(369)
    public void theAddressIsCongruentToTheKernelAddress(Bench bench) throws DdiException {
        bench.std();
        UmemCookie u = bench.memory().u();
        bench.installedDriver().devmap(Export.umem(u).shiftedBy(P));
        long address = bench.process().map(0, 3 * P).address();
        // The alignment in force is the page: there are no large ones.
        expect("difference inside a page", (address - (u.kernelAddress().orElseThrow() + P)) % P, 0L);
    }

    @Statement(370)
    public void everyDevmapCallKnowsTheModelOfTheCaller(Bench bench) throws DdiException {
        bench.driver().devmap(Export.registers(1).inPiecesOf(P)).segmap(request -> {
            bench.journal().note("model", bench.device().callerModel());
            request.devmapSetup();
        }).install();
        for (DataModel model : List.of(ILP32, LP64)) {
            bench.process(model).map(0, 2 * P);
            expect("model in segmap", bench.journal().all("segmap").getLast().argument("model"), model);
            expect("ddi_mmap_get_model in segmap", bench.journal().all("model").getLast().argument("result"), model);
            expect("models in devmap", bench.journal().all("devmap").reversed().stream().limit(2)
                    .map(call -> call.argument("model")).toList(), List.of(model, model));
        }
    }

    @Statement(371)
    public void theFirstApplicationAllocatesTheSharedPage(Bench bench) throws DdiException {
        SharedPageDriver.install(bench);
        UserProcess p = bench.process();
        expect("cookies", bench.snapshot().cookies(), List.of());
        Mapping first = p.map(0, P);
        bench.journal().expect(segmap(0, P), devmap(H1, 0, P));
        List<CookieSnapshot> allocated = bench.snapshot().cookies();
        expect("cookies", allocated.size(), 1);
        expect(write(first, 0, 7), success());
        expect(read(bench.process().map(0, P), 0), value(7));
        expect("cookies", bench.snapshot().cookies(), allocated);
    }

    @Statement(372)
    public void theSharedPageIsAllThereIs(Bench bench) {
        SharedPageDriver.install(bench);
        for (DataModel model : List.of(LP64, ILP32)) {
            UserProcess p = bench.process(model);
            expect(() -> p.map(0, 2 * P), errno(ENXIO));
            expect(() -> p.map(P, P), errno(ENXIO));
            expect(() -> p.map(0, 100), success());
            expect("length", p.segment().length(), P);
        }
    }

    /** An offset of a page whose address is no multiple of 16 pages. */
    private static long unaligned(long address) {
        return address % (16 * P) == 0 ? P : 0;
    }

    /** A process that maps U remappable and has touched its first page. */
    private static UserProcess remappable(Bench bench) throws DdiException {
        bench.std();
        bench.installedDriver().devmap(Export.umem(bench.memory().u()).with(ALLOW_REMAP));
        UserProcess p = bench.process();
        expect(read(p.map(0, 4 * P), 0), value(mark('U', 0)));
        return p;
    }

    /** Expects that H1 of that process cannot be remapped so, and that nothing changes. */
    private static void expectRefused(Bench bench, UserProcess p, UmemRemap remap) {
        HandleSnapshot before = p.handle();
        expect(() -> bench.handle(H1).umemRemap(remap), ddiFailure());
        expect("handle", p.handle(), before);
        p.expectLoaded(0);
        expect(read(p.space().memory(), before.address()), value(mark('U', 0)));
        expect(read(p.space().memory(), before.address()), value(mark('U', 0)));
    }
}
