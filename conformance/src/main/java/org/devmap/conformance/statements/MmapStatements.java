package org.devmap.conformance.statements;

import static org.devmap.Errno.EACCES;
import static org.devmap.Errno.EBADF;
import static org.devmap.Errno.EINVAL;
import static org.devmap.Errno.ENOMEM;
import static org.devmap.Protection.EXEC;
import static org.devmap.Protection.READ;
import static org.devmap.Protection.READ_WRITE;
import static org.devmap.Protection.USER;
import static org.devmap.Protection.WRITE;
import static org.devmap.conformance.bench.Bench.P;
import static org.devmap.conformance.bench.Calls.H1;
import static org.devmap.conformance.bench.Calls.devmap;
import static org.devmap.conformance.bench.Calls.map;
import static org.devmap.conformance.bench.Calls.segmap;
import static org.devmap.conformance.bench.Expect.expect;
import static org.devmap.conformance.bench.KernelMemory.mark;
import static org.devmap.conformance.bench.Outcome.errno;
import static org.devmap.conformance.bench.Outcome.segvAccerr;
import static org.devmap.conformance.bench.Outcome.segvMaperr;
import static org.devmap.conformance.bench.Outcome.success;
import static org.devmap.conformance.bench.Outcome.value;
import static org.devmap.conformance.bench.Touch.read;
import static org.devmap.conformance.bench.Touch.write;

import java.util.BitSet;
import java.util.List;
import org.devmap.DdiException;
import org.devmap.MapFlags;
import org.devmap.OpenFlags;
import org.devmap.Protection;
import org.devmap.app.Mapping;
import org.devmap.conformance.Statement;
import org.devmap.conformance.bench.Bench;
import org.devmap.conformance.bench.Export;
import org.devmap.conformance.bench.UserProcess;
import org.devmap.driver.SegmapRequest;

/** Section 3.1: mmap(2) and friends. */
public final class MmapStatements {

    private static final MapFlags SHARED = MapFlags.SHARED;
    private static final MapFlags PRIVATE = MapFlags.PRIVATE;
    private static final MapFlags FIXED = MapFlags.FIXED;
    private static final MapFlags ALIGN = MapFlags.ALIGN;

    @Statement(1)
    public void mmapOfLengthZeroIsInvalid(Bench bench) {
        bench.std();
        UserProcess p = bench.process();
        expect(() -> p.map(0, 0), errno(EINVAL));
        bench.journal().expectNothing();
    }

    @Statement(2)
    public void mmapAtAnOffsetInsideAPageIsInvalid(Bench bench) {
        bench.std();
        UserProcess p = bench.process();
        expect(() -> p.map(0x800, P), errno(EINVAL));
        bench.journal().expectNothing();
    }

    @Statement(3)
    public void mmapIsEitherSharedOrPrivate(Bench bench) {
        bench.std();
        UserProcess p = bench.process();
        expect(() -> p.map(0, P, READ_WRITE, MapFlags.of(0)), errno(EINVAL));
        expect(() -> p.map(0, P, READ_WRITE, SHARED.with(PRIVATE)), errno(EINVAL));
    }

    @Statement(4)
    public void anUndefinedFlagIsFoundBeforeAnythingElse(Bench bench) {
        bench.std();
        UserProcess p = bench.process();
        p.file().close();
        expect(() -> p.map(0x800, 0, READ_WRITE, SHARED.with(MapFlags.of(0x1000))), errno(EINVAL));
        expect(() -> p.map(0, P, READ_WRITE, SHARED.with(MapFlags.of(0x1000))), errno(EINVAL));
    }

    @Statement(5)
    public void alignAndFixedExcludeEachOther(Bench bench) {
        bench.std();
        UserProcess p = bench.process();
        expect(() -> p.mapAt(16 * P, 0, P, SHARED.with(ALIGN).with(FIXED)), errno(EINVAL));
    }

    @Statement(6)
    public void anAlignmentIsZeroOrAPowerOfTwoOfAtLeastAPage(Bench bench) {
        bench.std();
        UserProcess p = bench.process();
        expect(() -> p.mapAt(3 * P, 0, P, SHARED.with(ALIGN)), errno(EINVAL));
        expect(() -> p.mapAt(P / 2, 0, P, SHARED.with(ALIGN)), errno(EINVAL));
        expect(() -> p.mapAt(0, 0, P, SHARED.with(ALIGN)), success());
        expect(() -> p.mapAt(16 * P, 0, P, SHARED.with(ALIGN)), success());
    }

    @Statement(7)
    public void aFixedAddressIsPageAlignedAndInUserSpace(Bench bench) {
        bench.std();
        UserProcess p = bench.process();
        expect(() -> p.mapFixed(16 * P + 1, 0, P), errno(EINVAL));
        expect(() -> p.mapFixed(-16 * P, 0, P), errno(ENOMEM));
        bench.journal().expectNothing();
    }

    @Statement(8)
    public void mappingAlwaysNeedsPermissionToRead(Bench bench) {
        bench.std();
        UserProcess p = bench.process(OpenFlags.WRITE);
        expect(() -> p.map(0, P, WRITE), errno(EACCES));
    }

    @Statement(9)
    public void aFileOpenForReadingCannotBeSharedForWriting(Bench bench) {
        bench.driver().segmap(SegmapRequest::devmapSetup).install();
        UserProcess p = bench.process(OpenFlags.READ);
        expect(() -> p.map(0, P, READ_WRITE), errno(EACCES));
        bench.journal().expectNothing();
    }

    @Statement(10)
    public void aSharedMappingOfAFileOpenForReadingHasMaxprotWithoutWrite(Bench bench) throws DdiException {
        bench.driver().segmap(SegmapRequest::devmapSetup).install();
        UserProcess p = bench.process(OpenFlags.READ);
        p.map(0, P, READ);
        bench.journal().expect(
                segmap(0, P).with("prot", READ.with(USER)).with("maxprot", READ.with(EXEC).with(USER)),
                devmap(H1, 0, P));
    }

    @Statement(11)
    public void aPrivateMappingOfAFileOpenForReadingHasFullMaxprot(Bench bench) throws DdiException {
        bench.driver().segmap(SegmapRequest::devmapSetup).devmap(Export.registers(1).with(bench.callbacks())).install();
        UserProcess p = bench.process(OpenFlags.READ);
        Mapping mapping = p.map(0, P, READ_WRITE, PRIVATE);
        bench.journal().expect(segmap(0, P).with("maxprot", Protection.ALL), devmap(H1, 0, P), map(H1, 0, P));
        expect(write(mapping, 0, 7), success());
    }

    @Statement(12)
    public void mmapOfAClosedFileFails(Bench bench) {
        bench.std();
        UserProcess p = bench.process();
        p.file().close();
        expect(() -> p.map(0, P), errno(EBADF));
    }

    @Statement(13)
    public void theDriverSeesTheRawLengthAndTheSegmentCoversWholePages(Bench bench) throws DdiException {
        bench.std();
        UserProcess p = bench.process();
        p.map(0, 100);
        bench.journal().expect(devmap(H1, 0, 100));
        expect("length of the segment", p.segment().length(), P);
    }

    @Statement(14)
    public void munmapOfAnUnalignedAddressOrOfNothingIsInvalid(Bench bench) throws DdiException {
        bench.std().devmap(Export.registers(1).with(bench.callbacks()));
        UserProcess p = bench.process();
        Mapping mapping = p.map(0, 2 * P);
        bench.journal().skip();
        expect(() -> p.space().munmap(mapping.address() + 1, P), errno(EINVAL));
        expect(() -> p.space().munmap(mapping.address(), 0), errno(EINVAL));
        bench.journal().expectNothing();
        expect("length of the segment", p.segment().length(), 2 * P);
    }

    @Statement(15)
    public void munmapPassesOverHoles(Bench bench) throws DdiException {
        bench.std();
        UserProcess p = bench.process();
        Mapping mapping = p.map(0, 4 * P);
        mapping.unmap(2 * P, 2 * P);
        p.space().munmap(mapping.address(), 4 * P);
        expect("segments", p.segments(), List.of());
        expect(read(mapping, 0), segvMaperr());
    }

    @Statement(16)
    public void mprotectChangesWhatLiesBeforeAHoleAndFails(Bench bench) throws DdiException {
        bench.std();
        UserProcess p = bench.process();
        Mapping mapping = p.map(0, 4 * P);
        mapping.unmap(2 * P, 2 * P);
        expect(write(mapping, 0, 1), success());
        expect(() -> p.space().mprotect(mapping.address(), 4 * P, READ), errno(ENOMEM));
        expect(write(mapping, 0, 2), segvAccerr());
        expect(read(mapping, 0), value(1));
    }

    @Statement(17)
    public void lockingSyncingAndAdvisingDoNothingAndEveryPageIsResident(Bench bench) throws DdiException {
        bench.std().devmap(Export.registers(1).with(bench.callbacks()));
        UserProcess p = bench.process();
        long address = p.map(0, 4 * P).address();
        bench.journal().skip();
        expect(() -> p.space().mlock(address, 4 * P), success());
        expect(() -> p.space().msync(address, 4 * P), success());
        expect(() -> p.space().madvise(address, 4 * P), success());
        BitSet resident = p.space().mincore(address, 4 * P);
        expect("resident pages", resident.cardinality(), 4);
        expect("translations", p.segment().loaded(), new BitSet());
        bench.journal().expectNothing();
    }

    @Statement(18)
    public void noTranslationExistsWhenMmapReturns(Bench bench) throws DdiException {
        bench.std().devmap(Export.registers(1).with(bench.callbacks()));
        UserProcess p = bench.process();
        p.map(0, 4 * P);
        expect("translations of the segment", p.segment().loaded(), new BitSet());
        expect("translations of the handle", p.handle().loaded(), new BitSet());
        bench.journal().expect(devmap(H1, 0, 4 * P), map(H1, 0, 4 * P));
    }

    @Statement(19)
    public void aFixedMappingLiesWhereItWasAskedFor(Bench bench) throws DdiException {
        bench.std();
        bench.memory().markRegisters();
        UserProcess p = bench.process();
        Mapping former = p.map(0, 4 * P);
        former.close();
        Mapping mapping = p.mapFixed(former.address() + P, 2 * P, P);
        expect("address", mapping.address(), former.address() + P);
        expect(read(mapping, 0), value(mark('1', 2)));
    }

    @Statement(20)
    public void aMappingWithoutPermissionsFaultsAtEveryTouch(Bench bench) throws DdiException {
        bench.std();
        UserProcess p = bench.process();
        Mapping mapping = p.map(0, P, Protection.NONE);
        expect("prot of the handle", p.handle().prot(), USER.bits());
        expect(read(mapping, 0), segvAccerr());
        expect(write(mapping, 0, 1), segvAccerr());
    }
}
