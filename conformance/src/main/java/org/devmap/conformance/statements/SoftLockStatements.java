package org.devmap.conformance.statements;

import static org.devmap.AccessDirection.OTHER;
import static org.devmap.AccessDirection.WRITE;
import static org.devmap.Errno.EFAULT;
import static org.devmap.Errno.EINTR;
import static org.devmap.Errno.EIO;
import static org.devmap.conformance.bench.Bench.P;
import static org.devmap.conformance.bench.Calls.H1;
import static org.devmap.conformance.bench.Calls.H2;
import static org.devmap.conformance.bench.Calls.access;
import static org.devmap.conformance.bench.Expect.expect;
import static org.devmap.conformance.bench.Outcome.errno;
import static org.devmap.conformance.bench.Outcome.interrupted;
import static org.devmap.conformance.bench.Outcome.panic;
import static org.devmap.conformance.bench.Outcome.success;
import static org.devmap.conformance.bench.Touch.write;

import java.util.List;
import org.devmap.AccessType;
import org.devmap.DdiException;
import org.devmap.app.LockedRange;
import org.devmap.app.Mapping;
import org.devmap.conformance.Statement;
import org.devmap.conformance.bench.Background;
import org.devmap.conformance.bench.Bench;
import org.devmap.conformance.bench.Call;
import org.devmap.conformance.bench.Checkpoint;
import org.devmap.conformance.bench.Export;
import org.devmap.conformance.bench.Layout;
import org.devmap.conformance.bench.RecordingCallbacks;
import org.devmap.conformance.bench.TestDriver;
import org.devmap.conformance.bench.UserProcess;
import org.devmap.driver.DevmapFlags;
import org.devmap.driver.UmemCookie;
import org.devmap.dto.GateSnapshot;
import org.devmap.dto.SpaceSnapshot;

/** Section 3.13: soft locks, which kernel I/O to a mapping takes. */
public final class SoftLockStatements {

    @Statement(206)
    public void withoutAccessCallbackPagesAreLoadedAndCounted(Bench bench) throws DdiException {
        bench.std();
        UserProcess p = bench.process();
        Mapping mapping = p.map(0, 4 * P);
        try (LockedRange _ = lock(mapping, P, 2 * P)) {
            p.expectLoaded(1, 2);
            expect("soft-lock count", p.segment().softLockedPages(), 2L);
        }
        expect("soft-lock count", p.segment().softLockedPages(), 0L);
        p.expectLoaded(1, 2);
    }

    @Statement(207)
    public void anAccessCallbackHearsOfLockAndUnlockOncePerHandle(Bench bench) throws DdiException {
        bench.std().devmap(Export.registers(1).inPiecesOf(2 * P).with(bench.callbacks()));
        Mapping mapping = bench.process().map(0, 4 * P);
        bench.journal().skip();
        try (LockedRange _ = lock(mapping, P, 3 * P)) {
            bench.journal().expect(locking(H1, P, P), locking(H2, 2 * P, 2 * P));
        }
        bench.journal().expect(unlocking(H1, P, P), unlocking(H2, 2 * P, 2 * P));
    }

    // FC_NOSUPPORT itself stays inside the framework; the EFAULT it becomes (0.3) is what a caller in Java sees.
    @Statement(208)
    public void aRemappableHandleCannotBeLocked(Bench bench) throws DdiException {
        RecordingCallbacks callbacks = bench.callbacks();
        bench.std().devmap(Layout.from(0).then(2 * P, Export.registers(1).with(callbacks))
                .then(2 * P, Export.registers(1).with(callbacks).with(DevmapFlags.ALLOW_REMAP)));
        UserProcess p = bench.process();
        Mapping mapping = p.map(0, 4 * P);
        bench.journal().skip();
        expect(() -> lock(mapping, P, 2 * P), errno(EFAULT));
        bench.journal().expectNothing();
        expect("soft-lock count", p.segment().softLockedPages(), 0L);
        expect(() -> lock(mapping, 0, 2 * P).close(), success());
    }

    @Statement(209)
    public void aTouchWaitsForTheEndOfALock(Bench bench) throws DdiException {
        TwoProcesses two = TwoProcesses.sharing(bench);
        Background touching;
        try (LockedRange _ = lock(two.a(), 0, P)) {
            bench.journal().expect(locking(H1, 0, P));
            touching = bench.threads().touch("B", () -> write(two.b(), 0, 1));
            awaitAtGate(bench, 1);
            bench.journal().expectNothing();
        }
        expect(touching.join(), success());
        bench.journal().expect(unlocking(H1, 0, P), access(H2, 0, P, WRITE));
    }

    @Statement(210)
    public void aLockWaitsForTheEndOfATouch(Bench bench) throws DdiException {
        Checkpoint stop = bench.threads().checkpoint("in the access callback");
        TwoProcesses two = TwoProcesses.sharing(bench, bench.callbacks().onAccess((handle, off, len, type, rw) -> {
            if (type == AccessType.ACCESS) {
                stop.pass();
            }
            handle.load(off, len, type, rw);
        }));
        Background touching = bench.threads().touch("A", () -> write(two.a(), 0, 1));
        stop.awaitArrival();
        Background locking = bench.threads().start("B", () -> lock(two.b(), 0, P).close());
        awaitAtGate(bench, 1);
        bench.journal().expect(access(H1, 0, P, WRITE));
        stop.release();
        expect(touching.join(), success());
        expect(locking.join(), success());
        bench.journal().expect(locking(H2, 0, P), unlocking(H2, 0, P));
    }

    @Statement(211)
    public void aSignalEndsTheWaitForALock(Bench bench) throws DdiException {
        TwoProcesses two = TwoProcesses.sharing(bench);
        try (LockedRange _ = lock(two.a(), 0, P)) {
            bench.journal().skip();
            Background touching = bench.threads().touch("B", () -> write(two.b(), 0, 1));
            awaitAtGate(bench, 1);
            touching.interrupt();
            expect(touching.join(), interrupted());
            Background kernel = bench.threads().start("kernel I/O", () -> lock(two.b(), 0, P));
            awaitAtGate(bench, 1);
            kernel.interrupt();
            expect(kernel.join(), errno(EINTR));
            bench.journal().expectNothing();
            awaitAtGate(bench, 0);
        }
    }

    @Statement(212)
    public void aLockThatFailsHalfWayIsUndone(Bench bench) throws DdiException {
        RecordingCallbacks callbacks = bench.callbacks().onAccess((handle, off, len, type, rw) -> {
            if (handle == bench.handle(H2)) {
                throw new DdiException(EIO);
            }
            handle.load(off, len, type, rw);
        });
        bench.std().devmap(Export.registers(1).inPiecesOf(2 * P).with(callbacks));
        UserProcess p = bench.process();
        Mapping mapping = p.map(0, 4 * P);
        bench.journal().skip();
        expect(() -> lock(mapping, 0, 4 * P), errno(EIO));
        bench.journal().expect(locking(H1, 0, 2 * P), locking(H2, 2 * P, 2 * P),
                access(H1, 0, 2 * P, AccessType.UNLOCK, OTHER));
        expect("soft-lock count", p.segment().softLockedPages(), 0L);
        expect("pages inside the gate", gates(bench), List.of(0L));
    }

    @Statement(213)
    public void munmapWaitsForTheEndOfALock(Bench bench) throws DdiException {
        bench.std();
        UserProcess p = bench.process();
        Mapping mapping = p.map(0, 4 * P);
        long length = 4 * P;
        for (long gone : new long[] {3 * P, 0}) {
            Background unmapping;
            try (LockedRange _ = lock(mapping, 0, P)) {
                unmapping = bench.threads().start("munmap", () -> mapping.unmap(gone, P));
                bench.threads().await("munmap to wait", () -> waiting(bench, p) == 1);
                expect("length of the segment", p.segment().length(), length);
            }
            expect(unmapping.join(), success());
            length -= P;
            expect("length of the segment", p.segment().length(), length);
        }
    }

    @Statement(214)
    public void aChildHasNoLocks(Bench bench) throws DdiException {
        bench.std();
        UserProcess p = bench.process();
        Mapping mapping = p.map(0, 4 * P);
        try (LockedRange _ = lock(mapping, 0, P)) {
            UserProcess child = p.fork();
            expect("soft-lock count of the child", child.segment().softLockedPages(), 0L);
            expect("soft-lock count of the parent", p.segment().softLockedPages(), 1L);
        }
    }

    @Statement(215)
    public void aLockDoesNotStopTouchesThroughAnotherMinor(Bench bench) throws DdiException {
        bench.std().devmap(Export.registers(1).with(bench.callbacks()));
        Mapping first = bench.process("dv", 0).map(0, P);
        Mapping second = bench.process("dv", 1).map(0, P);
        bench.journal().skip();
        try (LockedRange _ = lock(first, 0, P)) {
            expect(bench.threads().touch("minor 1", () -> write(second, 0, 1)).join(), success());
            bench.journal().expect(locking(H1, 0, P), access(H2, 0, P, WRITE));
        }
    }

    @Statement(216)
    public void withoutAccessCallbackLocksAndTouchesDoNotExcludeEachOther(Bench bench) throws DdiException {
        bench.std();
        UserProcess p = bench.process();
        Mapping mapping = p.map(0, 4 * P);
        try (LockedRange _ = lock(mapping, 0, P)) {
            expect(bench.threads().touch("a locked page", () -> write(mapping, 0, 1)).join(), success());
            expect(bench.threads().touch("another page", () -> write(mapping, P, 1)).join(), success());
            expect(bench.threads().start("another lock", () -> lock(mapping, 0, 2 * P).close()).join(), success());
        }
        expect("gates", bench.snapshot().gates(), List.of());
    }

    @Statement(217)
    public void overlappingLocksOfPageableMemoryEndWithoutPins(Bench bench) throws DdiException {
        TestDriver driver = bench.std();
        UmemCookie g = bench.memory().g();
        driver.devmap(Export.umem(g));
        Mapping mapping = bench.process().map(0, 4 * P);
        LockedRange first = lock(mapping, 0, 2 * P);
        try (LockedRange _ = lock(mapping, P, 2 * P)) {
            expect("pinned", pinnedPages(bench) > 0);
            first.close();
            expect("pinned", pinnedPages(bench) > 0);
        }
        expect("pinned pages", pinnedPages(bench), 0L);
        expect(() -> bench.memory().free(g), success());
    }

    // A page that can be locked at all and then turns out invalid: kernel memory that was freed while it was mapped.
    @Statement(218)
    public void aLockThatFailsOnAnInvalidPageCountsNothing(Bench bench) throws DdiException {
        TestDriver driver = bench.std();
        UmemCookie u = bench.memory().u();
        driver.devmap(Layout.from(0).then(2 * P, Export.registers(1)).then(2 * P, Export.umem(u)));
        UserProcess p = bench.process();
        Mapping mapping = p.map(0, 4 * P);
        bench.memory().free(u);
        expect(() -> lock(mapping, 0, 4 * P), errno(EFAULT));
        expect("soft-lock count", p.segment().softLockedPages(), 0L);
        expect(bench.threads().start("munmap", mapping::close).join(), success());
    }

    // The LOCK seems to succeed; that H1 was not locked comes out at the end of the locked range, in its close.
    @Statement(219)
    public void unlockingWhatWasNeverLockedIsAPanic(Bench bench) throws DdiException {
        RecordingCallbacks callbacks = bench.callbacks().onAccess((handle, off, len, type, rw) -> {
            if (type != AccessType.LOCK || handle != bench.handle(H1)) {
                handle.load(off, len, type, rw);
            }
        });
        bench.std().devmap(Export.registers(1).inPiecesOf(2 * P).with(callbacks));
        UserProcess p = bench.process();
        Mapping mapping = p.map(0, 4 * P);
        expect(write(mapping, P, 7), success());
        bench.journal().skip();
        LockedRange range = lock(mapping, 0, 4 * P);
        expect("soft-lock count", p.segment().softLockedPages(), 2L);
        expect(range::close, panic());
        bench.journal().expect(locking(H1, 0, 2 * P), locking(H2, 2 * P, 2 * P), unlocking(H1, 0, 2 * P),
                unlocking(H2, 2 * P, 2 * P));
        p.expectLoaded(1, 2, 3);
        expect("soft-lock count", p.segment().softLockedPages(), 0L);
        expect("pages inside the gate", gates(bench), List.of(0L));
        expect(bench.threads().start("munmap", mapping::close).join(), success());
    }

    private static LockedRange lock(Mapping mapping, long offset, long length) throws DdiException {
        return mapping.addressSpace().pageLock(mapping.address() + offset, length, WRITE);
    }

    private static Call locking(String handle, long off, long len) {
        return access(handle, off, len, AccessType.LOCK, WRITE);
    }

    /** The access callback for an unlock; its direction is the framework's affair. */
    private static Call unlocking(String handle, long off, long len) {
        return Call.of("access").with("handle", handle).with("off", off).with("len", len).with("type", AccessType.UNLOCK);
    }

    private static void awaitAtGate(Bench bench, int waiting) {
        bench.threads().await(waiting + " threads waiting at the gate",
                () -> bench.snapshot().gates().stream().mapToInt(GateSnapshot::waiting).sum() == waiting);
    }

    private static List<Long> gates(Bench bench) {
        return bench.snapshot().gates().stream().map(GateSnapshot::count).toList();
    }

    private static int waiting(Bench bench, UserProcess process) {
        return bench.snapshot().space(process.space().id()).map(SpaceSnapshot::waiting).orElse(0);
    }

    private static long pinnedPages(Bench bench) {
        return bench.snapshot().cookies().getFirst().lockedPages();
    }

    /**
     * Two processes with a page of the same device number and access function, behind H1 and H2.
     *
     * @param a the first one's mapping
     * @param b the second one's mapping
     */
    private record TwoProcesses(Mapping a, Mapping b) {

        private static TwoProcesses sharing(Bench bench) throws DdiException {
            return sharing(bench, bench.callbacks());
        }

        private static TwoProcesses sharing(Bench bench, RecordingCallbacks callbacks) throws DdiException {
            bench.std().devmap(Export.registers(1).with(callbacks));
            TwoProcesses two = new TwoProcesses(bench.process().map(0, P), bench.process().map(0, P));
            bench.journal().skip();
            return two;
        }
    }
}
