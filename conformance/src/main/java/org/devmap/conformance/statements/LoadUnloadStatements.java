package org.devmap.conformance.statements;

import static org.devmap.AccessDirection.READ;
import static org.devmap.Errno.EINVAL;
import static org.devmap.conformance.bench.Bench.P;
import static org.devmap.conformance.bench.Calls.H1;
import static org.devmap.conformance.bench.Calls.H2;
import static org.devmap.conformance.bench.Calls.access;
import static org.devmap.conformance.bench.Expect.expect;
import static org.devmap.conformance.bench.KernelMemory.mark;
import static org.devmap.conformance.bench.Outcome.code;
import static org.devmap.conformance.bench.Outcome.panic;
import static org.devmap.conformance.bench.Outcome.success;
import static org.devmap.conformance.bench.Outcome.value;
import static org.devmap.conformance.bench.Touch.read;

import java.util.Arrays;
import org.devmap.AccessType;
import org.devmap.DdiException;
import org.devmap.FaultCode;
import org.devmap.app.Mapping;
import org.devmap.conformance.Statement;
import org.devmap.conformance.bench.Bench;
import org.devmap.conformance.bench.Call;
import org.devmap.conformance.bench.Export;
import org.devmap.conformance.bench.Outcome;
import org.devmap.conformance.bench.RecordingCallbacks;
import org.devmap.conformance.bench.TestDriver;
import org.devmap.conformance.bench.UserProcess;
import org.devmap.driver.DevmapCookie;

/** Section 3.11: load and unload. */
public final class LoadUnloadStatements {

    /** User offset of the handle where a statement does not name another: not 0, so that offset and page number differ. */
    private static final long O = 8 * P;

    @Statement(164)
    public void unloadOfAPageDropsThatPageOnly(Bench bench) throws DdiException {
        FourPages four = FourPages.loaded(bench, O);
        expect(() -> bench.handle(H1).unload(O + P, P), success());
        four.expectOnlyTheseUnloaded(1);
    }

    @Statement(165)
    public void unloadOfAFewBytesDropsTheirWholePage(Bench bench) throws DdiException {
        FourPages four = FourPages.loaded(bench, O);
        expect(() -> bench.handle(H1).unload(O + 0x1800, 0x10), success());
        four.expectOnlyTheseUnloaded(1);
    }

    @Statement(166)
    public void unloadReachesThePageOfTheLastByte(Bench bench) throws DdiException {
        FourPages four = FourPages.loaded(bench, O);
        expect(() -> bench.handle(H1).unload(O + 0x800, P), success());
        four.expectOnlyTheseUnloaded(0, 1);
    }

    @Statement(167)
    public void unloadUpToTheLastByteOfAPageEndsThere(Bench bench) throws DdiException {
        FourPages four = FourPages.loaded(bench, O);
        expect(() -> bench.handle(H1).unload(O + 0x800, 0x800), success());
        four.expectOnlyTheseUnloaded(0);
        expect(() -> bench.handle(H1).unload(O + 0x800, 0x801), success());
        four.expectOnlyTheseUnloaded(0, 1);
    }

    @Statement(168)
    public void unloadOfLengthZeroReachesTheEndOfTheHandle(Bench bench) throws DdiException {
        FourPages four = FourPages.loaded(bench, O);
        expect(() -> bench.handle(H1).unload(O + 2 * P, 0), success());
        four.expectOnlyTheseUnloaded(2, 3);
    }

    @Statement(169)
    public void unloadOfZeroAndZeroIsTheWholeHandle(Bench bench) throws DdiException {
        FourPages four = FourPages.loaded(bench, 0);
        expect(() -> bench.handle(H1).unload(0, 0), success());
        four.expectOnlyTheseUnloaded(0, 1, 2, 3);
    }

    @Statement(170)
    public void unloadOfZeroAndZeroIsTheWholeHandleWhereverItBegins(Bench bench) throws DdiException {
        FourPages four = FourPages.loaded(bench, O);
        expect(() -> bench.handle(H1).unload(0, 0), success());
        four.expectOnlyTheseUnloaded(0, 1, 2, 3);
    }

    @Statement(171)
    public void unloadBeforeTheHandleIsInvalid(Bench bench) throws DdiException {
        FourPages four = FourPages.loaded(bench, O);
        expect(() -> bench.handle(H1).unload(O - 1, P), code(EINVAL));
        four.expectOnlyTheseUnloaded();
    }

    @Statement(172)
    public void unloadPastTheHandleIsInvalid(Bench bench) throws DdiException {
        FourPages four = FourPages.loaded(bench, O);
        expect(() -> bench.handle(H1).unload(O + 4 * P, 0), code(EINVAL));
        expect(() -> bench.handle(H1).unload(O + 4 * P, P), code(EINVAL));
        four.expectOnlyTheseUnloaded();
    }

    @Statement(173)
    public void unloadAcrossTheEndOfTheHandleIsInvalidAndUnloadsNothing(Bench bench) throws DdiException {
        FourPages four = FourPages.loaded(bench, O);
        expect(() -> bench.handle(H1).unload(O + 3 * P, 2 * P), code(EINVAL));
        expect(() -> bench.handle(H1).unload(O, 5 * P), code(EINVAL));
        four.expectOnlyTheseUnloaded();
    }

    @Statement(174)
    public void unloadOfOneHandleLeavesTheNextOneAlone(Bench bench) throws DdiException {
        UserProcess p = twoHandlesOfTwoPages(bench);
        expect(() -> bench.handle(H1).unload(O, 0), success());
        p.expectLoaded(2, 3);
    }

    @Statement(175)
    public void unloadAtTheOffsetOfAnotherHandleIsInvalid(Bench bench) throws DdiException {
        UserProcess p = twoHandlesOfTwoPages(bench);
        expect(() -> bench.handle(H1).unload(O + 2 * P, P), code(EINVAL));
        p.expectLoaded(0, 1, 2, 3);
    }

    @Statement(176)
    public void unloadOfALengthThatWrapsIsInvalid(Bench bench) throws DdiException {
        FourPages four = FourPages.loaded(bench, O);
        expect(() -> bench.handle(H1).unload(O, -1L), code(EINVAL));
        four.expectOnlyTheseUnloaded();
    }

    @Statement(177)
    public void unloadWorksOnTheHandleOfAnotherProcess(Bench bench) throws DdiException {
        FourPages others = FourPages.loaded(bench, O);
        UserProcess p = bench.process();
        expect(p.inIoctl(() -> bench.handle(H1).unload(O + P, P)), success());
        others.expectOnlyTheseUnloaded(1);
    }

    @Statement(178)
    public void loadOfAHandleOfAnotherProcessIsAPanic(Bench bench) throws DdiException {
        bench.std().devmap(Export.registers(1).with(bench.callbacks()));
        bench.memory().markRegisters();
        UserProcess other = bench.process();
        Mapping mapping = other.map(O, 4 * P);
        bench.journal().skip();
        UserProcess p = bench.process();
        expect(p.inIoctl(() -> bench.handle(H1).load(O, P, AccessType.ACCESS, READ)), panic());
        other.expectLoaded();
        bench.journal().expectNothing();
        expect(read(mapping, 0), value(mark('1', 8)));
        bench.journal().expect(access(H1, O, P, READ));
    }

    @Statement(179)
    public void unloadOfAnUntouchedRangeSucceeds(Bench bench) throws DdiException {
        bench.std().devmap(Export.registers(1).with(bench.callbacks()));
        UserProcess p = bench.process();
        p.map(O, 4 * P);
        expect(() -> bench.handle(H1).unload(O + P, 2 * P), success());
        p.expectLoaded();
    }

    @Statement(180)
    public void anAccessCallbackMayLoadMoreThanItWasAskedFor(Bench bench) throws DdiException {
        RecordingCallbacks callbacks = bench.callbacks().onAccess((handle, _, _, type, rw) ->
                bench.journal().note("load", Outcome.of(() -> handle.load(O, 3 * P, type, rw))));
        bench.std().devmap(Export.registers(1).with(callbacks));
        UserProcess p = bench.process();
        Mapping mapping = p.map(O, 4 * P);
        bench.journal().skip();
        read(mapping, P);
        bench.journal().expect(access(H1, O + P, P, READ), Call.of("load").with("result", success()));
        p.expectLoaded(0, 1, 2);
    }

    @Statement(181)
    public void loadOfTypeProtFails(Bench bench) throws DdiException {
        RecordingCallbacks callbacks = bench.callbacks().onAccess((handle, off, len, type, rw) -> {
            bench.journal().note("load", Outcome.of(() -> handle.load(off, len, AccessType.PROT, rw)));
            handle.load(off, len, type, rw);
        });
        bench.std().devmap(Export.registers(1).with(callbacks));
        Mapping mapping = bench.process().map(O, P);
        bench.journal().skip();
        read(mapping, 0);
        bench.journal().expect(access(H1, O, P, READ), Call.of("load").with("result", code(FaultCode.PROT)));
    }

    @Statement(182)
    public void afterItsFrontIsGoneAHandleBeginsLater(Bench bench) throws DdiException {
        FourPages four = FourPages.loaded(bench, O);
        four.mapping().unmap(0, P);
        expect(() -> bench.handle(H1).unload(O, P), code(EINVAL));
        four.process().expectLoaded(0, 1, 2);
        expect(() -> bench.handle(H1).unload(O + P, 0), success());
        four.process().expectLoaded();
    }

    // In Java default_access is a method of the handle and takes no private data: the handle's own must make no difference.
    @Statement(183)
    public void defaultAccessMayBeTheAccessCallback(Bench bench) throws DdiException {
        TestDriver driver = bench.std();
        bench.memory().markRegisters();
        for (Object data : Arrays.asList("pvt", null)) {
            driver.devmap(Export.registers(1).with(
                    bench.callbacks().onMap((_, _, _) -> data).onAccess(DevmapCookie::defaultAccess)));
            Mapping mapping = bench.process().map(O, 2 * P);
            bench.journal().skip();
            expect(read(mapping, P), value(mark('1', 9)));
            expect(read(mapping, P), value(mark('1', 9)));
            bench.journal().expect(access(data == null ? H2 : H1, O + P, P, READ).with("pvt", data));
        }
    }

    /** H1 and H2, two pages each, all loaded. */
    private static UserProcess twoHandlesOfTwoPages(Bench bench) throws DdiException {
        bench.std().devmap(Export.registers(1).inPiecesOf(2 * P).with(bench.callbacks()));
        UserProcess p = bench.process();
        Mapping mapping = p.map(O, 4 * P);
        for (int page = 0; page < 4; page++) {
            read(mapping, page * P);
        }
        p.expectLoaded(0, 1, 2, 3);
        return p;
    }
}
