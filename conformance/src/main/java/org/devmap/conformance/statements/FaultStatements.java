package org.devmap.conformance.statements;

import static org.devmap.AccessDirection.READ;
import static org.devmap.AccessDirection.WRITE;
import static org.devmap.Errno.DDI_FAILURE;
import static org.devmap.Errno.EFAULT;
import static org.devmap.Errno.EINTR;
import static org.devmap.Errno.EIO;
import static org.devmap.conformance.bench.Bench.P;
import static org.devmap.conformance.bench.Calls.H1;
import static org.devmap.conformance.bench.Calls.H2;
import static org.devmap.conformance.bench.Calls.access;
import static org.devmap.conformance.bench.Expect.expect;
import static org.devmap.conformance.bench.KernelMemory.mark;
import static org.devmap.conformance.bench.Outcome.interrupted;
import static org.devmap.conformance.bench.Outcome.noProgress;
import static org.devmap.conformance.bench.Outcome.segvAccerr;
import static org.devmap.conformance.bench.Outcome.segvMaperr;
import static org.devmap.conformance.bench.Outcome.sigbus;
import static org.devmap.conformance.bench.Outcome.success;
import static org.devmap.conformance.bench.Outcome.value;
import static org.devmap.conformance.bench.Touch.read;
import static org.devmap.conformance.bench.Touch.write;

import org.devmap.DdiException;
import org.devmap.FaultCode;
import org.devmap.FaultException;
import org.devmap.Protection;
import org.devmap.app.Mapping;
import org.devmap.conformance.Statement;
import org.devmap.conformance.bench.Background;
import org.devmap.conformance.bench.Bench;
import org.devmap.conformance.bench.Checkpoint;
import org.devmap.conformance.bench.Export;
import org.devmap.conformance.bench.RecordingCallbacks.OnAccess;
import org.devmap.conformance.bench.TestDriver;
import org.devmap.conformance.bench.UserProcess;
import org.devmap.driver.DevmapCookie;
import org.devmap.driver.DevmapFlags;
import org.devmap.driver.UmemCookie;
import org.devmap.driver.UmemRemap;

/** Section 3.10: faults and the access callback. */
public final class FaultStatements {

    private static final DevmapFlags INVALID = DevmapFlags.MAPPING_INVALID.with(DevmapFlags.ALLOW_REMAP);

    @Statement(145)
    public void theFirstTouchOfAPageCallsAccess(Bench bench) throws DdiException {
        Mapping mapping = map(2 * P, 2 * P, DevmapCookie::defaultAccess, bench);
        expect(read(mapping, P), value(mark('1', 3)));
        bench.journal().expect(access(H1, 3 * P, P, READ));
        bench.memory().registers(1).setInt(3 * P + 4, 145);
        expect(read(mapping, P + 4), value(145));
        bench.journal().expectNothing();
    }

    @Statement(146)
    public void accessGetsTheUserOffsetOfThePage(Bench bench) throws DdiException {
        Mapping mapping = map(5 * P, 4 * P, DevmapCookie::defaultAccess, bench);
        for (int page = 0; page < 4; page++) {
            expect(read(mapping, page * P), value(mark('1', 5 + page)));
        }
        bench.journal().expect(access(H1, 5 * P, P, READ), access(H1, 6 * P, P, READ), access(H1, 7 * P, P, READ),
                access(H1, 8 * P, P, READ));
    }

    @Statement(147)
    public void accessGetsTheHandleOfThePage(Bench bench) throws DdiException {
        Mapping mapping = mapTwoHandles(5 * P, DevmapCookie::defaultAccess, bench);
        expect(write(mapping, 2 * P, 1), success());
        bench.journal().expect(access(H2, 7 * P, P, WRITE).with("pvt", "pvt2"));
    }

    @Statement(148)
    public void aBareFailureIsABusErrorWithMinusOne(Bench bench) throws DdiException {
        Mapping mapping = map(0, P, (_, _, _, _, _) -> {
            throw new DdiException(DDI_FAILURE, "refused by the test");
        }, bench);
        expect(read(mapping, 0), sigbus(16777215));
    }

    @Statement(149)
    public void anErrnoIsABusErrorWithIt(Bench bench) throws DdiException {
        Mapping mapping = map(0, P, (_, _, _, _, _) -> {
            throw new DdiException(EFAULT, "refused by the test");
        }, bench);
        expect(read(mapping, 0), sigbus(14));
    }

    @Statement(150)
    public void eintrAndFcProtInterruptWithoutASignal(Bench bench) throws DdiException {
        Mapping mapping = map(0, 2 * P, (_, off, _, _, _) -> {
            if (off == 0) {
                throw new DdiException(EINTR, "refused by the test");
            }
            throw new FaultException(FaultCode.PROT, "refused by the test");
        }, bench);
        expect(read(mapping, 0), interrupted());
        expect(read(mapping, P), interrupted());
        bench.journal().expect(access(H1, 0, P, READ), access(H1, P, P, READ));
    }

    @Statement(151)
    public void aForwardedFcNomapIsABusErrorEio(Bench bench) throws DdiException {
        bench.std().devmap(Export.registers(1).with(bench.callbacks()).with(INVALID));
        Mapping mapping = bench.process().map(0, P);
        expect(read(mapping, 0), sigbus(EIO));
    }

    @Statement(152)
    public void aForwardedFaultCodeIsWrappedOnceMore(Bench bench) throws DdiException {
        Mapping mapping = map(0, P, (handle, off, len, type, rw) -> handle.load(off + P, len, type, rw), bench);
        expect(read(mapping, 0), sigbus(0x1603));
    }

    @Statement(153)
    public void anAccessThatLoadsNothingIsTriedOnceMore(Bench bench) throws DdiException {
        Mapping mapping = map(0, P, (_, _, _, _, _) -> { }, bench);
        expect(read(mapping, 0), noProgress());
        bench.journal().expect(access(H1, 0, P, READ), access(H1, 0, P, READ));
    }

    @Statement(154)
    public void accessMayLoadTheWholeHandle(Bench bench) throws DdiException {
        Mapping mapping = map(2 * P, 4 * P, (handle, _, _, type, rw) -> handle.load(2 * P, 0, type, rw), bench);
        for (int page : new int[] {1, 0, 2, 3}) {
            expect(read(mapping, page * P), value(mark('1', 2 + page)));
        }
        bench.journal().expect(access(H1, 3 * P, P, READ));
    }

    @Statement(155)
    public void aFailureIsNotRemembered(Bench bench) throws DdiException {
        Mapping mapping = map(0, P, (handle, off, len, type, rw) -> {
            if (bench.journal().all("access").size() < 3) {
                throw new DdiException(EFAULT, "refused by the test");
            }
            handle.defaultAccess(off, len, type, rw);
        }, bench);
        expect(read(mapping, 0), sigbus(EFAULT));
        expect(read(mapping, 0), sigbus(EFAULT));
        expect(read(mapping, 0), value(mark('1', 0)));
        bench.journal().expect(access(H1, 0, P, READ), access(H1, 0, P, READ), access(H1, 0, P, READ));
    }

    @Statement(156)
    public void severalAccessesOfOneHandleRunAtOnce(Bench bench) throws DdiException {
        Checkpoint first = bench.threads().checkpoint("in access of page 0");
        Checkpoint second = bench.threads().checkpoint("in access of page 1");
        Mapping mapping = map(0, 2 * P, (handle, off, len, type, rw) -> {
            (off == 0 ? first : second).pass();
            handle.defaultAccess(off, len, type, rw);
        }, bench);
        Background a = bench.threads().touch("A", () -> read(mapping, 0));
        first.awaitArrival();
        Background b = bench.threads().touch("B", () -> read(mapping, P));
        second.awaitArrival();
        a.expectStillRunning();
        first.release();
        second.release();
        expect(a.join(), value(mark('1', 0)));
        expect(b.join(), value(mark('1', 1)));
    }

    @Statement(157)
    public void aLoadedPageWithoutPermissionFaultsWithoutAccess(Bench bench) throws DdiException {
        bench.std().devmap(Export.registers(1).with(bench.callbacks()));
        bench.memory().markRegisters();
        Mapping mapping = bench.process().map(0, P, Protection.READ);
        expect(read(mapping, 0), value(mark('1', 0)));
        bench.journal().skip();
        expect(write(mapping, 0, 1), segvAccerr());
        bench.journal().expectNothing();
        expect(read(mapping, 0), value(mark('1', 0)));
    }

    @Statement(158)
    public void accessMayRemapItsOwnHandle(Bench bench) throws DdiException {
        TestDriver std = bench.std();
        UmemCookie g = bench.memory().g();
        std.devmap(Export.umem(bench.memory().u()).with(DevmapFlags.ALLOW_REMAP)
                .with(bench.callbacks().onAccess((handle, off, len, type, rw) -> {
                    handle.umemRemap(UmemRemap.of(g, 2 * P, P));
                    handle.defaultAccess(off, len, type, rw);
                })));
        Mapping mapping = bench.process().map(0, P);
        // In another thread, so that a deadlock fails the test and does not stop it.
        expect(bench.threads().touch("A", () -> read(mapping, 0)).join(), value(mark('G', 2)));
    }

    @Statement(159)
    public void aRangeFaultCallsAccessOncePerHandle(Bench bench) throws DdiException {
        Mapping mapping = mapTwoHandles(0, DevmapCookie::defaultAccess, bench);
        mapping.addressSpace().faultIn(mapping.address() + P, 2 * P, READ);
        bench.journal().expect(access(H1, P, P, READ), access(H2, 2 * P, P, READ));
        mapping.addressSpace().faultIn(mapping.address(), 4 * P, WRITE);
        bench.journal().expect(access(H1, 0, 2 * P, WRITE), access(H2, 2 * P, 2 * P, WRITE));
    }

    @Statement(160)
    public void whatARangeFaultLoadedBeforeItFailedStays(Bench bench) throws DdiException {
        Mapping mapping = mapTwoHandles(0, (handle, off, len, type, rw) -> {
            if (off == 2 * P) {
                throw new DdiException(EFAULT, "refused by the test");
            }
            handle.defaultAccess(off, len, type, rw);
        }, bench);
        expect(() -> mapping.addressSpace().faultIn(mapping.address(), 4 * P, READ), sigbus(EFAULT));
        bench.journal().expect(access(H1, 0, 2 * P, READ), access(H2, 2 * P, 2 * P, READ));
        expect(read(mapping, 0), value(mark('1', 0)));
        expect(read(mapping, P), value(mark('1', 1)));
        bench.journal().expectNothing();
    }

    @Statement(161)
    public void anAddressOutsideEverySegmentIsNotMapped(Bench bench) throws DdiException {
        Mapping mapping = map(0, 2 * P, DevmapCookie::defaultAccess, bench);
        expect(read(mapping.addressSpace().memory(), mapping.address() - P), segvMaperr());
        expect(read(mapping.addressSpace().memory(), mapping.address() + 2 * P), segvMaperr());
        bench.journal().expectNothing();
    }

    @Statement(162)
    public void anInvalidDeviceHandleIsNotMapped(Bench bench) throws DdiException {
        bench.std().devmap(Export.registers(1).with(INVALID));
        Mapping mapping = bench.process().map(0, P);
        expect(read(mapping, 0), segvMaperr());
    }

    @Statement(163)
    public void anInvalidDeviceHandleWithProtectionsPerPageFailsEfault(Bench bench) throws DdiException {
        bench.std().devmap(Export.registers(1).with(INVALID));
        UserProcess p = bench.process();
        Mapping mapping = p.map(0, 2 * P);
        mapping.protect(P, P, Protection.READ);
        expect("pages with a protection of their own", p.segment().pageProtections().size(), 2);
        expect(read(mapping, 0), sigbus(EFAULT));
        expect(read(mapping, P), sigbus(EFAULT));
    }

    /** Maps the marked pages of register set 1, with an access callback that does this; consumes the calls of mmap. */
    private static Mapping map(long off, long len, OnAccess script, Bench bench) throws DdiException {
        return map(off, len, Export.registers(1).with(bench.callbacks().onAccess(script)), bench);
    }

    /** As {@link #map}, with two handles of two pages. */
    private static Mapping mapTwoHandles(long off, OnAccess script, Bench bench) throws DdiException {
        return map(off, 4 * P, Export.registers(1).inPiecesOf(2 * P).with(bench.callbacks().onAccess(script)), bench);
    }

    private static Mapping map(long off, long len, Export export, Bench bench) throws DdiException {
        bench.std().devmap(export);
        bench.memory().markRegisters();
        Mapping mapping = bench.process().map(off, len);
        bench.journal().skip();
        return mapping;
    }
}
