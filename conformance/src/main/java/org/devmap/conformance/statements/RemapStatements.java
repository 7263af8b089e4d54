package org.devmap.conformance.statements;

import static org.devmap.Errno.EFAULT;
import static org.devmap.conformance.bench.Bench.P;
import static org.devmap.conformance.bench.Calls.H1;
import static org.devmap.conformance.bench.Calls.H2;
import static org.devmap.conformance.bench.Expect.expect;
import static org.devmap.conformance.bench.KernelMemory.mark;
import static org.devmap.conformance.bench.Outcome.ddiFailure;
import static org.devmap.conformance.bench.Outcome.segvMaperr;
import static org.devmap.conformance.bench.Outcome.sigbus;
import static org.devmap.conformance.bench.Outcome.success;
import static org.devmap.conformance.bench.Outcome.value;
import static org.devmap.conformance.bench.Touch.read;
import static org.devmap.conformance.bench.Touch.write;
import static org.devmap.driver.DevmapFlags.ALLOW_REMAP;
import static org.devmap.driver.DevmapFlags.MAPPING_INVALID;
import static org.devmap.driver.MappingCallbacks.Entry.DUP;

import java.util.List;
import java.util.function.Function;
import org.devmap.DdiException;
import org.devmap.app.Mapping;
import org.devmap.conformance.Statement;
import org.devmap.conformance.bench.Bench;
import org.devmap.conformance.bench.Call;
import org.devmap.conformance.bench.Export;
import org.devmap.conformance.bench.Outcome;
import org.devmap.conformance.bench.TestDriver;
import org.devmap.conformance.bench.UserProcess;
import org.devmap.driver.DevmapFlags;
import org.devmap.driver.DevmemRemap;
import org.devmap.driver.UmemCookie;
import org.devmap.driver.UmemFlags;
import org.devmap.driver.UmemRemap;

/** Section 3.14: remap. Mappings have four pages, shown by one handle. */
public final class RemapStatements {

    /** There are three register sets. */
    private static final DevmemRemap BAD_SET = DevmemRemap.of(3, 0, 4 * P);

    @Statement(220)
    public void withoutPermissionToRemapTheTranslationsStay(Bench bench) throws DdiException {
        OneMapping shown = OneMapping.loaded(bench, _ -> Export.registers(1));
        expect(() -> bench.handle(H1).umemRemap(UmemRemap.of(bench.memory().u(), 0, 4 * P)), ddiFailure());
        expect(() -> bench.handle(H1).devmemRemap(DevmemRemap.of(2, 0, 4 * P)), ddiFailure());
        shown.expectIntact('1');
    }

    @Statement(221)
    public void afterARemapTheSameAddressShowsOtherMemory(Bench bench) throws DdiException {
        OneMapping shown = OneMapping.loaded(bench, RemapStatements::remappableU);
        UmemCookie v = marked(bench, 4);
        expect(() -> bench.handle(H1).umemRemap(UmemRemap.of(v, 0, 4 * P)), success());
        shown.process().expectLoaded();
        expect(read(shown.process().space().memory(), shown.mapping().address() + P), value(mark('V', 1)));
    }

    @Statement(222)
    public void aMappingTurnedInvalidHasNoTranslationsAndNoMemory(Bench bench) throws DdiException {
        OneMapping shown = OneMapping.loaded(bench, RemapStatements::remappableRegisters);
        UserProcess other = bench.process();
        read(other.map(0, 4 * P), 0);
        expect(() -> bench.handle(H1).devmemRemap(DevmemRemap.invalid()), success());
        shown.process().expectLoaded();
        other.expectLoaded(0);
        expect(read(shown.mapping(), 0), segvMaperr());
    }

    @Statement(223)
    public void anInvalidMappingIsHealedByAValidRemap(Bench bench) throws DdiException {
        OneMapping shown = OneMapping.loaded(bench, RemapStatements::remappableRegisters);
        expect(() -> bench.handle(H1).devmemRemap(DevmemRemap.invalid()), success());
        expect(read(shown.mapping(), 0), segvMaperr());
        expect(() -> bench.handle(H1).devmemRemap(DevmemRemap.of(2, 0, 4 * P)), success());
        expect(read(shown.mapping(), P), value(mark('2', 1)));
    }

    @Statement(224)
    public void umemRemapDoesNotHealAnInvalidMapping(Bench bench) throws DdiException {
        OneMapping shown = OneMapping.of(bench, RemapStatements::invalidU);
        expect(() -> bench.handle(H1).umemRemap(UmemRemap.of(bench.memory().u(), 0, 4 * P)), success());
        expect(read(shown.mapping(), 0), sigbus(EFAULT));
    }

    @Statement(225)
    public void devmemRemapHealsIt(Bench bench) throws DdiException {
        OneMapping shown = OneMapping.of(bench, RemapStatements::invalidU);
        expect(() -> bench.handle(H1).umemRemap(UmemRemap.of(bench.memory().u(), 0, 4 * P)), success());
        expect(() -> bench.handle(H1).devmemRemap(DevmemRemap.of(1, 0, 4 * P)), success());
        expect(read(shown.mapping(), 0), value(mark('1', 0)));
    }

    @Statement(226)
    public void umemRemapTakesNoFlags(Bench bench) throws DdiException {
        OneMapping shown = OneMapping.loaded(bench, RemapStatements::remappableU);
        UmemRemap valid = UmemRemap.of(bench.memory().u(), 0, 4 * P);
        for (DevmapFlags flags : List.of(MAPPING_INVALID, DevmapFlags.CACHED, DevmapFlags.WRITE_COMBINE,
                DevmapFlags.UNCACHED, ALLOW_REMAP)) {
            expect(() -> bench.handle(H1).umemRemap(valid.withFlags(flags)), ddiFailure());
        }
        shown.expectIntact('U');
    }

    @Statement(227)
    public void devmemRemapTakesNoFlagsButInvalid(Bench bench) throws DdiException {
        OneMapping shown = OneMapping.loaded(bench, RemapStatements::remappableRegisters);
        for (DevmapFlags flags : List.of(ALLOW_REMAP, MAPPING_INVALID.with(ALLOW_REMAP))) {
            expect(() -> bench.handle(H1).devmemRemap(DevmemRemap.of(2, 0, 4 * P).withFlags(flags)), ddiFailure());
        }
        shown.expectIntact('1');
    }

    @Statement(228)
    public void theHandleKeepsItsLength(Bench bench) throws DdiException {
        OneMapping shown = OneMapping.loaded(bench, RemapStatements::remappableRegisters);
        expect(() -> bench.handle(H1).devmemRemap(DevmemRemap.of(1, 4 * P, P)), success());
        expect("length of the handle", shown.process().handle().length(), 4 * P);
    }

    @Statement(229)
    public void aRemapThatTheNexusRefusesDropsTheTranslationsAndKeepsTheMemory(Bench bench) throws DdiException {
        OneMapping shown = OneMapping.loaded(bench, RemapStatements::remappableRegisters);
        expect(() -> bench.handle(H1).devmemRemap(BAD_SET), ddiFailure());
        shown.process().expectLoaded();
        expect(read(shown.mapping(), P), value(mark('1', 1)));
    }

    @Statement(230)
    public void aRemapThatTheNexusRefusesLeavesAnInvalidMappingInvalid(Bench bench) throws DdiException {
        bench.std().devmap(Export.registers(1).with(MAPPING_INVALID.with(ALLOW_REMAP)));
        Mapping mapping = bench.process().map(0, 4 * P);
        expect(() -> bench.handle(H1).devmemRemap(BAD_SET), ddiFailure());
        expect(read(mapping, 0), segvMaperr());
    }

    @Statement(231)
    public void aRemapPastTheEndOfTheCookieChangesNothing(Bench bench) throws DdiException {
        OneMapping shown = OneMapping.loaded(bench, RemapStatements::remappableU);
        UmemCookie v = marked(bench, 4);
        expect(() -> bench.handle(H1).umemRemap(UmemRemap.of(v, P, 4 * P)), ddiFailure());
        shown.expectIntact('U');
    }

    @Statement(232)
    public void aRemapToNoCookieFails(Bench bench) throws DdiException {
        OneMapping shown = OneMapping.loaded(bench, RemapStatements::remappableU);
        expect(() -> bench.handle(H1).umemRemap(UmemRemap.of(null, 0, 4 * P)), ddiFailure());
        shown.expectIntact('U');
    }

    @Statement(233)
    public void aMappingOfTrashIsHarmless(Bench bench) throws DdiException {
        OneMapping shown = OneMapping.loaded(bench, RemapStatements::remappableU);
        Mapping other = bench.process().map(0, 4 * P);
        for (String handle : List.of(H1, H2)) {
            expect(() -> bench.handle(handle).umemRemap(UmemRemap.of(bench.memory().trash(), 0, 4 * P)), success());
        }
        expect(write(shown.mapping(), 0, 77), success());
        expect(() -> shown.mapping().getInt(0), success());
        expect(() -> other.getInt(0), success());
        expect(read(bench.memory().u().memory(), 0), value(mark('U', 0)));
    }

    @Statement(234)
    public void aChildsMappingMayBeTurnedInvalidInDup(Bench bench) throws DdiException {
        OneMapping shown = OneMapping.loaded(bench, _ -> remappableU(bench).with(bench.callbacks().only(DUP)
                .onDup((_, data, newHandle) -> {
                    bench.journal().note("remap", Outcome.of(() -> newHandle.devmemRemap(DevmemRemap.invalid())));
                    return data;
                })));
        UserProcess child = shown.process().fork();
        bench.journal().expect(Call.of("dup"), Call.of("remap").with("result", success()));
        expect(read(child.inherited(shown.mapping()), 0), segvMaperr());
        shown.expectIntact('U');
    }

    @Statement(235)
    public void pagesPastTheEndOfASmallerCookieFault(Bench bench) throws DdiException {
        OneMapping shown = OneMapping.loaded(bench, RemapStatements::remappableU);
        UmemCookie v = marked(bench, 1);
        expect(() -> bench.handle(H1).umemRemap(UmemRemap.of(v, 0, P)), success());
        expect(read(shown.mapping(), 2 * P), sigbus(EFAULT));
        expect(read(shown.mapping(), 0), value(mark('V', 0)));
    }

    private static Export remappableRegisters(Bench bench) {
        return Export.registers(1).with(ALLOW_REMAP);
    }

    private static Export remappableU(Bench bench) {
        return Export.umem(bench.memory().u()).with(ALLOW_REMAP);
    }

    private static Export invalidU(Bench bench) {
        return remappableU(bench).with(MAPPING_INVALID.with(ALLOW_REMAP));
    }

    /** The cookie V, with marked pages. */
    private static UmemCookie marked(Bench bench, int pages) {
        UmemCookie v = bench.memory().alloc(pages * P, UmemFlags.SLEEP);
        for (int page = 0; page < pages; page++) {
            v.memory().setInt(page * P, mark('V', page));
        }
        return v;
    }

    /**
     * A mapping of four pages behind H1 in a process of its own.
     *
     * @param process the process
     * @param mapping the pages
     */
    private record OneMapping(UserProcess process, Mapping mapping) {

        static OneMapping of(Bench bench, Function<Bench, Export> export) throws DdiException {
            TestDriver driver = bench.std();
            bench.memory().markRegisters();
            driver.devmap(export.apply(bench));
            UserProcess process = bench.process();
            OneMapping one = new OneMapping(process, process.map(0, 4 * P));
            bench.journal().skip();
            return one;
        }

        /** With every page loaded. */
        static OneMapping loaded(Bench bench, Function<Bench, Export> export) throws DdiException {
            OneMapping one = of(bench, export);
            for (int page = 0; page < 4; page++) {
                read(one.mapping, page * P);
            }
            one.process.expectLoaded(0, 1, 2, 3);
            return one;
        }

        /** Expects that every page is still loaded and shows that memory. */
        void expectIntact(char memory) {
            process.expectLoaded(0, 1, 2, 3);
            for (int page = 0; page < 4; page++) {
                expect(read(mapping, page * P), value(mark(memory, page)));
            }
        }
    }
}
