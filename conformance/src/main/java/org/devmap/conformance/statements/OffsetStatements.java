package org.devmap.conformance.statements;

import static org.devmap.Errno.EACCES;
import static org.devmap.Errno.EAGAIN;
import static org.devmap.Errno.EINVAL;
import static org.devmap.Errno.ENXIO;
import static org.devmap.conformance.bench.Bench.P;
import static org.devmap.conformance.bench.Calls.H1;
import static org.devmap.conformance.bench.Calls.devmap;
import static org.devmap.conformance.bench.Calls.segmap;
import static org.devmap.conformance.bench.Expect.expect;
import static org.devmap.conformance.bench.KernelMemory.mark;
import static org.devmap.conformance.bench.Outcome.ddiFailure;
import static org.devmap.conformance.bench.Outcome.errno;
import static org.devmap.conformance.bench.Outcome.segvMaperr;
import static org.devmap.conformance.bench.Outcome.value;
import static org.devmap.conformance.bench.Touch.read;

import java.util.List;
import org.devmap.DataModel;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.Pages;
import org.devmap.app.Mapping;
import org.devmap.conformance.Statement;
import org.devmap.conformance.bench.Bench;
import org.devmap.conformance.bench.Call;
import org.devmap.conformance.bench.Export;
import org.devmap.conformance.bench.Outcome;
import org.devmap.conformance.bench.TestDriver;
import org.devmap.conformance.bench.UserProcess;
import org.devmap.driver.DevmapEntry;
import org.devmap.driver.DevmemSetup;
import org.devmap.driver.UmemCookie;
import org.devmap.driver.UmemFlags;
import org.devmap.driver.UmemSetup;

/** Section 3.4: offsets, ENXIO versus EINVAL, overflow. */
public final class OffsetStatements {

    @Statement(61)
    public void einvalOfDevmapBecomesEnxio(Bench bench) {
        bench.std().devmap(refusing(EINVAL));
        UserProcess p = bench.process();
        expect(() -> p.map(Bench.SET_1_SIZE, P), errno(ENXIO));
        bench.journal().expect(devmap(H1, Bench.SET_1_SIZE, P).with("result", errno(EINVAL)));
    }

    @Statement(62)
    public void anyErrorOfDevmapBecomesEnxio(Bench bench) {
        TestDriver driver = bench.std();
        UserProcess p = bench.process();
        for (Errno refusal : List.of(EACCES, EAGAIN, Errno.of(-1), Errno.of(1))) {
            driver.devmap(refusing(refusal));
            expect(() -> p.map(0, P), errno(ENXIO));
        }
        expect("calls of devmap", bench.journal().all("devmap").size(), 4);
    }

    @Statement(63)
    public void anErrorOfSegmapPassesUnchanged(Bench bench) {
        bench.driver().segmap(_ -> {
            throw new DdiException(EINVAL);
        }).install();
        UserProcess p = bench.process();
        expect(() -> p.map(0, P), errno(EINVAL));
        bench.journal().expect(segmap(0, P));
    }

    @Statement(64)
    public void aRegisterOffsetAtTheEndOfTheSetIsRefused(Bench bench) {
        bench.std().devmap(Export.registers(1).shiftedBy(Bench.SET_1_SIZE));
        expectSetupRefused(bench, P);
    }

    @Statement(65)
    public void aRegisterRangeOverTheEndOfTheSetIsRefused(Bench bench) {
        bench.std().devmap(Export.registers(1).shiftedBy(15 * P));
        expectSetupRefused(bench, 2 * P);
    }

    @Statement(66)
    public void aRefusedSetupLeavesTheHandleFreeForAnother(Bench bench) throws DdiException {
        bench.std().devmap((_, handle, off, len, _) -> {
            bench.journal().note("setup", Outcome.of(() -> handle.devmemSetup(DevmemSetup.of(99, off, len))));
            handle.devmemSetup(DevmemSetup.of(1, off, len));
            return len;
        });
        bench.memory().markRegisters();
        Mapping mapping = bench.process().map(2 * P, P);
        bench.journal().expect(devmap(H1, 2 * P, P), Call.of("setup").with("result", ddiFailure()));
        expect(read(mapping, 0), value(mark('1', 2)));
    }

    @Statement(67)
    public void aNegativeOffsetIntoUmemDoesNotWrapIntoIt(Bench bench) {
        bench.std().devmap(Export.umem(bench.memory().u()).shiftedBy(-P));
        expectSetupRefused(bench, P);
    }

    @Statement(68)
    public void aHugeLengthOfUmemIsRefused(Bench bench) {
        bench.std().devmap(umemRange(bench.memory().u(), 0, -P));
        expectSetupRefused(bench, P);
    }

    @Statement(69)
    public void nothingAtTheEndOfUmemMakesAHandleThatCoversNothing(Bench bench) throws DdiException {
        bench.std().devmap(umemRange(bench.memory().u(), 4 * P, 0));
        UserProcess p = bench.process();
        Mapping mapping = p.map(0, P);
        expect("length of the handle", p.handle().length(), 0L);
        expect(read(mapping, 0), segvMaperr());
    }

    @Statement(70)
    public void aPageBehindTheEndOfUmemIsRefused(Bench bench) {
        bench.std().devmap(umemRange(bench.memory().u(), 4 * P, P));
        expectSetupRefused(bench, P);
    }

    @Statement(71)
    public void umemConsistsOfWholePages(Bench bench) throws DdiException {
        TestDriver driver = bench.std();
        UmemCookie cookie = bench.memory().alloc(100, UmemFlags.SLEEP);
        driver.devmap(umemRange(cookie, 0, P));
        UserProcess p = bench.process();
        p.map(0, P);
        expect("length of the handle", p.handle().length(), P);
    }

    @Statement(72)
    public void aNegativeOffsetReachesTheDriver(Bench bench) throws DdiException {
        bench.std().devmap(Export.registers(1).shiftedBy(2 * P));
        bench.memory().markRegisters();
        Mapping mapping = bench.process().map(-2 * P, P);
        bench.journal().expect(devmap(H1, -2 * P, P));
        expect(read(mapping, 0), value(mark('1', 0)));
    }

    @Statement(73)
    public void theGuidesRedirectionMustRefuseNegativeOffsetsItself(Bench bench) throws DdiException {
        TestDriver driver = bench.std();
        DevmapEntry guide = guideExample(bench.memory().u());
        driver.devmap(guide);
        expect(() -> bench.process(DataModel.LP64).map(-P, P), errno(ENXIO));
        bench.journal().expect(devmap(H1, -P, P).with("result", ddiFailure()));
        expect(read(bench.process(DataModel.ILP32).map(-P, P), 0), value(mark('U', 0)));

        driver.devmap((dev, handle, off, len, model) -> {
            if (off < 0) {
                throw new DdiException(ENXIO, "offset " + off + " must not be negative");
            }
            return guide.devmap(dev, handle, off, len, model);
        });
        expect(() -> bench.process(DataModel.LP64).map(-P, P), errno(ENXIO));
        expect(() -> bench.process(DataModel.ILP32).map(-P, P), errno(ENXIO));
    }

    @Statement(74)
    public void theOffsetOfASmallFileCallIsSignExtended(Bench bench) throws DdiException {
        bench.std().devmap(Export.registers(1).shiftedBy(0x80000000L));
        // The small-file call takes a 32-bit offset: an int, which Java widens with its sign.
        int smallFileOffset = 0x80000000;
        bench.process(DataModel.ILP32).map(smallFileOffset, P);
        bench.journal().expect(devmap(H1, 0xFFFFFFFF80000000L, P).with("model", DataModel.ILP32));
    }

    private static DevmapEntry refusing(Errno refusal) {
        return (_, _, _, _, _) -> {
            throw new DdiException(refusal);
        };
    }

    private static DevmapEntry umemRange(UmemCookie cookie, long koff, long length) {
        return (_, handle, _, len, _) -> {
            handle.umemSetup(UmemSetup.of(cookie, koff, length));
            return len;
        };
    }

    /** The driver guide's example: page 0 of the memory for LP64 processes, page 1 for ILP32 ones. */
    private static DevmapEntry guideExample(UmemCookie cookie) {
        return (_, handle, off, len, model) -> {
            if (off + len > P) {
                throw new DdiException(ENXIO, "only one page can be mapped");
            }
            handle.umemSetup(UmemSetup.of(cookie, model == DataModel.ILP32 ? off + P : off, Pages.roundUp(len)));
            return len;
        };
    }

    private static void expectSetupRefused(Bench bench, long len) {
        UserProcess p = bench.process();
        expect(() -> p.map(0, len), errno(ENXIO));
        bench.journal().expect(devmap(H1, 0, len).with("result", ddiFailure()));
    }
}
