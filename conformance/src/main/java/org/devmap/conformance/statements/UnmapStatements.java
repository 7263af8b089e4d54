package org.devmap.conformance.statements;

import static org.devmap.Errno.EINVAL;
import static org.devmap.conformance.bench.Bench.P;
import static org.devmap.conformance.bench.Calls.H1;
import static org.devmap.conformance.bench.Calls.H2;
import static org.devmap.conformance.bench.Calls.H3;
import static org.devmap.conformance.bench.Calls.H4;
import static org.devmap.conformance.bench.Calls.NONE;
import static org.devmap.conformance.bench.Calls.unmap;
import static org.devmap.conformance.bench.Expect.expect;
import static org.devmap.conformance.bench.KernelMemory.mark;
import static org.devmap.conformance.bench.Outcome.code;
import static org.devmap.conformance.bench.Outcome.segvMaperr;
import static org.devmap.conformance.bench.Outcome.success;
import static org.devmap.conformance.bench.Outcome.value;
import static org.devmap.conformance.bench.Touch.read;
import static org.devmap.conformance.statements.Pieces.O;
import static org.devmap.conformance.statements.Pieces.access;
import static org.devmap.conformance.statements.Pieces.cover;
import static org.devmap.conformance.statements.Pieces.unmapped;
import static org.devmap.driver.DevmapFlags.ALLOW_REMAP;
import static org.devmap.driver.DevmapFlags.MAPPING_INVALID;
import static org.devmap.driver.MappingCallbacks.Entry.ACCESS;
import static org.devmap.driver.MappingCallbacks.Entry.MAP;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.devmap.DdiException;
import org.devmap.app.Mapping;
import org.devmap.conformance.Statement;
import org.devmap.conformance.bench.Background;
import org.devmap.conformance.bench.Bench;
import org.devmap.conformance.bench.Call;
import org.devmap.conformance.bench.Export;
import org.devmap.conformance.bench.Outcome;
import org.devmap.conformance.bench.RecordingCallbacks;
import org.devmap.conformance.bench.UserProcess;
import org.devmap.driver.DevmemRemap;
import org.devmap.driver.KeptData;
import org.devmap.driver.UmemRemap;
import org.devmap.dto.SegmentSnapshot;

/**
 * Section 3.16: unmap. A slot for the data of a part that remains is in Java a component of {@link KeptData}, the answer of the
 * unmap callback.
 */
public final class UnmapStatements {

    @Statement(248)
    public void aHandleIsUnmappedWhole(Bench bench) throws DdiException {
        Pieces one = Pieces.mapped(bench, 1, 4);
        one.unmap(0, 4);
        bench.journal().expect(unmapped(H1, 0, 4, "pvt1"));
    }

    @Statement(249)
    public void afterAFrontIsUnmappedTheHandleBeginsLater(Bench bench) throws DdiException {
        Pieces one = Pieces.mapped(bench, 1, 4);
        one.expectTouch(1, H1, "pvt1");
        one.unmap(0, 1);
        bench.journal().expect(unmapped(H1, 0, 1, NONE, H1, "pvt1"));
        one.expectHandles(cover(1, 3));
        one.expectData(1);
        bench.journal().expectNothing();
        one.expectTouch(2, H1, "pvt1");
    }

    @Statement(250)
    public void afterATailIsUnmappedTheHandleEndsEarlier(Bench bench) throws DdiException {
        Pieces one = Pieces.mapped(bench, 1, 4);
        one.unmap(3, 1);
        bench.journal().expect(unmapped(H1, 3, 1, H1, NONE, "pvt1"));
        one.expectHandles(cover(0, 3));
    }

    @Statement(251)
    public void aHoleInTheMiddleMakesASecondHandle(Bench bench) throws DdiException {
        Pieces one = withHoleAtPage1(bench, bench.callbacks());
        one.expectHandles(cover(0, 1), cover(2, 2));
        one.expectTouch(0, H1, "pvt1");
        one.expectTouch(2, H2, "pvt1");
        one.expectTouch(3, H2, "pvt1");
    }

    @Statement(252)
    public void bothPartsKeepTheDataIfTheCallbackSaysNothing(Bench bench) throws DdiException {
        // Java form: an unmap callback that writes neither slot answers null.
        Pieces one = withHoleAtPage1(bench, bench.callbacks().onUnmap((_, _, _, _) -> null));
        one.expectTouch(0, H1, "pvt1");
        one.expectTouch(2, H2, "pvt1");
    }

    @Statement(253)
    public void eachPartHasTheDataTheCallbackGaveIt(Bench bench) throws DdiException {
        Pieces one = withHoleAtPage1(bench, bench.callbacks().onUnmap((_, _, _, _) -> new KeptData<>("a", "b")));
        one.expectTouch(0, H1, "a");
        one.expectTouch(2, H2, "b");
    }

    @Statement(254)
    public void theTwoPartsAreUnmappedEachWithItsData(Bench bench) throws DdiException {
        Pieces one = withHoleAtPage1(bench, bench.callbacks().onUnmap((_, _, _, _) -> new KeptData<>("a", "b")));
        one.unmap(0, 4);
        bench.journal().expect(unmapped(H1, 0, 1, "a"), unmapped(H2, 2, 2, "b"));
    }

    @Statement(255)
    public void unmappingTheFirstHandleLeavesTheSecondUntouched(Bench bench) throws DdiException {
        Pieces two = Pieces.mapped(bench, 2, 2);
        two.expectTouch(2, H2, "pvt2");
        two.unmap(0, 2);
        bench.journal().expect(unmapped(H1, 0, 2, "pvt1"));
        two.expectHandles(cover(2, 2));
        two.expectData(2);
        bench.journal().expectNothing();
    }

    @Statement(256)
    public void aHandleAndTheFrontOfTheNextAreUnmappedInOrder(Bench bench) throws DdiException {
        Pieces two = Pieces.mapped(bench, 2, 2);
        two.unmap(0, 3);
        bench.journal().expect(unmapped(H1, 0, 2, "pvt1"), unmapped(H2, 2, 1, NONE, H2, "pvt2"));
        two.expectHandles(cover(3, 1));
    }

    @Statement(257)
    public void unmappingTheLastPageCutsTheHandleThatHasIt(Bench bench) throws DdiException {
        Pieces two = Pieces.mapped(bench, 2, 2);
        two.expectTouch(0, H1, "pvt1");
        two.unmap(3, 1);
        bench.journal().expect(unmapped(H2, 3, 1, H2, NONE, "pvt2"));
        two.expectHandles(cover(0, 2), cover(2, 1));
        two.expectData(0);
        bench.journal().expectNothing();
    }

    @Statement(258)
    public void aCutAtTheStartOfAHandleUnmapsItWhole(Bench bench) throws DdiException {
        Pieces two = Pieces.mapped(bench, 2, 2);
        two.unmap(2, 2);
        bench.journal().expect(unmapped(H2, 2, 2, "pvt2"));
        two.expectHandles(cover(0, 2));
    }

    @Statement(259)
    public void aTailAndTheNextHandleAreUnmappedInOrder(Bench bench) throws DdiException {
        Pieces two = Pieces.mapped(bench, 2, 2);
        two.unmap(1, 3);
        bench.journal().expect(unmapped(H1, 1, 1, H1, NONE, "pvt1"), unmapped(H2, 2, 2, "pvt2"));
        two.expectHandles(cover(0, 1));
    }

    @Statement(260)
    public void aHoleOverThreeHandlesIsATailAWholeAndAFront(Bench bench) throws DdiException {
        Pieces three = Pieces.mapped(bench, 3, 2);
        three.unmap(1, 4);
        bench.journal().expect(unmapped(H1, 1, 1, H1, NONE, "pvt1"), unmapped(H2, 2, 2, "pvt2"),
                unmapped(H3, 4, 1, NONE, H3, "pvt3"));
        three.expectHandles(cover(0, 1), cover(5, 1));
    }

    @Statement(261)
    public void aHoleOfExactlyOneHandleLeavesTwoSegments(Bench bench) throws DdiException {
        Pieces three = Pieces.mapped(bench, 3, 2);
        three.unmap(2, 2);
        bench.journal().expect(unmapped(H2, 2, 2, "pvt2"));
        expect("segments", lengths(three.process()), List.of(2 * P, 2 * P));
        three.expectHandles(cover(0, 2), cover(4, 2));
    }

    @Statement(262)
    public void theHandlesAboveAHoleMoveToTheUpperSegment(Bench bench) throws DdiException {
        Pieces three = Pieces.mapped(bench, 3, 3);
        three.unmap(4, 1);
        bench.journal().expect(unmapped(H2, 4, 1, H2, H4, "pvt2"));
        three.expectHandles(cover(0, 3), cover(3, 1), cover(5, 1), cover(6, 3));
        expect("segments", lengths(three.process()), List.of(4 * P, 4 * P));
        expect("handles of the upper segment", three.process().segments().get(1).handles().size(), 2);
        three.expectTouch(6, H3, "pvt3");
        three.expectTouch(8, H3, "pvt3");
    }

    @Statement(263)
    public void aHoleAcrossTwoHandlesIsATailAndAFront(Bench bench) throws DdiException {
        Pieces two = Pieces.mapped(bench, 2, 2);
        two.unmap(1, 2);
        bench.journal().expect(unmapped(H1, 1, 1, H1, NONE, "pvt1"), unmapped(H2, 2, 1, NONE, H2, "pvt2"));
        two.expectHandles(cover(0, 1), cover(3, 1));
    }

    @Statement(264)
    public void theTranslationsAreGoneBeforeTheCallback(Bench bench) throws DdiException {
        RecordingCallbacks callbacks = bench.callbacks();
        Pieces one = Pieces.mapped(bench, 1, 4, callbacks);
        one.expectTouch(0, H1, "pvt1");
        AtomicReference<Background> reader = new AtomicReference<>();
        callbacks.onUnmap((_, _, _, _) -> {
            // With a translation this would read at once; without one it waits for the end of munmap and finds nothing.
            reader.set(bench.threads().touch("reader", () -> read(one.mapping(), 0)));
            reader.get().awaitBlocked();
            return null;
        });
        one.unmap(0, 2);
        bench.journal().expect(unmapped(H1, 0, 2, NONE, H1, "pvt1"));
        expect(reader.get().join(), segvMaperr());
    }

    @Statement(265)
    public void duringTheCallbackTheHandleIsStillTheOldOne(Bench bench) throws DdiException {
        RecordingCallbacks callbacks = bench.callbacks();
        callbacks.onUnmap((handle, _, _, _) -> {
            bench.journal().note("unload all", Outcome.of(() -> handle.unload(O, 4 * P)));
            return null;
        });
        bench.std().devmap(Export.registers(1).with(callbacks));
        UserProcess p = bench.process();
        int[][] holes = {{0, 1}, {3, 1}, {1, 1}};
        for (int[] hole : holes) {
            p.map(O, 4 * P).unmap(hole[0] * P, hole[1] * P);
            List<Call> calls = bench.journal().all();
            expect("unload of all four pages, hole at page " + hole[0], calls.getLast().argument("result"), success());
        }
        for (String handle : List.of(H1, H2, H3)) {
            expect(() -> bench.handle(handle).unload(O, 4 * P), code(EINVAL));
        }
    }

    @Statement(266)
    public void withoutACallbackTheBookkeepingIsTheSame(Bench bench) throws DdiException {
        Pieces one = Pieces.mapped(bench, 1, 6, bench.callbacks().only(MAP, ACCESS));
        one.unmap(0, 1);
        one.expectHandles(cover(1, 5));
        one.unmap(5, 1);
        one.expectHandles(cover(1, 4));
        one.unmap(2, 1);
        one.expectHandles(cover(1, 1), cover(3, 2));
        bench.journal().expectNothing();
        one.expectTouch(1, H1, "pvt1");
        one.expectTouch(3, H2, "pvt1");
    }

    @Statement(267)
    public void theSecondFrontSeesWhatTheFirstStored(Bench bench) throws DdiException {
        Pieces one = Pieces.mapped(bench, 1, 4, bench.callbacks().onUnmap((_, _, _, _) -> new KeptData<>("before", "after")));
        one.unmap(0, 1);
        one.unmap(1, 1);
        bench.journal().expect(unmapped(H1, 0, 1, NONE, H1, "pvt1"), unmapped(H1, 1, 1, NONE, H1, "after"));
    }

    @Statement(268)
    public void kernelMemoryMovesOnWithItsFront(Bench bench) throws DdiException {
        bench.std().devmap(Export.umem(bench.memory().u()));
        UserProcess p = bench.process();
        Mapping mapping = p.map(0, 4 * P);
        expect(read(mapping, P), value(mark('U', 1)));
        mapping.unmap(0, P);
        expect(read(mapping, P), value(mark('U', 1)));
        expect(read(mapping, 2 * P), value(mark('U', 2)));
        expect("koff", p.handle().roff(), P);
    }

    @Statement(269)
    public void aRemapAfterAFrontIsMeantFromTheNewFirstPage(Bench bench) throws DdiException {
        Pieces one = Pieces.mapped(bench, 1, 4, Export.registers(1).with(ALLOW_REMAP.with(MAPPING_INVALID)));
        one.unmap(0, 1);
        bench.handle(H1).devmemRemap(DevmemRemap.of(1, 0, 3 * P));
        expect(read(one.mapping(), P), value(mark('1', 0)));
        expect(read(one.mapping(), 2 * P), value(mark('1', 1)));
    }

    @Statement(270)
    public void exitUnmapsTheLowerSegmentFirst(Bench bench) throws DdiException {
        bench.std().devmap(Export.registers(1).with(bench.callbacks()).inPiecesOf(P));
        UserProcess p = bench.process();
        p.mapFixed(0x200000, 0, 2 * P);
        p.mapFixed(0x100000, 2 * P, 2 * P);
        bench.journal().skip();
        p.close();
        bench.journal().expect(unmap(H3, 2 * P, P), unmap(H4, 3 * P, P), unmap(H1, 0, P), unmap(H2, P, P));
    }

    @Statement(271)
    public void eachSegmentInARangeHasItsOwnCalls(Bench bench) throws DdiException {
        bench.std().devmap(Export.registers(1).with(bench.callbacks()));
        UserProcess p = bench.process();
        p.mapFixed(0x100000, 0, 4 * P);
        p.mapFixed(0x100000 + 4 * P, 8 * P, 4 * P);
        bench.journal().skip();
        p.space().munmap(0x100000 + 3 * P, 2 * P);
        bench.journal().expect(unmap(H1, 3 * P, P, H1, NONE), unmap(H2, 8 * P, P, NONE, H2));
    }

    @Statement(272)
    public void remappingTheUpperPartLeavesTheLowerAlone(Bench bench) throws DdiException {
        Pieces one = Pieces.mapped(bench, 1, 4, Export.registers(1).with(bench.callbacks()).with(ALLOW_REMAP));
        one.expectTouch(0, H1, "pvt1");
        one.unmap(1, 1);
        bench.journal().skip();
        bench.handle(H2).umemRemap(UmemRemap.of(bench.memory().u(), 0, 2 * P));
        one.expectData(0);
        bench.journal().expectNothing();
        expect(read(one.mapping(), 2 * P), value(mark('U', 0)));
    }

    @Statement(273)
    public void aHoleInTheMiddleAddsAReferenceToGateAndContext(Bench bench) throws DdiException {
        Pieces one = Pieces.mapped(bench, 1, 4);
        expectReferences(bench, 1);
        one.unmap(1, 1);
        expectReferences(bench, 2);
        one.unmap(0, 4);
        expect("gates", bench.snapshot().gates(), List.of());
        expect("contexts", bench.snapshot().contexts(), List.of());
    }

    @Statement(274)
    public void unmappingATailLeavesTheHoldOffAlone(Bench bench) throws DdiException {
        RecordingCallbacks callbacks = bench.callbacks();
        callbacks.onMap((handle, _, _) -> {
            handle.setContextTimeout(5);
            return handle;
        }).onAccess((handle, off, len, type, rw) -> handle.doContextManagement(off, len, type, rw,
                callbacks.context((own, o, l, t, d) -> own.load(o, l, t, d))));
        Pieces a = Pieces.mapped(bench, 1, 4, callbacks);
        Mapping b = bench.process().map(O, P);
        a.expectData(0);
        a.unmap(2, 2);
        Background waiting = bench.threads().touch("B", () -> read(b, 0));
        bench.threads().await("B held off", () -> bench.snapshot().contexts().getFirst().waiting() == 1);
        bench.clock().advanceTicks(4);
        expect("still held off", bench.snapshot().contexts().getFirst().waiting(), 1);
        bench.clock().advanceTicks(1);
        expect(waiting.join(), value(mark('1', (int) (O / P))));
    }

    /** One handle of four pages, page 1 gone: H1 has page 0, H2 pages 2 and 3. */
    private static Pieces withHoleAtPage1(Bench bench, RecordingCallbacks callbacks) throws DdiException {
        Pieces one = Pieces.mapped(bench, 1, 4, callbacks);
        one.unmap(1, 1);
        bench.journal().expect(unmapped(H1, 1, 1, H1, H2, "pvt1"));
        return one;
    }

    private static List<Long> lengths(UserProcess process) {
        return process.segments().stream().map(SegmentSnapshot::length).toList();
    }

    private static void expectReferences(Bench bench, int handles) {
        expect("handles of the gate", bench.snapshot().gates().getFirst().handles(), handles);
        expect("handles of the context", bench.snapshot().contexts().getFirst().handles(), handles);
    }
}
