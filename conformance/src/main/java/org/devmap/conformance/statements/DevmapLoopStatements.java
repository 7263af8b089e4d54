package org.devmap.conformance.statements;

import static org.devmap.Errno.EINVAL;
import static org.devmap.Errno.ENOMEM;
import static org.devmap.Errno.ENOTSUP;
import static org.devmap.Errno.ENXIO;
import static org.devmap.conformance.bench.Bench.P;
import static org.devmap.conformance.bench.Calls.H1;
import static org.devmap.conformance.bench.Calls.H2;
import static org.devmap.conformance.bench.Calls.H3;
import static org.devmap.conformance.bench.Calls.H4;
import static org.devmap.conformance.bench.Calls.access;
import static org.devmap.conformance.bench.Calls.devmap;
import static org.devmap.conformance.bench.Calls.map;
import static org.devmap.conformance.bench.Calls.segmap;
import static org.devmap.conformance.bench.Expect.expect;
import static org.devmap.conformance.bench.KernelMemory.mark;
import static org.devmap.conformance.bench.Outcome.code;
import static org.devmap.conformance.bench.Outcome.ddiFailure;
import static org.devmap.conformance.bench.Outcome.errno;
import static org.devmap.conformance.bench.Outcome.segvMaperr;
import static org.devmap.conformance.bench.Outcome.sigbus;
import static org.devmap.conformance.bench.Outcome.success;
import static org.devmap.conformance.bench.Outcome.value;
import static org.devmap.conformance.bench.Touch.read;

import java.util.List;
import org.devmap.AccessDirection;
import org.devmap.DdiException;
import org.devmap.FaultCode;
import org.devmap.app.Mapping;
import org.devmap.conformance.Statement;
import org.devmap.conformance.bench.Bench;
import org.devmap.conformance.bench.Call;
import org.devmap.conformance.bench.Export;
import org.devmap.conformance.bench.Layout;
import org.devmap.conformance.bench.Outcome;
import org.devmap.conformance.bench.RecordingCallbacks;
import org.devmap.conformance.bench.UserProcess;
import org.devmap.driver.DevmapEntry;
import org.devmap.driver.DevmemSetup;
import org.devmap.dto.HandleSnapshot;

/** Section 3.3: the devmap(9E) loop, maplen, several handles. */
public final class DevmapLoopStatements {

    /** The user offset o of the statements. */
    private static final long O = 4 * P;

    @Statement(37)
    public void oneCallPerPieceUntilTheLengthIsCovered(Bench bench) throws DdiException {
        bench.std().devmap(Export.registers(1).inPiecesOf(P));
        UserProcess p = bench.process();
        p.map(O, 4 * P);
        bench.journal().expect(devmap(H1, O, 4 * P), devmap(H2, O + P, 3 * P), devmap(H3, O + 2 * P, 2 * P),
                devmap(H4, O + 3 * P, P));
        expect("handles", p.handles().size(), 4);
    }

    @Statement(38)
    public void aMaplenOfExactlyTheLengthIsAccepted(Bench bench) throws DdiException {
        bench.std().devmap((_, handle, off, len, _) -> {
            handle.devmemSetup(DevmemSetup.of(1, off, len));
            return len;
        });
        UserProcess p = bench.process();
        p.map(0, 100);
        bench.journal().expect(devmap(H1, 0, 100).with("result", 100L));
        expect("length of the handle", p.handle().length(), P);
    }

    @Statement(39)
    public void aMaplenOfTheLengthRoundedUpIsAccepted(Bench bench) throws DdiException {
        bench.std();
        UserProcess p = bench.process();
        p.map(0, 100);
        bench.journal().expect(devmap(H1, 0, 100).with("result", P));
        expect("length of the handle", p.handle().length(), P);
    }

    @Statement(40)
    public void aMaplenOfZeroIsInvalid(Bench bench) {
        bench.std().devmap(answering(bench, P, 0));
        UserProcess p = bench.process();
        expect(() -> p.map(0, P), errno(EINVAL));
        bench.journal().expect(devmap(H1, 0, P));
        expectNothingLeft(bench, p);
    }

    @Statement(41)
    public void aMaplenOfZeroReleasesTheFormerHandles(Bench bench) {
        Export export = Export.registers(1).with(bench.callbacks());
        bench.std().devmap((_, handle, off, _, _) -> {
            export.setup(handle, off, P);
            return off == 0 ? P : 0;
        });
        UserProcess p = bench.process();
        expect(() -> p.map(0, 2 * P), errno(EINVAL));
        bench.journal().expect(devmap(H1, 0, 2 * P), devmap(H2, P, P));
        expectNothingLeft(bench, p);
    }

    @Statement(42)
    public void aMaplenThatIsNotGivenIsInvalid(Bench bench) {
        // maplen is the return value in Java and cannot be left unwritten: a driver with nothing to say answers 0.
        bench.std().devmap(DevmapEntry.NULLDEV::devmap);
        UserProcess p = bench.process();
        expect(() -> p.map(0, P), errno(EINVAL));
        bench.journal().expect(devmap(H1, 0, P).with("result", 0L));
        expectNothingLeft(bench, p);
    }

    @Statement(43)
    public void aMaplenBeyondTheRestIsInvalid(Bench bench) {
        bench.std().devmap(answering(bench, 2 * P, 2 * P));
        UserProcess p = bench.process();
        expect(() -> p.map(0, P), errno(EINVAL));
        bench.journal().expect(devmap(H1, 0, P));
        expectNothingLeft(bench, p);
    }

    @Statement(44)
    public void aMaplenThatIsNoPageMultipleIsInvalidEvenIfTheTotalWouldFit(Bench bench) {
        Export export = Export.registers(1).with(bench.callbacks());
        bench.std().devmap((_, handle, off, len, _) -> {
            export.setup(handle, off, P);
            return off == 0 ? 0x1800 : len;
        });
        UserProcess p = bench.process();
        expect(() -> p.map(0, 2 * P), errno(EINVAL));
        bench.journal().expect(devmap(H1, 0, 2 * P));
        expectNothingLeft(bench, p);
    }

    @Statement(45)
    public void offsetsFollowMaplensAndAddressesFollowSetupLengths(Bench bench) throws DdiException {
        UserProcess p = processWithShortHandles(bench, null);
        Mapping mapping = p.map(O, 3 * P);
        bench.journal().expect(devmap(H1, O, 3 * P), devmap(H2, O + 2 * P, P));
        expect("addresses of the handles", p.handles().stream().map(HandleSnapshot::address).toList(),
                List.of(mapping.address(), mapping.address() + P));
    }

    @Statement(46)
    public void aPageBeyondTheLastHandleIsNotMapped(Bench bench) throws DdiException {
        Mapping mapping = processWithShortHandles(bench, null).map(O, 3 * P);
        expect(read(mapping, 2 * P), segvMaperr());
    }

    @Statement(47)
    public void anOffsetThatDoesNotAgreeWithTheHandleFailsInLoad(Bench bench) throws DdiException {
        Mapping mapping = processWithShortHandles(bench, bench.callbacks()).map(O, 3 * P);
        bench.journal().expect(devmap(H1, O, 3 * P), devmap(H2, O + 2 * P, P), map(H1, O, P), map(H2, O + P, P));
        expect(read(mapping, P), sigbus(FaultCode.makeErr(EINVAL).value()));
        bench.journal().expect(access(H2, O + P, P, AccessDirection.READ).with("result", code(EINVAL)));
    }

    @Statement(48)
    public void aHandleWithoutSetupCoversNothing(Bench bench) throws DdiException {
        bench.std().devmap((_, _, _, _, _) -> P);
        expectHandleThatCoversNothing(bench);
    }

    @Statement(49)
    public void aHandleWhoseSetupFailedUnheededCoversNothing(Bench bench) throws DdiException {
        bench.std().devmap((_, handle, off, _, _) -> {
            bench.journal().note("setup", Outcome.of(() -> handle.devmemSetup(DevmemSetup.of(99, off, P))));
            return P;
        });
        expectHandleThatCoversNothing(bench);
        bench.journal().expect(devmap(H1, 0, P), Call.of("setup").with("result", ddiFailure()));
    }

    @Statement(50)
    public void handlesWithAndWithoutAccessCallbackMix(Bench bench) throws DdiException {
        Export f = Export.registers(1).with(bench.callbacks());
        bench.std().devmap(Layout.from(0).then(P, f).then(P, Export.registers(1)).then(P, f));
        UserProcess p = bench.process();
        p.map(0, 3 * P);
        expect("handles", p.handles().size(), 3);
    }

    @Statement(51)
    public void twoAccessCallbacksInOneMmapAreNotSupported(Bench bench) {
        Export f = Export.registers(1).with(bench.callbacks());
        Export g = Export.registers(1).with(bench.callbacks());
        bench.std().devmap(Layout.from(0).then(P, f).then(P, g));
        UserProcess p = bench.process();
        expect(() -> p.map(0, 2 * P), errno(ENOTSUP));
        bench.journal().expect(devmap(H1, 0, 2 * P), devmap(H2, P, P));
        expectNothingLeft(bench, p);
    }

    @Statement(52)
    public void twoAccessCallbacksAreNotSupportedAfterAHandleWithoutOne(Bench bench) {
        Export f = Export.registers(1).with(bench.callbacks());
        Export g = Export.registers(1).with(bench.callbacks());
        bench.std().devmap(Layout.from(0).then(P, Export.registers(1)).then(P, f).then(P, g));
        UserProcess p = bench.process();
        expect(() -> p.map(0, 3 * P), errno(ENOTSUP));
        bench.journal().expect(devmap(H1, 0, 3 * P), devmap(H2, P, 2 * P), devmap(H3, 2 * P, P));
        expectNothingLeft(bench, p);
    }

    @Statement(53)
    public void twoRecordsNamingTheSameAccessCallbackShareGateAndContext(Bench bench) throws DdiException {
        Object sameFunction = new Object();
        bench.std().devmap(Layout.from(0).then(P, Export.registers(1).with(bench.callbacks().identity(sameFunction)))
                .then(P, Export.registers(1).with(bench.callbacks().identity(sameFunction))));
        bench.process().map(0, 2 * P);
        expect("contexts", bench.snapshot().contexts().size(), 1);
        expect("handles of the context", bench.snapshot().contexts().getFirst().handles(), 2);
        expect("gates", bench.snapshot().gates().size(), 1);
        expect("handles of the gate", bench.snapshot().gates().getFirst().handles(), 2);
    }

    @Statement(54)
    public void aRefusalOfTheThirdHandleLeavesTheOthersWithoutCallbacks(Bench bench) {
        Export f = Export.registers(1).with(bench.callbacks());
        bench.std().devmap(Layout.from(0).then(P, f).then(P, f));
        UserProcess p = bench.process();
        expect(() -> p.map(0, 3 * P), errno(ENXIO));
        bench.journal().expect(devmap(H1, 0, 3 * P), devmap(H2, P, 2 * P), devmap(H3, 2 * P, P));
        expectNothingLeft(bench, p);
    }

    @Statement(55)
    public void eachHandleShowsItsOwnBacking(Bench bench) throws DdiException {
        bench.std().devmap(Layout.from(0).then(P, Export.registers(1)).then(P, Export.umem(bench.memory().u())));
        bench.memory().markRegisters();
        Mapping mapping = bench.process().map(0, 2 * P);
        expect(read(mapping, 0), value(mark('1', 0)));
        expect(read(mapping, P), value(mark('U', 1)));
    }

    @Statement(56)
    public void mapCallbacksGetTheOffsetsAndLengthsOfTheirHandles(Bench bench) throws DdiException {
        Export f = Export.registers(1).with(bench.callbacks());
        bench.std().devmap(Layout.from(O).then(2 * P, f).then(P, f).then(3 * P, f));
        bench.process().map(O, 6 * P);
        bench.journal().expect(devmap(H1, O, 6 * P), devmap(H2, O + 2 * P, 4 * P), devmap(H3, O + 3 * P, 3 * P),
                map(H1, O, 2 * P), map(H2, O + 2 * P, P), map(H3, O + 3 * P, 3 * P));
    }

    @Statement(57)
    public void anErrorOfDevmapMakesMaplenMeaningless(Bench bench) {
        // A Java driver either answers a maplen or throws; the nearest to doing both is to throw after the setup.
        Export export = Export.registers(1).with(bench.callbacks());
        bench.std().devmap((_, handle, off, _, _) -> {
            export.setup(handle, off, P);
            throw new DdiException(EINVAL, "refused after the setup");
        });
        UserProcess p = bench.process();
        expect(() -> p.map(0, 2 * P), errno(ENXIO));
        bench.journal().expect(devmap(H1, 0, 2 * P));
        expectNothingLeft(bench, p);
    }

    @Statement(58)
    public void aMappingBeyondTheLimitOfTheProcessHasNoMemory(Bench bench) {
        bench.configure(configuration -> configuration.addressSpaceLimit(8 * P));
        bench.std().devmap(Export.registers(1).with(bench.callbacks()));
        UserProcess p = bench.process();
        expect(() -> p.map(0, 9 * P), errno(ENOMEM));
        bench.journal().expect(devmap(H1, 0, 9 * P).with("result", 9 * P));
        expectNothingLeft(bench, p);
    }

    @Statement(59)
    public void devmapSetupOfNothingIsInvalid(Bench bench) {
        bench.driver().segmap(request -> request.withLen(0).devmapSetup()).install();
        UserProcess p = bench.process();
        expect(() -> p.map(0, P), errno(EINVAL));
        bench.journal().expect(segmap(0, P));
        expectNothingLeft(bench, p);
    }

    @Statement(60)
    public void thePiecesOfADriverBecomeHandles(Bench bench) throws DdiException {
        bench.std().devmap(Layout.from(0).then(3 * P, Export.registers(1)).then(2 * P, Export.registers(2).shiftedBy(-3 * P)));
        UserProcess p = bench.process();
        p.map(0, 4 * P);
        bench.journal().expect(devmap(H1, 0, 4 * P).with("result", 3 * P), devmap(H2, 3 * P, P).with("result", P));
        expect("lengths of the handles", p.handles().stream().map(HandleSnapshot::length).toList(), List.of(3 * P, P));
    }

    /** A devmap(9E) with callbacks that sets up one length and answers another. */
    private static DevmapEntry answering(Bench bench, long setup, long maplen) {
        Export export = Export.registers(1).with(bench.callbacks());
        return (_, handle, off, _, _) -> {
            export.setup(handle, off, setup);
            return maplen;
        };
    }

    /** A process of S-045: the driver sets up a page each time, but answers a maplen of two. */
    private static UserProcess processWithShortHandles(Bench bench, RecordingCallbacks callbacks) {
        Export export = Export.registers(1).with(callbacks);
        bench.std().devmap((_, handle, off, len, _) -> {
            export.setup(handle, off, P);
            return Math.min(2 * P, len);
        });
        return bench.process();
    }

    private static void expectHandleThatCoversNothing(Bench bench) throws DdiException {
        UserProcess p = bench.process();
        Mapping mapping = p.map(0, P);
        expect("length of the handle", p.handle().length(), 0L);
        expect(read(mapping, 0), segvMaperr());
        expect(mapping::close, success());
        expect("segments", p.segments(), List.of());
    }

    private static void expectNothingLeft(Bench bench, UserProcess p) {
        expect("segments", p.segments(), List.of());
        expect("contexts", bench.snapshot().contexts(), List.of());
        expect("gates", bench.snapshot().gates(), List.of());
    }
}
