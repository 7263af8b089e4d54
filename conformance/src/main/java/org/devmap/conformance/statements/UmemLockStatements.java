package org.devmap.conformance.statements;

import static org.devmap.AccessType.LOCK;
import static org.devmap.AccessType.UNLOCK;
import static org.devmap.Errno.DDI_FAILURE;
import static org.devmap.Errno.EACCES;
import static org.devmap.Errno.EFAULT;
import static org.devmap.Errno.EINVAL;
import static org.devmap.Errno.ENOMEM;
import static org.devmap.conformance.bench.Bench.P;
import static org.devmap.conformance.bench.Calls.H1;
import static org.devmap.conformance.bench.Calls.H2;
import static org.devmap.conformance.bench.Calls.H3;
import static org.devmap.conformance.bench.Calls.H4;
import static org.devmap.conformance.bench.Calls.NONE;
import static org.devmap.conformance.bench.Calls.devmap;
import static org.devmap.conformance.bench.Calls.unmap;
import static org.devmap.conformance.bench.Expect.expect;
import static org.devmap.conformance.bench.KernelMemory.mark;
import static org.devmap.conformance.bench.Outcome.errno;
import static org.devmap.conformance.bench.Outcome.segvMaperr;
import static org.devmap.conformance.bench.Outcome.success;
import static org.devmap.conformance.bench.Outcome.value;
import static org.devmap.conformance.bench.Touch.read;
import static org.devmap.conformance.bench.Touch.write;
import static org.devmap.driver.DevmapFlags.ALLOW_REMAP;
import static org.devmap.driver.MappingCallbacks.Entry.UNMAP;
import static org.devmap.driver.UmemLockFlags.LONGTERM;
import static org.devmap.driver.UmemLockFlags.READ;
import static org.devmap.driver.UmemLockFlags.WRITE;
import static org.devmap.embed.SystemConfiguration.UNLIMITED;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.IoDirection;
import org.devmap.Protection;
import org.devmap.app.Mapping;
import org.devmap.conformance.Statement;
import org.devmap.conformance.bench.Background;
import org.devmap.conformance.bench.Bench;
import org.devmap.conformance.bench.Call;
import org.devmap.conformance.bench.Checkpoint;
import org.devmap.conformance.bench.Export;
import org.devmap.conformance.bench.Outcome;
import org.devmap.conformance.bench.RecordingCallbacks;
import org.devmap.conformance.bench.UserProcess;
import org.devmap.driver.UmemCallbacks;
import org.devmap.driver.UmemCookie;
import org.devmap.driver.UmemLockFlags;

/** Section 3.18: locking of user memory, and what it costs. */
public final class UmemLockStatements {

    @Statement(290)
    public void theFlagsAreReadAndWriteAndAtLeastOneOfThem(Bench bench) throws DdiException {
        UserLocks locks = UserLocks.on(bench);
        for (int bits : new int[] {0, 4, 8, 1 | 8}) {
            expect(locks.lock(0, P, new UmemLockFlags(bits)), errno(EINVAL));
            expect(locks.lock(1, P, new UmemLockFlags(bits)), errno(EINVAL));
        }
        expect("cookies", bench.snapshot().cookies(), List.of());
    }

    @Statement(291)
    public void memoryIsLockedForReadingAndWritingAtOnce(Bench bench) throws DdiException {
        expect(UserLocks.on(bench).lock(0, P, READ.with(WRITE)), success());
    }

    @Statement(292)
    public void onlyWholePagesAreLocked(Bench bench) throws DdiException {
        UserLocks locks = UserLocks.on(bench);
        expect(locks.lock(0x800, P, READ), errno(EINVAL));
        expect(locks.lock(0, 0x800, READ), errno(EINVAL));
    }

    @Statement(293)
    public void lockedMemoryMayReachTheLimitButNotPassIt(Bench bench) throws DdiException {
        UserLocks locks = limitedToFourPages(bench);
        expect(locks.lock(0, 4 * P, READ), success());
        expect(locks.lock(4 * P, P, READ), errno(ENOMEM));
    }

    @Statement(294)
    public void everyLockPaysTheFullPrice(Bench bench) throws DdiException {
        UserLocks locks = limitedToFourPages(bench);
        expect(locks.lock(0, 2 * P, READ), success());
        expect(locks.lock(0, 2 * P, READ), success());
        locks.expectCharged(4 * P);
        expect(locks.lock(0, P, READ), errno(ENOMEM));
    }

    @Statement(295)
    public void anUnlockReturnsItsOwnPrice(Bench bench) throws DdiException {
        UserLocks locks = limitedToFourPages(bench);
        UmemCookie first = locks.locked(0, 2 * P, READ);
        locks.locked(0, 2 * P, READ);
        bench.memory().free(first);
        locks.expectCharged(2 * P);
    }

    @Statement(296)
    public void aLockThatFailsOnAHoleCostsNothing(Bench bench) throws DdiException {
        UserLocks locks = limitedToFourPages(bench);
        locks.mapping().unmap(2 * P, P);
        locks.locked(0, P, READ);
        expect(locks.lock(P, 2 * P, READ), errno(EFAULT));
        locks.expectCharged(P);
    }

    @Statement(297)
    public void aReadOnlyMappingIsNotLockedForWriting(Bench bench) throws DdiException {
        UserLocks locks = UserLocks.on(bench);
        locks.mapping().protect(Protection.READ);
        expect(locks.lock(0, P, WRITE), errno(EACCES));
    }

    @Statement(298)
    public void aDenialByTheZoneLeavesTheProjectAlone(Bench bench) throws DdiException {
        bench.configure(system -> system.lockedLimits(UNLIMITED, 2 * P));
        UserLocks locks = UserLocks.on(bench);
        expect(locks.lock(0, 3 * P, READ), errno(ENOMEM));
        locks.expectCharged(0);
    }

    @Statement(299)
    public void whatWasNotChargedIsNotCredited(Bench bench) throws DdiException {
        bench.configure(system -> system.lockedLimits(UNLIMITED, UNLIMITED));
        UserLocks locks = UserLocks.on(bench);
        UmemCookie cookie = locks.locked(0, 2 * P, READ);
        locks.expectCharged(0);
        bench.system().setProjectLockedLimit(locks.process().space().owner(), 4 * P);
        bench.system().setZoneLockedLimit(4 * P);
        bench.memory().free(cookie);
        locks.expectCharged(0);
        expect(locks.lock(0, 5 * P, READ), errno(ENOMEM));
    }

    @Statement(300)
    public void nothingCannotBeLocked(Bench bench) throws DdiException {
        expect(UserLocks.on(bench).lock(0, 0, READ), errno(EFAULT));
    }

    @Statement(301)
    public void aMappingThatCanBeRemappedIsNotLocked(Bench bench) throws DdiException {
        UserLocks locks = limitedToFourPages(bench, Export.registers(1).with(ALLOW_REMAP));
        expect(locks.lock(0, 2 * P, READ), errno(EFAULT));
        locks.expectCharged(0);
    }

    @Statement(302)
    public void aBareFailureOfTheDriverReachesTheCallerAsItIs(Bench bench) throws DdiException {
        UserLocks locks = limitedToFourPages(bench, Export.registers(1).with(bench.callbacks().onAccess((_, _, _, _, _) -> {
            throw new DdiException(DDI_FAILURE);
        })));
        expect(locks.lock(0, P, READ), errno(Errno.of(16777215)));
        expect("type of the call", bench.journal().all("access").getFirst().argument("type"), LOCK);
    }

    @Statement(303)
    public void aLockedBufferCanBeExportedToAnotherProcess(Bench bench) throws DdiException {
        UserLocks locks = UserLocks.on(bench);
        bench.installedDriver().devmap(Export.umem(locks.locked(4 * P, 2 * P, READ.with(WRITE))));
        Mapping other = bench.process().map(0, 2 * P);
        expect(read(other, 0), value(mark('1', 4)));
        expect(read(other, P), value(mark('1', 5)));
        expect(write(other, P, 17), success());
        expect(read(locks.mapping(), 5 * P), value(17));
        expect(write(locks.mapping(), 4 * P, 18), success());
        expect(read(other, 0), value(18));
    }

    @Statement(304)
    public void anInterruptUnlocksLater(Bench bench) throws DdiException {
        Checkpoint unlocking = bench.threads().checkpoint("in UNLOCK");
        RecordingCallbacks callbacks = bench.callbacks().onAccess((handle, off, len, type, rw) -> {
            if (type == UNLOCK) {
                unlocking.pass();
            }
            handle.defaultAccess(off, len, type, rw);
        });
        UserLocks locks = limitedToFourPages(bench, Export.registers(1).with(callbacks));
        UmemCookie cookie = locks.locked(0, 2 * P, READ);
        Background interrupt = bench.threads().start("interrupt", () -> bench.system().callAsInterrupt(() -> {
            bench.memory().free(cookie);
            return null;
        }));
        expect(interrupt.join(), success());
        unlocking.awaitArrival();
        locks.expectCharged(2 * P);
        unlocking.release();
        bench.threads().await("the charge to be returned", () -> bench.snapshot().limits().zoneUsed() == 0);
        locks.expectCharged(0);
    }

    @Statement(305)
    public void aLongLockNeedsCallbacksOfVersionOneThatCleanUp(Bench bench) throws DdiException {
        UserLocks locks = UserLocks.on(bench);
        UmemCallbacks versionTwo = new UmemCallbacks() {

            @Override
            public int version() {
                return 2;
            }

            @Override
            public void cleanup(UmemCookie cookie) {
                bench.memory().free(cookie);
            }
        };
        expect(longLock(locks, READ.with(LONGTERM), versionTwo), errno(EINVAL));
        expect(longLock(locks, READ, versionTwo), errno(EINVAL));
        expect(longLock(locks, READ.with(LONGTERM), null), errno(EINVAL));
    }

    @Statement(306)
    public void aLongLockIsCleanedUpBeforeItsPagesGo(Bench bench) throws DdiException {
        bench.std();
        bench.memory().markRegisters();
        UserLocks unmapped = lockedForLong(bench);
        unmapped.mapping().close();
        bench.journal().expect(Call.of("cleanup").with("result", value(mark('1', 1))), unmap(H1, 0, 8 * P));
        expect(read(unmapped.mapping(), 0), segvMaperr());

        UserLocks replaced = lockedForLong(bench);
        bench.installedDriver().devmap(Export.registers(2));
        replaced.process().mapFixed(replaced.mapping().address(), 0, 2 * P);
        bench.journal().expect(devmap(H3, 0, 2 * P), Call.of("cleanup").with("result", value(mark('1', 1))),
                unmap(H2, 0, 2 * P, NONE, H2));

        UserLocks exiting = lockedForLong(bench);
        exiting.process().close();
        bench.journal().expect(Call.of("cleanup").with("result", value(mark('1', 1))), unmap(H4, 0, 8 * P));
    }

    @Statement(307)
    public void onlyUserMemoryIsUnlocked(Bench bench) throws DdiException {
        // Java form: unlock and free are one method that does what its kind of cookie needs, so that freeing kernel memory
        // returns the memory and can touch neither a lock nor a charge.
        UserLocks locks = limitedToFourPages(bench);
        locks.locked(0, 2 * P, READ);
        UmemCookie u = bench.memory().u();
        expect(() -> bench.memory().free(u), success());
        locks.expectCharged(2 * P);
        expect("locked pages", locks.process().segment().softLockedPages(), 2L);
        expect("cookies", bench.snapshot().cookies().size(), 1);
    }

    @Statement(308)
    public void onlyARangeInsidePinnedMemoryIsPreparedForIo(Bench bench) throws DdiException {
        bench.std();
        UmemCookie u = bench.memory().u();
        expect(read(u.ioSetup(2 * P, 2 * P, IoDirection.FROM_DEVICE), P), value(mark('U', 3)));
        expect(() -> u.ioSetup(3 * P, 2 * P, IoDirection.FROM_DEVICE), errno(EINVAL));
        expect(() -> u.ioSetup(P, -1L, IoDirection.FROM_DEVICE), errno(EINVAL));
        expect(() -> bench.memory().g().ioSetup(0, P, IoDirection.FROM_DEVICE), errno(EINVAL));
    }

    private static UserLocks limitedToFourPages(Bench bench) throws DdiException {
        return limitedToFourPages(bench, Export.registers(1));
    }

    private static UserLocks limitedToFourPages(Bench bench, Export export) throws DdiException {
        bench.configure(system -> system.lockedLimits(4 * P, UNLIMITED));
        bench.std();
        return UserLocks.on(bench, export);
    }

    /** Eight pages of which the second is locked until its cleanup callback unlocks it, having read it. */
    private static UserLocks lockedForLong(Bench bench) throws DdiException {
        UserLocks locks = UserLocks.on(bench, Export.registers(1).with(bench.callbacks().only(UNMAP)));
        AtomicReference<UmemCookie> cookie = new AtomicReference<>();
        UmemCallbacks callbacks = going -> {
            bench.journal().note("cleanup", going == cookie.get() ? read(going.memory(), 0) : going);
            bench.memory().free(going);
        };
        cookie.set(locks.lockedBy(() -> bench.device().umemLockMemory(locks.mapping().address() + P, P,
                READ.with(LONGTERM), callbacks, null)));
        bench.journal().skip();
        return locks;
    }

    private static Outcome longLock(UserLocks locks, UmemLockFlags flags, UmemCallbacks callbacks) {
        UserProcess p = locks.process();
        return p.inIoctl(() -> locks.bench().memory().keep(locks.bench().device().umemLockMemory(locks.mapping().address(), P,
                flags, callbacks, null)));
    }
}
