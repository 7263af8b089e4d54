package org.devmap.conformance.statements;

import static org.devmap.Errno.DDI_FAILURE;
import static org.devmap.Errno.EACCES;
import static org.devmap.Errno.EAGAIN;
import static org.devmap.Errno.EINVAL;
import static org.devmap.Errno.ENODEV;
import static org.devmap.Errno.ENXIO;
import static org.devmap.Protection.READ_WRITE;
import static org.devmap.Protection.WRITE;
import static org.devmap.conformance.bench.Bench.P;
import static org.devmap.conformance.bench.Calls.H1;
import static org.devmap.conformance.bench.Calls.access;
import static org.devmap.conformance.bench.Calls.devmap;
import static org.devmap.conformance.bench.Calls.map;
import static org.devmap.conformance.bench.Calls.mmap;
import static org.devmap.conformance.bench.Calls.segmap;
import static org.devmap.conformance.bench.Calls.unmap;
import static org.devmap.conformance.bench.Expect.expect;
import static org.devmap.conformance.bench.KernelMemory.mark;
import static org.devmap.conformance.bench.Outcome.errno;
import static org.devmap.conformance.bench.Outcome.segvAccerr;
import static org.devmap.conformance.bench.Outcome.segvMaperr;
import static org.devmap.conformance.bench.Outcome.success;
import static org.devmap.conformance.bench.Outcome.value;
import static org.devmap.conformance.bench.Touch.read;
import static org.devmap.conformance.bench.Touch.write;

import java.util.Arrays;
import java.util.List;
import org.devmap.AccessDirection;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.MapFlags;
import org.devmap.app.Mapping;
import org.devmap.conformance.Statement;
import org.devmap.conformance.bench.Bench;
import org.devmap.conformance.bench.Export;
import org.devmap.conformance.bench.TestDriver;
import org.devmap.conformance.bench.UserProcess;
import org.devmap.driver.CbFlags;
import org.devmap.driver.DevmapEntry;
import org.devmap.driver.MmapEntry;
import org.devmap.driver.SegmapEntry;
import org.devmap.driver.SegmapRequest;

/** Section 3.2: which entry points decide what becomes of an mmap. */
public final class DispatchStatements {

    private static final List<DevmapEntry> NO_DEVMAP = Arrays.asList(null, DevmapEntry.NULLDEV, DevmapEntry.NODEV);
    private static final List<MmapEntry> NO_MMAP = Arrays.asList(null, MmapEntry.NULLDEV, MmapEntry.NODEV);
    private static final List<SegmapEntry> NO_SEGMAP = Arrays.asList(null, SegmapEntry.NULLDEV, SegmapEntry.NODEV);

    @Statement(21)
    public void devmapIsCalledWithoutSegmapAndMmap(Bench bench) {
        for (SegmapEntry segmap : NO_SEGMAP) {
            for (MmapEntry mmap : NO_MMAP) {
                expect(bench.driver().segmap(segmap).mmap(mmap).mapFirstPage(), success());
            }
        }
        expect("calls of devmap", bench.journal().all("devmap").size(), 9);
    }

    @Statement(22)
    public void devmapGoesBeforeMmap(Bench bench) {
        expect(bench.driver().mmap(framesOfSet1(bench)).mapFirstPage(), success());
        bench.journal().expect(devmap(H1, 0, P));
    }

    @Statement(23)
    public void theOldSchemeAsksMmapForEveryPage(Bench bench) throws DdiException {
        bench.driver().flags(CbFlags.NONE).mmap(framesOfSet1(bench)).install();
        bench.memory().markRegisters();
        UserProcess p = bench.process();
        Mapping mapping = p.map(2 * P, 2 * P);
        bench.journal().expect(mmap(2 * P), mmap(3 * P));
        expect(read(mapping, P), value(mark('1', 3)));
        expect("calls of devmap", bench.journal().all("devmap"), List.of());
    }

    @Statement(24)
    public void devmapWithoutTheFlagIsInvalid(Bench bench) {
        expect(bench.driver().flags(CbFlags.NONE).mapFirstPage(), errno(EINVAL));
        bench.journal().expectNothing();
    }

    @Statement(25)
    public void devmapWithoutTheFlagIsInvalidWithMmapNodev(Bench bench) {
        expect(bench.driver().flags(CbFlags.NONE).mmap(MmapEntry.NODEV).mapFirstPage(), errno(EINVAL));
        bench.journal().expectNothing();
    }

    @Statement(26)
    public void theFlagWithoutDevmapIsInvalidWhateverMmapIs(Bench bench) {
        for (DevmapEntry devmap : NO_DEVMAP) {
            for (MmapEntry mmap : Arrays.asList(null, MmapEntry.NULLDEV, MmapEntry.NODEV, framesOfSet1(bench))) {
                expect(bench.driver().devmap(devmap).mmap(mmap).mapFirstPage(), errno(EINVAL));
            }
        }
        bench.journal().expectNothing();
    }

    @Statement(27)
    public void aDriverWithoutAnyEntryPointIsInvalid(Bench bench) {
        for (DevmapEntry devmap : NO_DEVMAP) {
            for (MmapEntry mmap : NO_MMAP) {
                expect(bench.driver().flags(CbFlags.NONE).devmap(devmap).mmap(mmap).mapFirstPage(), errno(EINVAL));
            }
        }
    }

    @Statement(28)
    public void theErrnoOfSegmapReachesTheUserUnchanged(Bench bench) {
        for (CbFlags flags : List.of(CbFlags.NONE, CbFlags.D_DEVMAP)) {
            for (Errno refusal : List.of(EAGAIN, EACCES, Errno.of(1234))) {
                SegmapEntry refusing = _ -> {
                    throw new DdiException(refusal);
                };
                expect(bench.driver().flags(flags).segmap(refusing).mapFirstPage(), errno(refusal));
            }
        }
        expect("calls of segmap", bench.journal().all("segmap").size(), 6);
        expect("calls of devmap", bench.journal().all("devmap"), List.of());
    }

    @Statement(29)
    public void devmapSetupWithDevmapNulldevIsInvalid(Bench bench) {
        expect(bench.driver().segmap(SegmapRequest::devmapSetup).devmap(DevmapEntry.NULLDEV).mapFirstPage(), errno(EINVAL));
        bench.journal().expect(segmap(0, P));
    }

    @Statement(30)
    public void ddiDevmapSegmapNeedsTheFlagWithMmapNodev(Bench bench) {
        expect(bench.driver().flags(CbFlags.NONE).segmap(SegmapEntry.DDI_DEVMAP_SEGMAP).mmap(MmapEntry.NODEV).mapFirstPage(),
                errno(EINVAL));
        bench.journal().expectNothing();
        expect(bench.driver().segmap(SegmapEntry.DDI_DEVMAP_SEGMAP).mmap(MmapEntry.NODEV).mapFirstPage(), success());
        bench.journal().expect(devmap(H1, 0, P));
    }

    @Statement(31)
    public void ddiDevmapSegmapNeedsTheFlagWithMmapNulldev(Bench bench) {
        expect(bench.driver().flags(CbFlags.NONE).segmap(SegmapEntry.DDI_DEVMAP_SEGMAP).mmap(MmapEntry.NULLDEV).mapFirstPage(),
                errno(EINVAL));
        bench.journal().expectNothing();
    }

    @Statement(32)
    public void theOldSchemeIsSharedAndNeedsEveryPage(Bench bench) {
        TestDriver driver = bench.driver().flags(CbFlags.NONE).mmap(framesOfSet1(bench)).install();
        UserProcess p = bench.process();
        expect(() -> p.map(0, P, READ_WRITE, MapFlags.PRIVATE), errno(EINVAL));
        expect(() -> p.map(14 * P, 3 * P), errno(ENXIO));
        expect("segments", p.segments(), List.of());
        p.close();
        driver.uninstall();
        expect(bench.driver().flags(CbFlags.NONE).segmap(SegmapRequest::ddiSegmap).mmap(MmapEntry.NODEV).mapFirstPage(),
                errno(ENODEV));
    }

    @Statement(33)
    public void aSegmapThatMapsNothingAnswersTheHint(Bench bench) throws DdiException {
        bench.driver().segmap(_ -> { }).install();
        UserProcess p = bench.process();
        Mapping nothing = p.mapAt(0x12345000, 0, P, MapFlags.SHARED);
        expect("address", nothing.address(), 0x12345000L);
        expect("segments", p.segments(), List.of());
        expect(read(nothing, 0), segvMaperr());
    }

    @Statement(34)
    public void aSegmapMayTakeWriteAway(Bench bench) throws DdiException {
        bench.driver().segmap(request -> request
                .withProtection(request.prot().without(WRITE), request.maxprot().without(WRITE)).devmapSetup()).install();
        bench.memory().markRegisters();
        UserProcess p = bench.process();
        Mapping mapping = p.map(0, P, READ_WRITE);
        expect(write(mapping, 0, 1), segvAccerr());
        expect(() -> mapping.protect(READ_WRITE), errno(EACCES));
        expect(read(mapping, 0), value(mark('1', 0)));
    }

    @Statement(35)
    public void aSegmapMayMoveTheOffset(Bench bench) throws DdiException {
        bench.driver().segmap(request -> request.withOff(request.off() + P).devmapSetup())
                .devmap(Export.registers(1).with(bench.callbacks())).install();
        bench.memory().markRegisters();
        UserProcess p = bench.process();
        Mapping mapping = p.map(0, P);
        expect(read(mapping, 0), value(mark('1', 1)));
        mapping.close();
        bench.journal().expect(segmap(0, P), devmap(H1, P, P), map(H1, P, P), access(H1, P, P, AccessDirection.READ),
                unmap(H1, P, P));
    }

    @Statement(36)
    public void ddiSegmapSetupOfNothingFails(Bench bench) {
        expect(bench.driver().flags(CbFlags.NONE).segmap(request -> request.withLen(0).ddiSegmapSetup(null))
                .mmap(framesOfSet1(bench)).mapFirstPage(), errno(ENXIO));
    }

    /** An mmap(9E) that shows register set 1 and refuses every page outside it. */
    private static MmapEntry framesOfSet1(Bench bench) {
        return (_, off, _) -> {
            if (off < 0 || off >= Bench.SET_1_SIZE) {
                throw new DdiException(DDI_FAILURE, "no page at offset " + off);
            }
            return bench.device().physicalAddress(1, off) / P;
        };
    }
}
