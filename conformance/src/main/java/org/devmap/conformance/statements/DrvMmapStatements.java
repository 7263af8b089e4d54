package org.devmap.conformance.statements;

import static org.devmap.Errno.EACCES;
import static org.devmap.Errno.EINVAL;
import static org.devmap.Errno.ENOMEM;
import static org.devmap.Protection.READ;
import static org.devmap.Protection.READ_WRITE;
import static org.devmap.Protection.WRITE;
import static org.devmap.conformance.bench.Bench.P;
import static org.devmap.conformance.bench.Calls.H1;
import static org.devmap.conformance.bench.Calls.unmap;
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
import static org.devmap.conformance.statements.DrvMmapCalls.addressOfU;

import java.util.List;
import java.util.OptionalLong;
import org.devmap.DdiException;
import org.devmap.MemoryAccess;
import org.devmap.app.Mapping;
import org.devmap.conformance.Statement;
import org.devmap.conformance.bench.Bench;
import org.devmap.conformance.bench.Export;
import org.devmap.conformance.bench.UserProcess;
import org.devmap.driver.DrvMmap;

/** Section 3.22: drv_mmap and drv_munmap. */
public final class DrvMmapStatements {

    @Statement(336)
    public void aKernelAddressGoesBeforeThePhysicalOne(Bench bench) {
        bench.std();
        UserProcess p = bench.process();
        DrvMmap request = new DrvMmap(OptionalLong.of(addressOfU(bench)), 0xDEAD0000L, P, READ_WRITE, READ_WRITE,
                OptionalLong.empty());
        long uvaddr = DrvMmapCalls.map(bench, p, request);
        expect(read(p.space().memory(), uvaddr), value(mark('U', 0)));
    }

    @Statement(337)
    public void withoutAKernelAddressThePhysicalOneIsMapped(Bench bench) throws DdiException {
        bench.std();
        bench.memory().markRegisters();
        UserProcess p = bench.process();
        // vaddr 0 is the absence of a kernel address in Java.
        long uvaddr = DrvMmapCalls.map(bench, p, DrvMmap.physical(bench.device().physicalAddress(1, 2 * P), P));
        expect(read(p.space().memory(), uvaddr), value(mark('1', 2)));
    }

    @Statement(338)
    public void theWholePageOfASmallObjectIsExposed(Bench bench) {
        bench.std();
        bench.memory().u().memory().setInt(0x10, 5);
        UserProcess p = bench.process();
        long uvaddr = DrvMmapCalls.map(bench, p, DrvMmap.kernel(addressOfU(bench) + 0x10, 8));
        MemoryAccess memory = p.space().memory();
        expect("length of the segment", p.segment().length(), P);
        expect("offset in the page", uvaddr % P, 0x10L);
        expect(read(memory, uvaddr), value(5));
        expect(read(memory, uvaddr - 0x10), value(mark('U', 0)));
        expect(read(memory, uvaddr - 0x10 + P), segvMaperr());
    }

    @Statement(339)
    public void anObjectOverAPageBoundaryTakesTwoPages(Bench bench) {
        bench.std();
        UserProcess p = bench.process();
        long uvaddr = DrvMmapCalls.map(bench, p, DrvMmap.kernel(addressOfU(bench) + 0xFF8, 16));
        expect("length of the segment", p.segment().length(), 2 * P);
        expect("offset in the page", uvaddr % P, 0xFF8L);
        expect(read(p.space().memory(), uvaddr + 8), value(mark('U', 1)));
    }

    @Statement(340)
    public void aFixedAddressReplacesWhatIsThere(Bench bench) throws DdiException {
        bench.std().devmap(Export.registers(1).with(bench.callbacks()));
        UserProcess p = bench.process();
        Mapping former = p.map(0, P);
        bench.journal().skip();
        long fixed = DrvMmapCalls.map(bench, p, DrvMmap.kernel(addressOfU(bench), P).at(former.address()));
        expect("address", fixed, former.address());
        bench.journal().expect(unmap(H1, 0, P));
        expect(read(former, 0), segvMaperr());
        expect(read(p.space().memory(), former.address()), value(mark('U', 0)));
        // Without MAP_FIXED there is no address to give in Java, only one that is answered.
        long chosen = DrvMmapCalls.map(bench, p, DrvMmap.kernel(addressOfU(bench), P));
        expect(read(p.space().memory(), chosen), value(mark('U', 0)));
        expect("segments", p.segments().size(), 2);
    }

    @Statement(341)
    public void badRequestsAreRefused(Bench bench) throws DdiException {
        bench.std();
        UserProcess p = bench.process();
        long free = p.map(0, P).address();
        p.space().munmap(free, P);
        DrvMmap object = DrvMmap.kernel(addressOfU(bench), P);
        expect(DrvMmapCalls.call(bench, p, object.withProtection(READ_WRITE, READ)), errno(EACCES));
        expect(DrvMmapCalls.call(bench, p, DrvMmap.kernel(addressOfU(bench), 0)), errno(EINVAL));
        expect(DrvMmapCalls.call(bench, p, object.at(free + 8)), errno(EINVAL));
        expect(DrvMmapCalls.call(bench, p, object.at(-16 * P)), errno(ENOMEM));
        expect("segments", p.segments(), List.of());
    }

    @Statement(342)
    public void aReadOnlyObjectStaysReadOnly(Bench bench) {
        bench.std();
        UserProcess p = bench.process();
        long uvaddr = DrvMmapCalls.map(bench, p, DrvMmap.kernel(addressOfU(bench), P).withProtection(READ, READ));
        expect(() -> p.space().mprotect(uvaddr, P, WRITE), errno(EACCES));
        expect(write(p.space().memory(), uvaddr, 1), segvAccerr());
        expect(read(p.space().memory(), uvaddr), value(mark('U', 0)));
    }

    @Statement(343)
    public void writeImpliesRead(Bench bench) {
        bench.std();
        UserProcess p = bench.process();
        long uvaddr = DrvMmapCalls.map(bench, p, DrvMmap.kernel(addressOfU(bench), P).withProtection(WRITE, WRITE));
        expect(read(p.space().memory(), uvaddr), value(mark('U', 0)));
    }

    @Statement(344)
    public void drvMunmapRemovesTheRange(Bench bench) {
        bench.std();
        UserProcess p = bench.process();
        long uvaddr = DrvMmapCalls.map(bench, p, DrvMmap.kernel(addressOfU(bench) + 0x10, 8));
        expect(p.inIoctl(() -> bench.device().drvMunmap(uvaddr, 8)), success());
        expect("segments", p.segments(), List.of());
        expect(read(p.space().memory(), uvaddr), segvMaperr());
    }

    @Statement(345)
    public void drvMunmapOfAnythingElsePanics(Bench bench) throws DdiException {
        bench.std();
        UserProcess p = bench.process();
        long uvaddr = DrvMmapCalls.map(bench, p, DrvMmap.kernel(addressOfU(bench), 2 * P));
        expect(p.inIoctl(() -> bench.device().drvMunmap(uvaddr + 16 * P, 2 * P)), panic());
        expect(p.inIoctl(() -> bench.device().drvMunmap(uvaddr, P)), panic());
        expect(read(p.space().memory(), uvaddr), value(mark('U', 0)));
        p.space().munmap(uvaddr, 2 * P);
        expect(p.inIoctl(() -> bench.device().drvMunmap(uvaddr, 2 * P)), panic());
    }

    @Statement(346)
    public void exitRemovesTheMappingWithoutTheDriver(Bench bench) {
        bench.std();
        UserProcess p = bench.process();
        long uvaddr = DrvMmapCalls.map(bench, p, DrvMmap.kernel(addressOfU(bench), P));
        Mapping mapping = p.space().mappingAt(uvaddr).orElseThrow();
        bench.journal().skip();
        p.close();
        expect(read(mapping, 0), segvMaperr());
        bench.journal().expectNothing();
    }
}
