package org.devmap.conformance.statements;

import static org.devmap.AccessDirection.READ;
import static org.devmap.Errno.DDI_FAILURE;
import static org.devmap.Errno.EAGAIN;
import static org.devmap.Errno.EIO;
import static org.devmap.Errno.ENOMEM;
import static org.devmap.conformance.bench.Bench.P;
import static org.devmap.conformance.bench.Calls.H1;
import static org.devmap.conformance.bench.Calls.H2;
import static org.devmap.conformance.bench.Calls.H3;
import static org.devmap.conformance.bench.Calls.H4;
import static org.devmap.conformance.bench.Calls.H5;
import static org.devmap.conformance.bench.Calls.H6;
import static org.devmap.conformance.bench.Calls.access;
import static org.devmap.conformance.bench.Calls.dup;
import static org.devmap.conformance.bench.Calls.unmap;
import static org.devmap.conformance.bench.Expect.expect;
import static org.devmap.conformance.bench.KernelMemory.mark;
import static org.devmap.conformance.bench.Outcome.errno;
import static org.devmap.conformance.bench.Outcome.segvAccerr;
import static org.devmap.conformance.bench.Outcome.success;
import static org.devmap.conformance.bench.Outcome.value;
import static org.devmap.conformance.bench.Touch.read;
import static org.devmap.conformance.bench.Touch.write;
import static org.devmap.driver.DevmapFlags.ALLOW_REMAP;
import static org.devmap.driver.MappingCallbacks.Entry.ACCESS;
import static org.devmap.driver.MappingCallbacks.Entry.MAP;

import java.util.Map;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.MapFlags;
import org.devmap.Protection;
import org.devmap.app.Mapping;
import org.devmap.conformance.Statement;
import org.devmap.conformance.bench.Bench;
import org.devmap.conformance.bench.Call;
import org.devmap.conformance.bench.Export;
import org.devmap.conformance.bench.TestDriver;
import org.devmap.conformance.bench.UserProcess;
import org.devmap.driver.UmemCookie;
import org.devmap.driver.UmemFlags;
import org.devmap.driver.UmemRemap;

/** Section 3.15: fork. */
public final class ForkStatements {

    // C's slot for the child's private data is what dup answers in Java; dup as inherited answers the parent's.
    @Statement(236)
    public void dupIsCalledForEveryHandleAndSettlesTheChildsData(Bench bench) throws DdiException {
        bench.std().devmap(Export.registers(1).inPiecesOf(P).with(bench.callbacks().onDup((handle, data, _) ->
                handle == bench.handle(H2) ? data + " of the child" : data)));
        UserProcess p = bench.process();
        Mapping mapping = p.map(0, 2 * P);
        bench.journal().skip();
        Mapping inherited = p.fork().inherited(mapping);
        bench.journal().expect(dup(H1, H3).with("pvt", "pvt1"), dup(H2, H4).with("pvt", "pvt2"));
        read(inherited, 0);
        read(inherited, P);
        bench.journal().expect(access(H3, 0, P, READ).with("pvt", "pvt1"),
                access(H4, P, P, READ).with("pvt", "pvt2 of the child"));
    }

    @Statement(237)
    public void withoutDupTheChildHasTheParentsData(Bench bench) throws DdiException {
        Object data = new Object();
        bench.std().devmap(Export.registers(1).with(bench.callbacks().only(MAP, ACCESS).onMap((_, _, _) -> data)));
        UserProcess p = bench.process();
        Mapping mapping = p.map(0, 2 * P);
        bench.journal().skip();
        read(p.fork().inherited(mapping), 0);
        read(mapping, P);
        bench.journal().expect(access(H2, 0, P, READ).with("pvt", data), access(H1, P, P, READ).with("pvt", data));
    }

    @Statement(238)
    public void theChildHasNoTranslationsAndTheParentKeepsItsOwn(Bench bench) throws DdiException {
        bench.std().devmap(Export.registers(1).with(bench.callbacks()));
        bench.memory().markRegisters();
        UserProcess p = bench.process();
        Mapping mapping = p.map(0, 2 * P);
        read(mapping, P);
        bench.journal().skip();
        UserProcess child = p.fork();
        child.expectLoaded();
        p.expectLoaded(1);
        expect(read(child.inherited(mapping), P), value(mark('1', 1)));
        bench.journal().expect(dup(H1, H2), access(H2, P, P, READ));
    }

    @Statement(239)
    public void aDupThatFailsUnmapsTheHandlesBeforeIt(Bench bench) throws DdiException {
        bench.std().devmap(Export.registers(1).inPiecesOf(P).with(bench.callbacks().onDup((handle, data, _) -> {
            if (handle == bench.handle(H2)) {
                throw new DdiException(EIO);
            }
            return data + " of the child";
        })));
        bench.memory().markRegisters();
        UserProcess p = bench.process();
        Mapping mapping = p.map(0, 3 * P);
        bench.journal().skip();
        int spaces = bench.snapshot().spaces().size();
        expect(p::fork, errno(EAGAIN));
        bench.journal().expect(dup(H1, H4), dup(H2, H5), unmap(H4, 0, P).with("pvt", "pvt1 of the child"));
        expect("processes", bench.snapshot().spaces().size(), spaces);
        for (int page = 0; page < 3; page++) {
            expect(read(mapping, page * P), value(mark('1', page)));
        }
    }

    @Statement(240)
    public void onlyEnomemOfDupReachesTheParent(Bench bench) throws DdiException {
        TestDriver driver = bench.std();
        for (Map.Entry<Errno, Errno> row : Map.of(ENOMEM, ENOMEM, EIO, EAGAIN, DDI_FAILURE, EAGAIN).entrySet()) {
            driver.devmap(Export.registers(1).with(bench.callbacks().onDup((_, _, _) -> {
                throw new DdiException(row.getKey());
            })));
            UserProcess p = bench.process();
            p.map(0, P);
            expect(p::fork, errno(row.getValue()));
        }
    }

    @Statement(241)
    public void aDupThatFailsUnmapsTheSegmentsBeforeIt(Bench bench) throws DdiException {
        bench.std().devmap(Export.registers(1).inPiecesOf(P).with(bench.callbacks().onDup((handle, data, _) -> {
            if (handle == bench.handle(H1)) {
                throw new DdiException(EIO);
            }
            return data;
        })));
        UserProcess p = bench.process();
        Mapping upper = p.map(0, P);
        p.mapFixed(upper.address() - 4 * P, 2 * P, 2 * P);
        bench.journal().skip();
        expect(p::fork, errno(EAGAIN));
        bench.journal().expect(dup(H2, H4), dup(H3, H5), dup(H1, H6), unmap(H4, 2 * P, P), unmap(H5, 3 * P, P));
    }

    @Statement(242)
    public void aPrivateMappingIsSharedWithTheChild(Bench bench) throws DdiException {
        bench.std().devmap(Export.registers(1).with(bench.callbacks().only(ACCESS)));
        UserProcess p = bench.process();
        Mapping mapping = p.map(0, P, Protection.READ_WRITE, MapFlags.PRIVATE);
        expect(write(mapping, 0, 1), success());
        expect(write(p.fork().inherited(mapping), 0, 2), success());
        expect(read(mapping, 0), value(2));
    }

    @Statement(243)
    public void theChildHasTheSameProtectionsOfPages(Bench bench) throws DdiException {
        bench.std();
        UserProcess p = bench.process();
        Mapping mapping = p.map(0, 3 * P);
        mapping.protect(P, P, Protection.READ);
        UserProcess child = p.fork();
        Mapping inherited = child.inherited(mapping);
        expect("protections", child.segment().pageProtections(), p.segment().pageProtections());
        expect(write(inherited, 0, 1), success());
        expect(write(inherited, P, 1), segvAccerr());
        expect(write(inherited, 2 * P, 1), success());
    }

    @Statement(244)
    public void aRemapOfTheChildsHandleLeavesTheParentsAlone(Bench bench) throws DdiException {
        TestDriver driver = bench.std();
        driver.devmap(Export.umem(bench.memory().u()).with(ALLOW_REMAP).with(bench.callbacks()));
        UserProcess p = bench.process();
        Mapping mapping = p.map(0, 4 * P);
        read(mapping, 0);
        UserProcess child = p.fork();
        UmemCookie v = bench.memory().alloc(4 * P, UmemFlags.SLEEP);
        v.memory().setInt(0, mark('V', 0));
        expect(() -> bench.handle(H2).umemRemap(UmemRemap.of(v, 0, 4 * P)), success());
        p.expectLoaded(0);
        expect(read(child.inherited(mapping), 0), value(mark('V', 0)));
        expect(read(mapping, 0), value(mark('U', 0)));
        expect(read(mapping, P), value(mark('U', 1)));
    }

    @Statement(245)
    public void theChildsExitUnmapsItsOwnHandles(Bench bench) throws DdiException {
        bench.std().devmap(Export.registers(1).inPiecesOf(P).with(bench.callbacks()));
        bench.memory().markRegisters();
        UserProcess p = bench.process();
        Mapping mapping = p.map(0, 2 * P);
        read(mapping, 0);
        UserProcess child = p.fork();
        bench.journal().skip();
        child.close();
        bench.journal().expect(unmap(H3, 0, P), unmap(H4, P, P));
        p.expectLoaded(0);
        expect(read(mapping, P), value(mark('1', 1)));
    }

    @Statement(246)
    public void vforkDuplicatesNothing(Bench bench) throws DdiException {
        bench.std().devmap(Export.registers(1).with(bench.callbacks()));
        bench.memory().markRegisters();
        UserProcess p = bench.process();
        Mapping mapping = p.map(0, 2 * P);
        bench.journal().skip();
        p.space().vfork(child -> bench.journal().note("child reads", read(child.memory(), mapping.address())));
        bench.journal().expect(access(H1, 0, P, READ), Call.of("child reads").with("result", value(mark('1', 0))));
        p.expectLoaded(0);
    }

    @Statement(247)
    public void aMappingIsDupedAndKeepsTheDeviceOpenWithoutAFile(Bench bench) throws DdiException {
        bench.std().devmap(Export.registers(1).with(bench.callbacks()));
        UserProcess p = bench.process();
        p.map(0, P);
        p.file().close();
        bench.journal().skip();
        UserProcess child = p.fork();
        bench.journal().expectEverything(dup(H1, H2));
        p.close();
        bench.journal().expectEverything(unmap(H1, 0, P));
        child.close();
        bench.journal().expectEverything(unmap(H2, 0, P), Call.of("close"));
    }
}
