package org.devmap.conformance.statements;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.devmap.AccessDirection.READ;
import static org.devmap.AccessType.ACCESS;
import static org.devmap.AccessType.LOCK;
import static org.devmap.AccessType.PROT;
import static org.devmap.AccessType.UNLOCK;
import static org.devmap.Errno.EINVAL;
import static org.devmap.Errno.EIO;
import static org.devmap.Errno.EPERM;
import static org.devmap.conformance.bench.Bench.P;
import static org.devmap.conformance.bench.Calls.H1;
import static org.devmap.conformance.bench.Calls.H2;
import static org.devmap.conformance.bench.Calls.access;
import static org.devmap.conformance.bench.Calls.context;
import static org.devmap.conformance.bench.Expect.expect;
import static org.devmap.conformance.bench.KernelMemory.mark;
import static org.devmap.conformance.bench.Outcome.code;
import static org.devmap.conformance.bench.Outcome.ddiFailure;
import static org.devmap.conformance.bench.Outcome.interrupted;
import static org.devmap.conformance.bench.Outcome.panic;
import static org.devmap.conformance.bench.Outcome.sigbus;
import static org.devmap.conformance.bench.Outcome.success;
import static org.devmap.conformance.bench.Outcome.value;
import static org.devmap.conformance.bench.Touch.read;
import static org.devmap.conformance.bench.Touch.write;
import static org.devmap.driver.DevmapFlags.ALLOW_REMAP;
import static org.devmap.driver.DevmapFlags.MAPPING_INVALID;

import java.util.BitSet;
import java.util.List;
import org.devmap.DdiException;
import org.devmap.FaultCode;
import org.devmap.FaultException;
import org.devmap.Protection;
import org.devmap.app.LockedRange;
import org.devmap.app.Mapping;
import org.devmap.conformance.Statement;
import org.devmap.conformance.bench.Background;
import org.devmap.conformance.bench.Bench;
import org.devmap.conformance.bench.Call;
import org.devmap.conformance.bench.Export;
import org.devmap.conformance.bench.Outcome;
import org.devmap.conformance.bench.RecordingCallbacks;
import org.devmap.conformance.bench.Step;
import org.devmap.conformance.bench.TestDriver;
import org.devmap.conformance.bench.UserProcess;
import org.devmap.driver.DevmapCookie;
import org.devmap.driver.DevmemRemap;
import org.devmap.driver.UmemLockFlags;
import org.devmap.driver.UmemRemap;

/** Section 3.24, how document 004 controls translations. */
public final class DocumentTranslationStatements {

    private static final long O = 8 * P;
    /** The result 1603 of load, forwarded by an access callback. */
    private static final int FORWARDED_1603 = FaultCode.makeErr(EINVAL).value();

    @Statement(373)
    public void loadReachesEveryPageOfItsRange(Bench bench) throws DdiException {
        expectLoadedBy(bench, (handle, off, len, type, rw) -> handle.load(O + 0x800, P, type, rw), 0, 1);
        expectLoadedBy(bench, (handle, off, len, type, rw) -> handle.load(0, 0, type, rw), 0, 1, 2, 3);
    }

    @Statement(374)
    public void theLastByteOfARangeLiesOnTheHandle(Bench bench) throws DdiException {
        RecordingCallbacks callbacks = bench.callbacks().onAccess((handle, off, len, type, rw) -> {
            Outcome outcome = Outcome.of(() -> handle.load(O + 3 * P + 0x800, P, type, rw));
            bench.journal().note("load", outcome);
            bench.journal().note("loaded", bench.snapshot().spaces().getFirst().segments().getFirst().loaded());
            handle.load(O + 3 * P + 0x800, 0x800, type, rw);
        });
        bench.std().devmap(Export.registers(1).with(callbacks));
        UserProcess p = bench.process();
        Mapping mapping = p.map(O, 4 * P);
        bench.journal().skip();
        expect(write(mapping, 3 * P, 1), success());
        bench.journal().expect(Call.of("access"), Call.of("load").with("result", code(EINVAL)),
                Call.of("loaded").with("result", new BitSet()));
        p.expectLoaded(3);
        expect(() -> bench.handle(H1).unload(O + 3 * P + 0x800, P), code(EINVAL));
        p.expectLoaded(3);
        expect(() -> bench.handle(H1).unload(O + 3 * P + 0x800, 0x800), success());
        p.expectLoaded();
    }

    @Statement(375)
    public void unloadUnderASoftLockDropsTheTranslationAndNothingElse(Bench bench) throws DdiException {
        TestDriver driver = bench.std();
        driver.devmap(Export.umem(bench.memory().g()));
        UserProcess p = bench.process();
        Mapping mapping = p.map(0, 4 * P);
        LockedRange locked = mapping.lock(0, P, READ);
        expect(() -> bench.handle(H1).unload(0, P), success());
        p.expectLoaded();
        expectLocked(bench, p, 1);
        expect("first byte of the locked range", locked.segment().get(JAVA_INT, 0), mark('G', 0));
        long faults = p.segment().faults();
        expect(read(mapping, 0), value(mark('G', 0)));
        expect("faults", p.segment().faults(), faults + 1);
        expectLocked(bench, p, 1);
        expect(locked::close, success());
        expectLocked(bench, p, 0);

        driver.devmap(Export.registers(1).with(bench.callbacks()));
        UserProcess q = bench.process();
        Mapping withCallback = q.map(0, P);
        LockedRange gated = withCallback.lock(0, P, READ);
        expect(() -> bench.handle(H2).unload(0, P), success());
        q.expectLoaded();
        bench.journal().skip();
        Background reader = bench.threads().start("reader", () -> withCallback.getInt(0));
        bench.threads().await("the reader at the gate", () -> bench.snapshot().gates().getFirst().waiting() == 1);
        expect(gated::close, success());
        expect(reader.join(), success());
        bench.journal().expect(Call.of("access").with("handle", H2).with("type", UNLOCK), access(H2, 0, P, READ));
    }

    @Statement(376)
    public void whateverLoadOrUnloadFailsWithTheAccessFails(Bench bench) throws DdiException {
        bench.std();
        bench.memory().markRegisters();
        Export valid = Export.registers(1);
        expectNoDatum(bench, valid, (handle, off, len, type, rw) -> handle.load(off + O, len, type, rw), sigbus(FORWARDED_1603));
        expectNoDatum(bench, valid, (handle, off, len, _, _) -> handle.unload(off + O, len), sigbus(FORWARDED_1603));
        expectNoDatum(bench, valid, (handle, off, len, _, rw) -> handle.load(off, len, PROT, rw), interrupted());
        expectNoDatum(bench, valid.with(ALLOW_REMAP.with(MAPPING_INVALID)), DevmapCookie::load, sigbus(EIO));
    }

    @Statement(377)
    public void aLockThatWasLoadedAsAnAccessPanicsAtTheUnlock(Bench bench) throws DdiException {
        bench.std().devmap(Export.registers(1).with(bench.callbacks().onAccess((handle, off, len, type, rw) ->
                handle.load(off, len, type == LOCK ? ACCESS : type, rw))));
        UserProcess p = bench.process();
        Mapping mapping = p.map(0, 2 * P);
        LockedRange locked = mapping.lock(0, P, READ);
        expect(locked::close, panic());
        expect("locked pages", p.segment().softLockedPages(), 0L);
        p.expectLoaded(0);
        expect(() -> mapping.unmap(0, 2 * P), success());
    }

    @Statement(378)
    public void anInterruptNeitherLoadsNorUnloadsAndAKernelThreadUnloads(Bench bench) throws DdiException {
        FourPages four = FourPages.loaded(bench, O);
        DevmapCookie handle = bench.handle(H1);
        expect(asInterrupt(bench, () -> handle.load(O, P, ACCESS, READ)), panic());
        expect(asInterrupt(bench, () -> handle.unload(O, P)), panic());
        four.expectOnlyTheseUnloaded();
        expect(asKernelThread(bench, () -> handle.unload(O, P)), success());
        four.expectOnlyTheseUnloaded(0);
    }

    @Statement(379)
    public void aKernelThreadThatServesNoFaultCannotLoad(Bench bench) throws DdiException {
        FourPages four = FourPages.loaded(bench, O);
        expect(() -> bench.handle(H1).unload(O, P), success());
        expect(asKernelThread(bench, () -> bench.handle(H1).load(O, P, ACCESS, READ)), panic());
        four.expectOnlyTheseUnloaded(0);
    }

    @Statement(380)
    public void theCallingProcessIsTheOneWhoseFaultIsServed(Bench bench) throws DdiException {
        bench.std().devmap(Export.registers(1).with(bench.callbacks()));
        UserProcess a = bench.process();
        UserProcess b = bench.process();
        Mapping ofB = b.map(0, P);
        bench.journal().skip();
        new UserLocks(bench, a, ofB).lockedBy(() -> bench.device().umemLockMemory(ofB.address(), P, UmemLockFlags.READ, null,
                b.space()));
        bench.journal().expect(Call.of("access").with("handle", H1).with("type", LOCK));
        b.expectLoaded(0);
        expect("locked pages", b.segment().softLockedPages(), 1L);
    }

    @Statement(381)
    public void aDupCallbackLoadsNeitherChildNorParent(Bench bench) throws DdiException {
        RecordingCallbacks callbacks = bench.callbacks();
        bench.std().devmap(Export.registers(1).with(callbacks));
        UserProcess p = bench.process();
        Mapping mapping = p.map(0, P);
        callbacks.onDup((_, data, child) -> {
            load(child);
            return data;
        });
        expect(p::fork, panic());
        expect("spaces", bench.snapshot().spaces().size(), 1);
        expect("handles", bench.snapshot().gates().getFirst().handles(), 1);
        expect(write(mapping, 0, 7), success());
        callbacks.onDup((parent, data, _) -> {
            bench.journal().note("load", Outcome.of(() -> parent.load(0, P, ACCESS, READ)));
            return data;
        });
        expect(p::fork, success());
        expect("load", bench.journal().all("load").getLast().argument("result"), code(EINVAL));
    }

    @Statement(382)
    public void aPanicReachesTheThreadThatCausedTheCallback(Bench bench) throws DdiException {
        RecordingCallbacks callbacks = bench.callbacks();
        bench.std().devmap(Export.registers(1).with(callbacks));
        bench.process().map(0, P);
        UserProcess p = bench.process();
        Mapping mapping = p.map(0, P);
        DevmapCookie another = bench.handle(H1);

        callbacks.onAccess((_, off, len, type, rw) -> another.load(off, len, type, rw));
        expect(read(mapping, 0), panic());
        expectReleased(bench, mapping);

        bench.handle(H2).setContextTimeout(5);
        callbacks.onAccess((handle, off, len, type, rw) -> handle.doContextManagement(off, len, type, rw,
                callbacks.context((_, o, l, t, d) -> another.load(o, l, t, d))));
        expect(read(mapping, 0), panic());
        expect("a busy context", bench.snapshot().contexts().getFirst().busy(), false);
        expectReleased(bench, mapping);

        callbacks.onDup((_, data, _) -> {
            load(another);
            return data;
        });
        expect(p::fork, panic());
        expectReleased(bench, mapping);

        callbacks.onMap((_, _, _) -> {
            load(another);
            return null;
        });
        expect(() -> p.map(P, P), panic());
        expect("segments", p.segments().size(), 1);
        expectReleased(bench, mapping);
    }

    @Statement(383)
    public void theContextDriverUnloadsSwitchesAndLoadsInThatOrder(Bench bench) throws DdiException {
        bench.std().devmap(Export.registers(1).with(new OnePageContext(bench).callbacks()));
        Mapping a = bench.process().map(0, 2 * P);
        Mapping b = bench.process().map(0, 2 * P);
        bench.journal().skip();
        expect(write(a, P, 1), success());
        bench.journal().expect(Call.of("access"), context(H1, P, P), OnePageContext.switched(H1), OnePageContext.load(H1, P, P));
        expect(() -> bench.handle(H1).unload(P, P), success());
        expect(write(a, P, 1), success());
        bench.journal().expect(Call.of("access"), context(H1, P, P), OnePageContext.load(H1, P, P));
        expect(write(b, P, 1), success());
        bench.journal().expect(Call.of("access"), context(H2, P, P), OnePageContext.unload(H1, P, P),
                OnePageContext.switched(H2), OnePageContext.load(H2, P, P));
    }

    @Statement(384)
    public void anUnloadThatFailsPreventsTheSwitch(Bench bench) throws DdiException {
        bench.std().devmap(Export.registers(1).with(new OnePageContext(bench).callbacks()));
        UserProcess owner = bench.process();
        Mapping a = owner.map(O, P);
        UserProcess p = bench.process();
        Mapping b = p.map(0, P);
        expect(write(a, 0, 1), success());
        bench.journal().skip();
        expect(write(b, 0, 2), sigbus(EPERM));
        bench.journal().expect(Call.of("access"), context(H2, 0, P), OnePageContext.unload(H1, 0, P));
        owner.expectLoaded(0);
        p.expectLoaded();
        expect(() -> bench.handle(H1).unload(0, 0), success());
        expect(write(a, 0, 1), success());
        bench.journal().expect(Call.of("access"), context(H1, O, P), OnePageContext.load(H1, O, P));
    }

    @Statement(385)
    public void aHandleWhoseMappingIsGoneDoesNothing(Bench bench) throws DdiException {
        bench.std().devmap(Export.registers(1).with(bench.callbacks()).with(ALLOW_REMAP));
        UserProcess unmapping = bench.process();
        unmapping.map(0, P).close();
        UserProcess exiting = bench.process();
        exiting.map(0, P);
        exiting.close();
        for (String name : List.of(H1, H2)) {
            DevmapCookie gone = bench.handle(name);
            int diagnostics = bench.diagnostics().size();
            expect(() -> gone.unload(0, P), success());
            expect("a diagnostic of unload", bench.diagnostics().size() > diagnostics);
            expect(unmapping.inIoctl(() -> gone.load(0, P, ACCESS, READ)), code(EINVAL));
            expect(() -> gone.umemRemap(UmemRemap.of(bench.memory().u(), 0, P)), ddiFailure());
            expect(() -> gone.devmemRemap(DevmemRemap.of(1, 0, P)), ddiFailure());
            expect(() -> gone.setContextTimeout(5), success());
        }
        expect("contexts", bench.snapshot().contexts(), List.of());
    }

    private static void expectLoadedBy(Bench bench, RecordingCallbacks.OnAccess script, int... pages) throws DdiException {
        Export export = Export.registers(1).with(bench.callbacks().onAccess(script));
        TestDriver driver = bench.driver().devmap(export).install();
        try (UserProcess p = bench.process()) {
            expect(write(p.map(O, 4 * P), 0, 1), success());
            p.expectLoaded(pages);
        }
        driver.uninstall();
    }

    /** Expects that neither a read nor a write through a mapping with that access callback transfers anything. */
    private static void expectNoDatum(Bench bench, Export export, RecordingCallbacks.OnAccess script, Outcome failure)
            throws DdiException {
        bench.installedDriver().devmap(export.with(bench.callbacks().onAccess(script)));
        Mapping mapping = bench.process().map(0, P);
        expect(read(mapping, 0), failure);
        expect(write(mapping, 0, 99), failure);
        expect("the memory", bench.memory().registers(1).getInt(0), mark('1', 0));
    }

    private static void expectLocked(Bench bench, UserProcess p, long pages) {
        expect("locked pages of the segment", p.segment().softLockedPages(), pages);
        expect("pinned pages of G", bench.snapshot().cookies().getFirst().lockedPages(), pages);
    }

    private static Outcome asInterrupt(Bench bench, Step step) {
        return Outcome.of(() -> bench.system().callAsInterrupt(() -> {
            step.run();
            return null;
        }));
    }

    private static Outcome asKernelThread(Bench bench, Step step) {
        return Outcome.of(() -> bench.system().callAsKernelThread(() -> {
            step.run();
            return null;
        }));
    }

    private static void load(DevmapCookie handle) throws DdiException {
        try {
            handle.load(0, P, ACCESS, READ);
        } catch (FaultException failure) {
            throw new DdiException(EIO, "load failed", failure);
        }
    }

    /** Expects that nobody is inside a gate, and that another thread can have the locks of the address space. */
    private static void expectReleased(Bench bench, Mapping mapping) {
        expect("pages inside the gate", bench.snapshot().gates().getFirst().count(), 0L);
        expect(bench.threads().start("another", () -> mapping.protect(Protection.READ)).join(), success());
    }
}
