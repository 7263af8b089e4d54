package org.devmap.conformance.statements;

import static org.devmap.AccessDirection.READ;
import static org.devmap.Errno.EFAULT;
import static org.devmap.Errno.EINVAL;
import static org.devmap.Errno.ENOMEM;
import static org.devmap.conformance.bench.Bench.P;
import static org.devmap.conformance.bench.Calls.H1;
import static org.devmap.conformance.bench.Calls.unmap;
import static org.devmap.conformance.bench.Expect.expect;
import static org.devmap.conformance.bench.KernelMemory.mark;
import static org.devmap.conformance.bench.Outcome.errno;
import static org.devmap.conformance.bench.Outcome.panic;
import static org.devmap.conformance.bench.Outcome.sigbus;
import static org.devmap.conformance.bench.Outcome.success;
import static org.devmap.conformance.bench.Outcome.value;
import static org.devmap.conformance.bench.Touch.read;
import static org.devmap.conformance.bench.Touch.write;
import static org.devmap.driver.MappingCallbacks.Entry.MAP;
import static org.devmap.driver.MappingCallbacks.Entry.UNMAP;
import static org.devmap.driver.UmemFlags.NOSLEEP;
import static org.devmap.driver.UmemFlags.PAGEABLE;
import static org.devmap.driver.UmemFlags.SLEEP;
import static org.devmap.driver.UmemFlags.TRASH;

import java.util.List;
import java.util.OptionalLong;
import org.devmap.DdiException;
import org.devmap.app.LockedRange;
import org.devmap.app.Mapping;
import org.devmap.conformance.Statement;
import org.devmap.conformance.bench.Bench;
import org.devmap.conformance.bench.Export;
import org.devmap.conformance.bench.Layout;
import org.devmap.conformance.bench.UserProcess;
import org.devmap.driver.UmemCookie;
import org.devmap.driver.UmemFlags;
import org.devmap.driver.UmemLockFlags;
import org.devmap.dto.CookieSnapshot;

/**
 * Section 3.17: umem allocation and free. Where C answers a null address and a null cookie, Java throws a DdiException, EINVAL or
 * ENOMEM (section 2.28), and no cookie exists.
 */
public final class UmemStatements {

    @Statement(275)
    public void oneByteIsAZeroedPage(Bench bench) {
        bench.std();
        UmemCookie used = bench.memory().alloc(P, SLEEP);
        used.memory().fill(0, P, (byte) 0xFF);
        bench.memory().free(used);
        UmemCookie cookie = bench.memory().alloc(1, SLEEP);
        expect("size", cookie.size(), P);
        expect("length of the memory", cookie.memory().length(), P);
        expect("bytes of the address inside a page", cookie.kernelAddress().getAsLong() % P, 0L);
        Exhaustion.expectZero(cookie);
        expect(write(cookie.memory(), P - 4, 7), success());
        expect(read(cookie.memory(), P - 4), value(7));
    }

    @Statement(276)
    public void nothingCannotBeAllocated(Bench bench) {
        bench.std();
        for (UmemFlags flags : List.of(SLEEP, NOSLEEP, PAGEABLE, TRASH)) {
            expect(() -> bench.device().umemAlloc(0, flags), errno(EINVAL));
        }
        expectCookies(bench);
    }

    @Statement(277)
    public void aSizeThatWrapsCannotBeAllocated(Bench bench) {
        bench.std();
        expect(() -> bench.device().umemAlloc(-1L, SLEEP), errno(EINVAL));
        expectCookies(bench);
    }

    @Statement(278)
    public void withoutMemoryNosleepFailsAndSleepWaits(Bench bench) {
        Exhaustion exhausted = Exhaustion.of(bench);
        expect(exhausted.alloc(NOSLEEP), errno(ENOMEM));
        expect("cookies", bench.snapshot().cookies().size(), 1);
        UmemCookie cookie = exhausted.expectWaits(SLEEP);
        expectCookies(bench, "KMEM_NON_PAGEABLE");
        cookie.free();
    }

    @Statement(279)
    public void pageableMemoryIsPinnedOnlyWhileInUse(Bench bench) throws DdiException {
        bench.std();
        UmemCookie pageable = bench.memory().alloc(4 * P, PAGEABLE);
        Exhaustion.expectZero(pageable);
        expectPinned(bench, 0);
        Mapping mapping = mapped(bench, Export.umem(pageable));
        expect(read(mapping, 0), value(0));
        expectPinned(bench, 0);
        LockedRange locked = mapping.lock(0, 2 * P, READ);
        expectPinned(bench, 2);
        locked.close();
        expectPinned(bench, 0);
    }

    @Statement(280)
    public void anUnknownFlagIsIgnored(Bench bench) {
        UmemCookie cookie = Exhaustion.of(bench).expectWaits(new UmemFlags(0x10));
        expectCookies(bench, "KMEM_NON_PAGEABLE");
        cookie.free();
    }

    @Statement(281)
    public void trashHasACookieButNoAddress(Bench bench) {
        bench.std();
        UmemCookie trash = bench.memory().alloc(P + 1, TRASH);
        expect("address", trash.kernelAddress(), OptionalLong.empty());
        expect("size", trash.size(), 2 * P);
        expectCookies(bench, "UMEM_TRASH");
        expect(() -> bench.memory().free(trash), success());
        expectCookies(bench);
    }

    @Statement(282)
    public void trashCannotBePageable(Bench bench) {
        bench.std();
        expect(() -> bench.device().umemAlloc(P, PAGEABLE.with(TRASH)), panic());
        expectCookies(bench);
    }

    @Statement(283)
    public void aFailedAllocationLeavesNoCookie(Bench bench) {
        // Java form: there is no variable to be cleared. The exception brings no cookie, and the caller's earlier one stays good.
        bench.std();
        UmemCookie earlier = bench.memory().u();
        expect(() -> bench.device().umemAlloc(0, SLEEP), errno(EINVAL));
        expectCookies(bench, "KMEM_NON_PAGEABLE");
        expect(read(earlier.memory(), 0), value(mark('U', 0)));
    }

    @Statement(284)
    public void freeingNullHasNoEffect(Bench bench) {
        bench.std();
        bench.memory().u();
        List<CookieSnapshot> before = bench.snapshot().cookies();
        expect(() -> bench.device().umemFree(null), success());
        expect("cookies", bench.snapshot().cookies(), before);
    }

    @Statement(285)
    public void pageableMemoryIsNotFreedUnderALock(Bench bench) throws DdiException {
        bench.std();
        UmemCookie g = bench.memory().g();
        LockedRange locked = mapped(bench, Export.umem(g)).lock(0, P, READ);
        expect(g::free, panic());
        expectCookies(bench, "KMEM_PAGEABLE");
        locked.close();
        expect(() -> bench.memory().free(g), success());
        expectCookies(bench);
    }

    @Statement(286)
    public void memoryThatIsMappedCanBeFreedAndIsGone(Bench bench) throws DdiException {
        bench.std();
        UmemCookie u = bench.memory().u();
        Mapping mapping = mapped(bench, Export.umem(u).with(bench.callbacks().only(MAP, UNMAP)));
        expect(read(mapping, 0), value(mark('U', 0)));
        bench.journal().skip();
        expect(() -> bench.memory().free(u), success());
        expect(read(mapping, 0), sigbus(EFAULT));
        expect(read(mapping, P), sigbus(EFAULT));
        mapping.close();
        bench.journal().expect(unmap(H1, 0, 4 * P));
    }

    @Statement(287)
    public void memoryIsFreedOnce(Bench bench) {
        bench.std();
        UmemCookie u = bench.memory().u();
        bench.memory().free(u);
        expect(u::free, panic());
    }

    @Statement(288)
    public void freeOfLockedUserMemoryUnlocksIt(Bench bench) throws DdiException {
        bench.configure(system -> system.lockedLimits(4 * P, 4 * P));
        UserLocks locks = UserLocks.on(bench);
        UmemCookie cookie = locks.locked(0, 2 * P, UmemLockFlags.READ);
        locks.expectCharged(2 * P);
        bench.memory().free(cookie);
        locks.expectCharged(0);
        expect("locked pages", locks.process().segment().softLockedPages(), 0L);
    }

    @Statement(289)
    public void oneCookieIsTheSameMemoryForEverybody(Bench bench) throws DdiException {
        bench.std();
        UmemCookie u = bench.memory().u();
        Layout twice = Layout.from(0).then(4 * P, Export.umem(u)).then(4 * P, Export.umem(u).shiftedBy(-4 * P));
        bench.installedDriver().devmap(twice);
        Mapping a = bench.process().map(0, 8 * P);
        Mapping b = bench.process().map(4 * P, 4 * P);
        expect(write(a, P, 17), success());
        expect(read(a, 5 * P), value(17));
        expect(read(b, P), value(17));
        expect(write(b, 2 * P, 18), success());
        expect(read(a, 2 * P), value(18));
        expect(read(a, 6 * P), value(18));
        expect(read(u.memory(), 2 * P), value(18));
    }

    /** Four pages in a process of their own. */
    private static Mapping mapped(Bench bench, Export export) throws DdiException {
        bench.installedDriver().devmap(export);
        return bench.process().map(0, 4 * P);
    }

    private static void expectPinned(Bench bench, long pages) {
        expect("pinned pages", bench.snapshot().cookies().getFirst().lockedPages(), pages);
    }

    private static void expectCookies(Bench bench, String... types) {
        expect("cookies", bench.snapshot().cookies().stream().map(CookieSnapshot::type).toList(), List.of(types));
    }
}
