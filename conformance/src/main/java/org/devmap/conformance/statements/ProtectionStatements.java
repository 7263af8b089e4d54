package org.devmap.conformance.statements;

import static org.devmap.AccessDirection.OTHER;
import static org.devmap.Errno.EACCES;
import static org.devmap.Errno.ENXIO;
import static org.devmap.Protection.READ;
import static org.devmap.Protection.READ_WRITE;
import static org.devmap.Protection.USER;
import static org.devmap.Protection.WRITE;
import static org.devmap.conformance.bench.Bench.P;
import static org.devmap.conformance.bench.Calls.H1;
import static org.devmap.conformance.bench.Calls.access;
import static org.devmap.conformance.bench.Calls.devmap;
import static org.devmap.conformance.bench.Expect.expect;
import static org.devmap.conformance.bench.KernelMemory.mark;
import static org.devmap.conformance.bench.Outcome.code;
import static org.devmap.conformance.bench.Outcome.ddiFailure;
import static org.devmap.conformance.bench.Outcome.errno;
import static org.devmap.conformance.bench.Outcome.interrupted;
import static org.devmap.conformance.bench.Outcome.segvAccerr;
import static org.devmap.conformance.bench.Outcome.success;
import static org.devmap.conformance.bench.Outcome.value;
import static org.devmap.conformance.bench.Touch.read;
import static org.devmap.conformance.bench.Touch.write;

import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.devmap.AccessDirection;
import org.devmap.AccessType;
import org.devmap.DdiException;
import org.devmap.FaultCode;
import org.devmap.MapFlags;
import org.devmap.OpenFlags;
import org.devmap.Protection;
import org.devmap.app.LockedRange;
import org.devmap.app.Mapping;
import org.devmap.conformance.Statement;
import org.devmap.conformance.bench.Background;
import org.devmap.conformance.bench.Bench;
import org.devmap.conformance.bench.Export;
import org.devmap.conformance.bench.Layout;
import org.devmap.conformance.bench.UserProcess;
import org.devmap.driver.DevmapFlags;
import org.devmap.driver.DevmemRemap;
import org.devmap.dto.SegmentSnapshot;

/** Section 3.5: protection, maxprot, mprotect. */
public final class ProtectionStatements {

    private static final Protection READ_ONLY_MAXPROT = READ.with(USER);

    @Statement(75)
    public void aSetupWhoseMaxprotLacksTheProtectionAskedForFails(Bench bench) {
        bench.std().devmap(Export.registers(1).with(READ_ONLY_MAXPROT));
        UserProcess p = bench.process();
        expect(() -> p.map(0, P, READ_WRITE), errno(ENXIO));
        bench.journal().expect(devmap(H1, 0, P).with("result", ddiFailure()));
    }

    @Statement(76)
    public void aSetupWhoseMaxprotLacksUserFails(Bench bench) {
        bench.std().devmap(Export.registers(1).with(READ));
        UserProcess p = bench.process();
        expect(() -> p.map(0, P, READ), errno(ENXIO));
        bench.journal().expect(devmap(H1, 0, P).with("result", ddiFailure()));
    }

    @Statement(77)
    public void mprotectBeyondTheDriversMaxprotIsDenied(Bench bench) throws DdiException {
        bench.std().devmap(Export.registers(1).with(READ_ONLY_MAXPROT));
        bench.memory().markRegisters();
        Mapping mapping = bench.process().map(0, P, READ);
        expect(() -> mapping.protect(READ_WRITE), errno(EACCES));
        expect(read(mapping, 0), value(mark('1', 0)));
        expect(write(mapping, 0, 1), segvAccerr());
    }

    @Statement(78)
    public void mprotectBeyondTheDescriptorIsDenied(Bench bench) throws DdiException {
        bench.std();
        UserProcess p = bench.process(OpenFlags.READ);
        Mapping mapping = p.map(0, P, READ);
        expect(() -> mapping.protect(WRITE), errno(EACCES));
        expect("maxprot of the handle", p.handle().maxprot(), Protection.ALL.without(WRITE).bits());
        expect("prot of the handle", p.handle().prot(), READ.with(USER).bits());
    }

    @Statement(79)
    public void mprotectWithinMaxprotAllowsWrites(Bench bench) throws DdiException {
        bench.std();
        Mapping mapping = bench.process().map(0, P, READ);
        expect(() -> mapping.protect(READ_WRITE), success());
        expect(write(mapping, 0, 5), success());
        expect(read(mapping, 0), value(5));
    }

    @Statement(80)
    public void mprotectOfASegmentChangesAllHandlesOrNone(Bench bench) throws DdiException {
        bench.std().devmap(writableThenReadOnly());
        UserProcess p = bench.process();
        Mapping mapping = p.map(0, 2 * P, READ);
        expect(() -> mapping.protect(WRITE), errno(EACCES));
        expect(write(mapping, 0, 1), segvAccerr());
        expect("prot of the segment", p.segment().prot(), READ.bits());
        expect("per-page protections", p.segment().pageProtections(), List.of());
    }

    @Statement(81)
    public void mprotectOverTwoSegmentsChangesTheFirstIfTheSecondRefuses(Bench bench) throws DdiException {
        bench.std().devmap(writableThenReadOnly());
        UserProcess p = bench.process();
        long address = placeFor(p, 2 * P);
        Mapping first = p.file().map(address, 0, P, READ, MapFlags.SHARED.with(MapFlags.FIXED));
        Mapping second = p.file().map(address + P, P, P, READ, MapFlags.SHARED.with(MapFlags.FIXED));
        expect("segments", p.segments().size(), 2);
        expect(() -> p.space().mprotect(address, 2 * P, READ_WRITE), errno(EACCES));
        expect(write(first, 0, 1), success());
        expect(write(second, 0, 1), segvAccerr());
    }

    @Statement(82)
    public void aLoadedPageWithoutPermissionFaultsWithoutTheAccessCallback(Bench bench) throws DdiException {
        bench.std().devmap(Export.registers(1).with(bench.callbacks()));
        Mapping mapping = bench.process().map(0, P);
        expect(write(mapping, 0, 1), success());
        bench.journal().skip();
        mapping.protect(READ);
        expect(write(mapping, 0, 2), segvAccerr());
        expect(read(mapping, 0), value(1));
        bench.journal().expectNothing();
    }

    @Statement(83)
    public void aLoadedPageGainsPermissionWithoutAFault(Bench bench) throws DdiException {
        bench.std().devmap(Export.registers(1).with(bench.callbacks()));
        UserProcess p = bench.process();
        Mapping mapping = p.map(0, P, READ);
        mapping.getInt(0);
        bench.journal().skip();
        long faults = p.segment().faults();
        mapping.protect(READ_WRITE);
        expect(write(mapping, 0, 3), success());
        expect("faults", p.segment().faults(), faults);
        bench.journal().expectNothing();
    }

    @Statement(84)
    public void protectionNoneDropsTheTranslationOfItsPageAlone(Bench bench) throws DdiException {
        bench.std();
        UserProcess p = bench.process();
        Mapping mapping = loaded(p, 4);
        mapping.protect(P, P, Protection.NONE);
        BitSet others = BitSet.valueOf(new long[] {0b1101});
        expect("translations", p.segment().loaded(), others);
    }

    @Statement(85)
    public void aPageWithoutProtectionAsksTheAccessCallback(Bench bench) throws DdiException {
        bench.std().devmap(Export.registers(1).with(bench.callbacks()));
        Mapping mapping = loaded(bench.process(), 4);
        mapping.protect(P, P, Protection.NONE);
        bench.journal().skip();
        expect(read(mapping, P), interrupted());
        bench.journal().expect(access(H1, P, P, AccessDirection.READ).with("result", code(FaultCode.PROT)));
    }

    @Statement(86)
    public void perPageProtectionsStayOnceTheyExist(Bench bench) throws DdiException {
        bench.std();
        UserProcess p = bench.process();
        Mapping mapping = loaded(p, 4);
        mapping.protect(P, P, Protection.NONE);
        mapping.protect(READ);
        expect("per-page protections", pageProtections(p.segment()), List.of(READ, READ, READ, READ));
        for (int page = 0; page < 4; page++) {
            expect(write(mapping, page * P, 1), segvAccerr());
        }
    }

    @Statement(87)
    public void mprotectToTheCurrentProtectionHasNoEffect(Bench bench) throws DdiException {
        bench.std();
        UserProcess p = bench.process();
        Mapping mapping = loaded(p, 4);
        SegmentSnapshot before = p.segment();
        mapping.protect(READ_WRITE);
        expect("translations", p.segment().loaded().cardinality(), 4);
        expect("segment", p.segment(), before);
    }

    @Statement(88)
    public void mprotectCallsNothingOfTheDriver(Bench bench) throws DdiException {
        bench.std().devmap(Export.registers(1).with(bench.callbacks()));
        Mapping mapping = loaded(bench.process(), 4);
        bench.journal().skip();
        mapping.protect(READ);
        mapping.protect(P, P, Protection.NONE);
        mapping.protect(P, 2 * P, READ_WRITE);
        mapping.protect(Protection.NONE);
        bench.journal().expectNothing();
    }

    @Statement(89)
    public void mprotectWaitsForSoftLocks(Bench bench) throws DdiException {
        bench.std();
        UserProcess p = bench.process();
        Mapping mapping = p.map(0, 2 * P);
        LockedRange lock = mapping.lock(0, P, AccessDirection.WRITE);
        Background mprotect = bench.threads().start("mprotect", () -> mapping.protect(READ));
        bench.threads().await("mprotect behind the soft lock", () -> p.waiting() == 1);
        expect(write(mapping, 0, 1), success());
        mprotect.expectStillRunning();
        lock.close();
        expect(mprotect.join(), success());
        expect(write(mapping, 0, 2), segvAccerr());
    }

    @Statement(90)
    public void theAccessCallbackComesBeforeAnyProtectionCheck(Bench bench) throws DdiException {
        bench.std().devmap(Export.registers(1).with(bench.callbacks()));
        Mapping mapping = bench.process().map(0, P, READ);
        bench.journal().skip();
        expect(write(mapping, 0, 1), interrupted());
        bench.journal().expect(access(H1, 0, P, AccessDirection.WRITE).with("result", code(FaultCode.PROT)));
    }

    @Statement(91)
    public void aWriteToAReadOnlyPageWithoutAccessCallbackIsDenied(Bench bench) throws DdiException {
        bench.std();
        Mapping mapping = bench.process().map(0, P, READ);
        expect(write(mapping, 0, 1), segvAccerr());
    }

    @Statement(92)
    public void aFaultOfUnknownDirectionNeedsAnyPermission(Bench bench) throws DdiException {
        bench.std().devmap(Export.registers(1).with(bench.callbacks()));
        Mapping mapping = bench.process().map(0, P, READ);
        bench.journal().skip();
        expect(() -> mapping.lock(0, P, OTHER).close(), success());
        bench.journal().expect(access(H1, 0, P, AccessType.LOCK, OTHER), access(H1, 0, P, AccessType.UNLOCK, OTHER));
    }

    @Statement(93)
    public void aRemapMayLowerMaxprot(Bench bench) throws DdiException {
        bench.std().devmap(Export.registers(1).with(bench.callbacks()).with(DevmapFlags.ALLOW_REMAP));
        Mapping mapping = bench.process().map(0, P, READ);
        bench.handle(H1).devmemRemap(DevmemRemap.of(1, 0, P).withMaxprot(READ_ONLY_MAXPROT));
        expect(() -> mapping.protect(WRITE), errno(EACCES));
    }

    @Statement(94)
    public void aRemapWhoseMaxprotLacksTheProtectionLeavesTheTranslations(Bench bench) throws DdiException {
        bench.std().devmap(Export.registers(1).with(bench.callbacks()).with(DevmapFlags.ALLOW_REMAP));
        UserProcess p = bench.process();
        loaded(p, 4);
        expect(() -> bench.handle(H1).devmemRemap(DevmemRemap.of(1, 0, 4 * P).withMaxprot(READ_ONLY_MAXPROT)), ddiFailure());
        expect("translations", p.segment().loaded().cardinality(), 4);
        expect("maxprot of the handle", p.handle().maxprot(), Protection.ALL.bits());
    }

    /** A page of maxprot ALL, then one of READ|USER. */
    private static Layout writableThenReadOnly() {
        return Layout.from(0).then(P, Export.registers(1)).then(P, Export.registers(1).with(READ_ONLY_MAXPROT));
    }

    /** An address where that much is free. */
    private static long placeFor(UserProcess p, long length) throws DdiException {
        try (Mapping former = p.map(0, length, READ)) {
            return former.address();
        }
    }

    /** A mapping of these many pages from offset 0, for reading and writing, each of which has a translation. */
    private static Mapping loaded(UserProcess p, int pages) throws DdiException {
        Mapping mapping = p.map(0, pages * P);
        IntStream.range(0, pages).forEach(page -> mapping.getInt(page * P));
        expect("translations before", p.segment().loaded().cardinality(), pages);
        return mapping;
    }

    private static List<Protection> pageProtections(SegmentSnapshot segment) {
        return segment.pageProtections().stream().map(bits -> Protection.of(bits).without(USER)).toList();
    }
}
