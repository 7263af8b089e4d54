package org.devmap.conformance.statements;

import static org.devmap.AccessDirection.READ;
import static org.devmap.Errno.EAGAIN;
import static org.devmap.Errno.EINVAL;
import static org.devmap.Errno.ENOMEM;
import static org.devmap.Errno.ENXIO;
import static org.devmap.MapFlags.ALIGN;
import static org.devmap.MapFlags.FIXED;
import static org.devmap.MapFlags.NORESERVE;
import static org.devmap.MapFlags.PRIVATE;
import static org.devmap.MapFlags.SHARED;
import static org.devmap.Protection.READ_WRITE;
import static org.devmap.conformance.bench.Bench.P;
import static org.devmap.conformance.bench.Calls.H1;
import static org.devmap.conformance.bench.Calls.H2;
import static org.devmap.conformance.bench.Calls.H3;
import static org.devmap.conformance.bench.Calls.access;
import static org.devmap.conformance.bench.Calls.devmap;
import static org.devmap.conformance.bench.Calls.map;
import static org.devmap.conformance.bench.Calls.unmap;
import static org.devmap.conformance.bench.Expect.expect;
import static org.devmap.conformance.bench.KernelMemory.mark;
import static org.devmap.conformance.bench.Outcome.errno;
import static org.devmap.conformance.bench.Outcome.segvMaperr;
import static org.devmap.conformance.bench.Outcome.success;
import static org.devmap.conformance.bench.Outcome.value;
import static org.devmap.conformance.bench.Touch.read;
import static org.devmap.conformance.bench.Touch.write;

import java.util.List;
import org.devmap.DdiException;
import org.devmap.MapFlags;
import org.devmap.app.Mapping;
import org.devmap.conformance.Statement;
import org.devmap.conformance.bench.Bench;
import org.devmap.conformance.bench.Export;
import org.devmap.conformance.bench.Layout;
import org.devmap.conformance.bench.RecordingCallbacks;
import org.devmap.conformance.bench.TestDriver;
import org.devmap.conformance.bench.UserProcess;
import org.devmap.driver.UmemCookie;
import org.devmap.dto.SegmentSnapshot;

/** Section 3.8: MAP_PRIVATE, MAP_FIXED, MAP_ALIGN, and which address is chosen. */
public final class AddressStatements {

    private static final long PLACE = 0x20000000L;

    @Statement(123)
    public void privateNeedsAnAccessCallback(Bench bench) {
        bench.std();
        UserProcess p = bench.process();
        expect(() -> p.map(0, P, READ_WRITE, PRIVATE), errno(EINVAL));
    }

    @Statement(124)
    public void privateCopiesNothing(Bench bench) throws DdiException {
        bench.std().devmap(Export.registers(1).with(bench.callbacks()));
        Mapping mapping = bench.process().map(0, P, READ_WRITE, PRIVATE);
        bench.journal().expect(devmap(H1, 0, P), map(H1, 0, P).with("flags", PRIVATE));
        expect(write(mapping, 0, 7), success());
        expect(read(bench.memory().registers(1), 0), value(7));
        bench.memory().registers(1).setInt(0, 8);
        expect(read(mapping, 0), value(8));
    }

    @Statement(125)
    public void privateNeedsAnAccessCallbackForEveryHandle(Bench bench) {
        Export plain = Export.registers(1);
        bench.std().devmap(Layout.from(0).then(P, plain.with(bench.callbacks())).then(P, plain));
        UserProcess p = bench.process();
        expect(() -> p.map(0, 2 * P, READ_WRITE, PRIVATE), errno(EINVAL));
        bench.journal().expect(devmap(H1, 0, 2 * P), devmap(H2, P, P));
        expect("segments", p.segments(), List.of());
    }

    @Statement(126)
    public void privateMappingsOfTheSameMemoryShareIt(Bench bench) throws DdiException {
        TestDriver std = bench.std();
        std.devmap(Export.umem(bench.memory().u()).with(bench.callbacks()));
        Mapping writer = bench.process().map(0, P, READ_WRITE, PRIVATE);
        Mapping reader = bench.process().map(0, P, READ_WRITE, PRIVATE);
        expect(read(reader, 0), value(mark('U', 0)));
        expect(write(writer, 0, 9), success());
        expect(read(reader, 0), value(9));
    }

    @Statement(127)
    public void aHintIsNoPromise(Bench bench) throws DdiException {
        bench.std();
        bench.memory().markRegisters();
        UserProcess p = bench.process();
        Mapping other = p.map(0, 2 * P);
        Mapping mapping = p.mapAt(PLACE, 2 * P, 2 * P, SHARED);
        expect("address inside its page", mapping.address() % P, 0L);
        expect("range is free", mapping.address() + 2 * P <= other.address() || other.address() + 2 * P <= mapping.address());
        expect(read(other, 0), value(mark('1', 0)));
        expect(read(mapping, 0), value(mark('1', 2)));
    }

    @Statement(128)
    public void aRefusalByDevmapLeavesWhatAFixedMappingWouldReplace(Bench bench) throws DdiException {
        TestDriver std = bench.std().devmap(Export.registers(1).with(bench.callbacks()));
        bench.memory().markRegisters();
        UserProcess p = bench.process();
        Mapping old = p.map(0, P);
        std.devmap((_, _, _, _, _) -> {
            throw new DdiException(EAGAIN, "refused by the test");
        });
        bench.journal().skip();
        expect(() -> p.mapFixed(old.address(), P, P), errno(ENXIO));
        bench.journal().expect(devmap(H2, P, P));
        expect(read(old, 0), value(mark('1', 0)));
    }

    @Statement(129)
    public void aRefusalByMapLeavesNothing(Bench bench) throws DdiException {
        RecordingCallbacks callbacks = bench.callbacks();
        bench.std().devmap(Export.registers(1).with(callbacks));
        UserProcess p = bench.process();
        Mapping old = p.map(0, P);
        callbacks.onMap((_, _, _) -> {
            throw new DdiException(EAGAIN, "refused by the test");
        });
        bench.journal().skip();
        expect(() -> p.mapFixed(old.address(), P, P), errno(ENXIO));
        bench.journal().expect(devmap(H2, P, P), unmap(H1, 0, P), map(H2, P, P));
        expect("segments", p.segments(), List.of());
        expect(read(p.space().memory(), old.address()), segvMaperr());
    }

    @Statement(130)
    public void aFixedMappingReplacesBetweenDevmapAndMap(Bench bench) throws DdiException {
        bench.std().devmap(Export.registers(1).with(bench.callbacks()));
        UserProcess p = bench.process();
        Mapping old = p.map(0, P);
        bench.journal().skip();
        p.mapFixed(old.address(), P, P);
        bench.journal().expect(devmap(H2, P, P), unmap(H1, 0, P), map(H2, P, P));
    }

    @Statement(131)
    public void aFixedMappingMayMakeAHole(Bench bench) throws DdiException {
        bench.std().devmap(Export.registers(1).with(bench.callbacks()));
        bench.memory().markRegisters();
        UserProcess p = bench.process();
        Mapping old = p.map(0, 3 * P);
        bench.journal().skip();
        Mapping mapping = p.mapFixed(old.address() + P, 8 * P, P);
        bench.journal().expect(devmap(H2, 8 * P, P), unmap(H1, P, P, H1, H3), map(H2, 8 * P, P));
        expect(read(old, 0), value(mark('1', 0)));
        expect(read(mapping, 0), value(mark('1', 8)));
        expect(read(old, 2 * P), value(mark('1', 2)));
        bench.journal().expect(access(H1, 0, P, READ), access(H2, 8 * P, P, READ), access(H3, 2 * P, P, READ));
    }

    @Statement(132)
    public void anAlignedMappingIsAMultipleWithoutPhase(Bench bench) throws DdiException {
        TestDriver std = bench.std();
        UmemCookie u = bench.memory().u();
        UserProcess p = bench.process();
        for (int page = 0; page < 4; page++) {
            std.devmap(Export.umem(u).shiftedBy(page * P));
            Mapping mapping = p.mapAt(16 * P, 0, P, SHARED.with(ALIGN));
            expect("address modulo the alignment", mapping.address() % (16 * P), 0L);
            expect(read(mapping, 0), value(mark('U', page)));
        }
    }

    @Statement(133)
    public void theLongestHandleGivesThePhase(Bench bench) throws DdiException {
        // Java form: without large pages the alignment in force is the page, so the phase is that of the page.
        TestDriver std = bench.std();
        UmemCookie u = bench.memory().u();
        long kernel = u.kernelAddress().orElseThrow();
        long physical = bench.device().physicalAddress(1, 0);
        std.devmap(Layout.from(0).then(P, Export.registers(1)).then(4 * P, Export.umem(u).shiftedBy(-P)));
        long address = bench.process().map(0, 5 * P).address();
        expect("distance of H2 from its kernel memory, inside the page", (address + P - kernel) % P, 0L);
        std.devmap(Layout.from(0).then(P, Export.umem(u)).then(P, Export.registers(1).shiftedBy(-P)));
        address = bench.process().map(0, 2 * P).address();
        expect("distance of H2 from its registers, inside the page", (address + P - physical) % P, 0L);
    }

    @Statement(134)
    public void mapSeesTheRawFlags(Bench bench) throws DdiException {
        bench.std().devmap(Export.registers(1).with(bench.callbacks()));
        UserProcess p = bench.process();
        List<MapFlags> requests = List.of(SHARED.with(FIXED), SHARED.with(ALIGN), SHARED.with(NORESERVE),
                PRIVATE.with(FIXED).with(NORESERVE));
        for (MapFlags flags : requests) {
            p.mapAt(flags.contains(FIXED) ? PLACE : 0, 0, P, flags).close();
        }
        expect("flags of the map callbacks",
                bench.journal().all("map").stream().map(call -> call.argument("flags")).toList(), requests);
    }

    @Statement(135)
    public void withoutAHoleThereIsNoMapping(Bench bench) throws DdiException {
        bench.configure(configuration -> configuration.addressSpaceLimit(4 * P));
        bench.std().devmap(Export.registers(1).with(bench.callbacks()));
        UserProcess p = bench.process();
        p.map(0, 3 * P);
        bench.journal().skip();
        expect(() -> p.map(4 * P, 2 * P), errno(ENOMEM));
        bench.journal().expect(devmap(H2, 4 * P, 2 * P));
        expect("lengths of the segments", p.segments().stream().map(SegmentSnapshot::length).toList(), List.of(3 * P));
        expect(() -> p.map(4 * P, P), success());
    }
}
