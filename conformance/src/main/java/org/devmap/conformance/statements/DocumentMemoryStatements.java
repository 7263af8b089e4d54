package org.devmap.conformance.statements;

import static org.devmap.Errno.EACCES;
import static org.devmap.Errno.EFAULT;
import static org.devmap.Errno.ENOMEM;
import static org.devmap.Errno.ENXIO;
import static org.devmap.Protection.EXEC;
import static org.devmap.Protection.NONE;
import static org.devmap.Protection.READ;
import static org.devmap.Protection.READ_WRITE;
import static org.devmap.conformance.bench.Bench.P;
import static org.devmap.conformance.bench.Expect.expect;
import static org.devmap.conformance.bench.KernelMemory.mark;
import static org.devmap.conformance.bench.Outcome.errno;
import static org.devmap.conformance.bench.Outcome.panic;
import static org.devmap.conformance.bench.Outcome.segvAccerr;
import static org.devmap.conformance.bench.Outcome.segvMaperr;
import static org.devmap.conformance.bench.Outcome.success;
import static org.devmap.conformance.bench.Outcome.value;
import static org.devmap.conformance.bench.Touch.read;
import static org.devmap.conformance.bench.Touch.write;
import static org.devmap.driver.UmemFlags.NOSLEEP;
import static org.devmap.driver.UmemFlags.PAGEABLE;
import static org.devmap.driver.UmemFlags.SLEEP;
import static org.devmap.embed.SystemConfiguration.UNLIMITED;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.devmap.DdiException;
import org.devmap.MemoryAccess;
import org.devmap.app.Mapping;
import org.devmap.conformance.Statement;
import org.devmap.conformance.bench.Bench;
import org.devmap.conformance.bench.Export;
import org.devmap.conformance.bench.Outcome;
import org.devmap.conformance.bench.UserProcess;
import org.devmap.driver.DrvMmap;
import org.devmap.driver.UmemCookie;
import org.devmap.driver.UmemLockFlags;
import org.devmap.dto.SegmentSnapshot;

/** Section 3.24, the memory of document 002 and drv_mmap of document 003. */
public final class DocumentMemoryStatements {

    @Statement(386)
    public void kernelMemoryKeepsWhatDriverAndUserWrite(Bench bench) throws DdiException {
        bench.std();
        UmemCookie cookie = bench.memory().alloc(P, SLEEP);
        cookie.memory().setInt(0, 1);
        bench.installedDriver().devmap(Export.umem(cookie));
        Mapping mapping = bench.process().map(0, P);
        expect(read(mapping, 0), value(1));
        expect(write(mapping, 0, 2), success());
        mapping.close();
        expect(read(cookie.memory(), 0), value(2));
    }

    @Statement(387)
    public void withoutMemoryPageableFailsOrWaitsAsWell(Bench bench) {
        Exhaustion exhausted = Exhaustion.of(bench);
        // Java form: ENOMEM stands for the null address and the null cookie (section 2.28).
        expect(exhausted.alloc(NOSLEEP.with(PAGEABLE)), errno(ENOMEM));
        expect("cookies", bench.snapshot().cookies().size(), 1);
        exhausted.expectWaits(SLEEP.with(PAGEABLE)).free();
    }

    @Statement(388)
    public void memoryIsLockedFromAllocToFreeAndCostsNoLimit(Bench bench) throws DdiException {
        bench.configure(system -> system.lockedLimits(16 * P, 16 * P));
        UserLocks locks = UserLocks.on(bench);
        UmemCookie cookie = bench.memory().alloc(3 * P, SLEEP);
        expectLocked(locks, 3);
        bench.installedDriver().devmap(Export.umem(cookie));
        Mapping mapping = bench.process().map(0, 3 * P);
        expectLocked(locks, 3);
        expect(read(mapping, 0), value(0));
        expectLocked(locks, 3);
        mapping.close();
        expectLocked(locks, 3);
        bench.memory().free(cookie);
        expect("cookies", bench.snapshot().cookies(), List.of());
        locks.expectCharged(0);
    }

    @Statement(389)
    public void overlappingRegionsOfTwoProcessesAreChargedTwice(Bench bench) throws DdiException {
        bench.configure(system -> system.lockedLimits(16 * P, UNLIMITED));
        UserLocks first = UserLocks.on(bench);
        UserLocks second = UserLocks.on(bench, Export.registers(1));
        UmemCookie of0And1 = first.lockedBy(() -> bench.device().umemLockMemory(first.mapping().address(), 2 * P,
                UmemLockFlags.READ, null, null));
        UmemCookie of1And2 = second.lockedBy(() -> bench.device().umemLockMemory(second.mapping().address() + P, 2 * P,
                UmemLockFlags.READ, null, null));
        expect("project of the second", second.process().space().owner(), first.process().space().owner());
        first.expectCharged(4 * P);
        bench.memory().free(of0And1);
        first.expectCharged(2 * P);
        bench.memory().free(of1And2);
        first.expectCharged(0);
    }

    @Statement(390)
    public void aDeniedLockLeavesTheChargeAsItWas(Bench bench) throws DdiException {
        bench.configure(system -> system.lockedLimits(4 * P, UNLIMITED));
        UserLocks locks = UserLocks.on(bench);
        locks.locked(0, 3 * P, UmemLockFlags.READ);
        expect(locks.lock(3 * P, 2 * P, UmemLockFlags.READ), errno(ENOMEM));
        locks.expectCharged(3 * P);
        expect(locks.lock(3 * P, P, UmemLockFlags.READ), success());
    }

    @Statement(391)
    public void anObjectWithoutPermissionsIsReadableAfterMprotect(Bench bench) throws DdiException {
        bench.std();
        UserProcess p = bench.process();
        long address = DrvMmapCalls.map(bench, p, u(bench).withProtection(NONE, READ_WRITE));
        expect(read(p.space().memory(), address), segvAccerr());
        p.space().mprotect(address, P, READ);
        expect(read(p.space().memory(), address), value(mark('U', 0)));
    }

    @Statement(392)
    public void userIsAddedToBothProtections(Bench bench) {
        bench.std();
        UserProcess p = bench.process();
        long address = DrvMmapCalls.map(bench, p, u(bench).withProtection(READ_WRITE, READ_WRITE));
        expect(write(p.space().memory(), address, 7), success());
        expect(read(p.space().memory(), address), value(7));
        expect(() -> p.space().mprotect(address, P, READ), success());
        expect(() -> p.space().mprotect(address, P, READ_WRITE), success());
        expect(write(p.space().memory(), address, 8), success());
        expect(() -> p.space().mprotect(address, P, EXEC), errno(EACCES));
    }

    @Statement(393)
    public void permissionToWriteDoesNotOutliveItsMapping(Bench bench) throws DdiException {
        bench.std();
        UserProcess p = bench.process();
        MemoryAccess memory = p.space().memory();
        long replaced = DrvMmapCalls.map(bench, p, u(bench));
        long restricted = DrvMmapCalls.map(bench, p, u(bench));
        expect(write(memory, replaced, 7), success());
        expect(write(memory, restricted, 7), success());
        DrvMmapCalls.map(bench, p, u(bench).withProtection(READ, READ).at(replaced));
        p.space().mprotect(restricted, P, READ);
        for (int attempt = 0; attempt < 2; attempt++) {
            expect(write(memory, replaced, 8), segvAccerr());
            expect(write(memory, restricted, 8), segvAccerr());
            expect(read(memory, replaced), value(7));
            expect(read(memory, restricted), value(7));
        }
    }

    @Statement(394)
    public void execImpliesRead(Bench bench) {
        bench.std();
        UserProcess p = bench.process();
        long address = DrvMmapCalls.map(bench, p, u(bench).withProtection(EXEC, EXEC));
        expect(read(p.space().memory(), address), value(mark('U', 0)));
        expect(write(p.space().memory(), address, 7), segvAccerr());
    }

    @Statement(395)
    public void theAddressChosenWasUnused(Bench bench) throws DdiException {
        bench.std();
        UserProcess p = bench.process();
        p.map(0, 4 * P);
        p.mapFixed(0x100000, 4 * P, P);
        List<SegmentSnapshot> before = p.segments();
        // Java form: without MAP_FIXED no address is handed in that could be mistaken for one.
        long address = DrvMmapCalls.map(bench, p, DrvMmap.kernel(DrvMmapCalls.addressOfU(bench), 2 * P));
        expect("former segments are unchanged", p.segments().containsAll(before));
        expect("segments", p.segments().size(), 3);
        expect("the range was unused", before.stream().allMatch(segment ->
                address + 2 * P <= segment.address() || address >= segment.address() + segment.length()));
    }

    @Statement(396)
    public void whatIsNoMemoryIsNotMapped(Bench bench) throws DdiException {
        bench.std();
        UserProcess p = bench.process();
        Mapping former = p.map(0, P);
        expect(write(former, 0, 7), success());
        List<SegmentSnapshot> before = p.segments();
        List<DrvMmap> requests = List.of(DrvMmap.kernel(P, P), DrvMmap.physical(1L << 60, P),
                DrvMmap.kernel(DrvMmapCalls.addressOfU(bench) + 3 * P, 2 * P),
                DrvMmap.physical(bench.device().physicalAddress(1, 15 * P), 2 * P));
        for (DrvMmap request : requests) {
            expect(DrvMmapCalls.call(bench, p, request), errno(EFAULT));
            expect(DrvMmapCalls.call(bench, p, request.at(former.address())), errno(EFAULT));
        }
        expect("segments", p.segments(), before);
        expect(read(former, 0), value(7));
    }

    @Statement(397)
    public void physicalAddressesBeyond32BitsAreAsGoodAsOthers(Bench bench) throws DdiException {
        bench.std();
        bench.memory().markRegisters();
        UserProcess p = bench.process();
        Set<Boolean> beyond = new TreeSet<>();
        for (int page = 0; page < Bench.SET_1_SIZE / P; page++) {
            long physical = bench.device().physicalAddress(1, page * P);
            beyond.add(physical >= 1L << 32);
            long address = DrvMmapCalls.map(bench, p, DrvMmap.physical(physical, P));
            expect(read(p.space().memory(), address), value(mark('1', page)));
            expect(write(p.space().memory(), address, page), success());
            expect(read(bench.memory().registers(1), page * P), value(page));
        }
        expect("addresses on both sides of 2^32", beyond, Set.of(false, true));
    }

    @Statement(398)
    public void drvMmapNeedsACallingProcess(Bench bench) throws DdiException {
        try (Bench unchecked = bench.another().configure(system -> system.checked(false))) {
            expectNoMappingWithoutProcess(unchecked, errno(ENXIO), success());
        }
        expectNoMappingWithoutProcess(bench, panic(), panic());
    }

    @Statement(399)
    public void everyCallerOfAnIoctlHasAMappingOfItsOwn(Bench bench) throws DdiException {
        bench.std();
        UserProcess p = bench.process();
        UserProcess q = bench.process();
        long ofP = DrvMmapCalls.map(bench, p, u(bench));
        long ofQ = DrvMmapCalls.map(bench, q, u(bench));
        expect(write(p.space().memory(), ofP, 7), success());
        expect(read(q.space().memory(), ofQ), value(7));
        p.space().mprotect(ofP, P, READ);
        expect(write(p.space().memory(), ofP, 8), segvAccerr());
        expect(write(q.space().memory(), ofQ, 9), success());
        expect(read(p.space().memory(), ofP), value(9));
        p.space().munmap(ofP, P);
        expect(read(p.space().memory(), ofP), segvMaperr());
        expect(read(q.space().memory(), ofQ), value(9));
    }

    /** The first page of U, readable and writable. */
    private static DrvMmap u(Bench bench) {
        return DrvMmap.kernel(DrvMmapCalls.addressOfU(bench), P);
    }

    /** Expects that all pages of the one cookie are locked at nobody's expense. */
    private static void expectLocked(UserLocks locks, long pages) {
        expect("locked pages", locks.bench().snapshot().cookies().getFirst().lockedPages(), pages);
        locks.expectCharged(0);
    }

    private static void expectNoMappingWithoutProcess(Bench bench, Outcome ofMmap, Outcome ofMunmap) {
        bench.std();
        UserProcess p = bench.process();
        DrvMmap request = u(bench);
        long address = DrvMmapCalls.map(bench, p, request);
        Callable<Object> mmap = () -> bench.device().drvMmap(request);
        Callable<Object> munmap = () -> {
            bench.device().drvMunmap(address, P);
            return null;
        };
        expect(() -> bench.system().callAsKernelThread(mmap), ofMmap);
        expect(() -> bench.system().callAsInterrupt(mmap), ofMmap);
        expect(() -> bench.system().callAsKernelThread(munmap), ofMunmap);
        expect(() -> bench.system().callAsInterrupt(munmap), ofMunmap);
        expect("segments", p.segments().size(), 1);
        expect(read(p.space().memory(), address), value(mark('U', 0)));
    }
}
