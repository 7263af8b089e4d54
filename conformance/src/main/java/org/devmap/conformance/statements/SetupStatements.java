package org.devmap.conformance.statements;

import static org.devmap.AccessDirection.READ;
import static org.devmap.AccessType.ACCESS;
import static org.devmap.Errno.EFAULT;
import static org.devmap.Errno.EINVAL;
import static org.devmap.conformance.bench.Bench.P;
import static org.devmap.conformance.bench.Expect.expect;
import static org.devmap.conformance.bench.KernelMemory.mark;
import static org.devmap.conformance.bench.Outcome.code;
import static org.devmap.conformance.bench.Outcome.ddiFailure;
import static org.devmap.conformance.bench.Outcome.segvMaperr;
import static org.devmap.conformance.bench.Outcome.sigbus;
import static org.devmap.conformance.bench.Outcome.success;
import static org.devmap.conformance.bench.Outcome.value;
import static org.devmap.conformance.bench.Touch.read;
import static org.devmap.conformance.bench.Touch.write;
import static org.devmap.driver.DevmapFlags.ALLOW_REMAP;
import static org.devmap.driver.DevmapFlags.CACHED;
import static org.devmap.driver.DevmapFlags.DEFAULTS;
import static org.devmap.driver.DevmapFlags.MAPPING_INVALID;
import static org.devmap.driver.DevmapFlags.UNCACHED;
import static org.devmap.driver.DevmapFlags.WRITE_COMBINE;

import java.util.List;
import org.devmap.DdiException;
import org.devmap.app.Mapping;
import org.devmap.backend.RegisterSet;
import org.devmap.conformance.Statement;
import org.devmap.conformance.bench.Bench;
import org.devmap.conformance.bench.Export;
import org.devmap.conformance.bench.PlainRegisters;
import org.devmap.conformance.bench.SetupTrial;
import org.devmap.conformance.bench.TestDriver;
import org.devmap.conformance.bench.UserProcess;
import org.devmap.driver.AccessAttributes;
import org.devmap.driver.DevmapFlags;
import org.devmap.driver.DevmemRemap;
import org.devmap.driver.DevmemSetup;
import org.devmap.driver.Endian;
import org.devmap.driver.Ordering;
import org.devmap.driver.RegisterHandle;
import org.devmap.driver.UmemCookie;
import org.devmap.driver.UmemFlags;
import org.devmap.driver.UmemRemap;
import org.devmap.driver.UmemSetup;
import org.devmap.dto.HandleSnapshot;

/** Section 3.6: devmap_devmem_setup and devmap_umem_setup. */
public final class SetupStatements {

    private static final DevmapFlags INVALID = MAPPING_INVALID.with(ALLOW_REMAP);

    @Statement(95)
    public void aHandleIsSetUpOnce(Bench bench) throws DdiException {
        TestDriver std = bench.std();
        bench.memory().markRegisters();
        UmemCookie u = bench.memory().u();
        SetupTrial trial = SetupTrial.of(
                handle -> handle.devmemSetup(DevmemSetup.of(1, 0, P)),
                handle -> handle.devmemSetup(DevmemSetup.of(2, P, 2 * P)),
                handle -> handle.umemSetup(UmemSetup.of(u, P, 2 * P)));
        std.devmap(trial);
        UserProcess p = bench.process();
        Mapping mapping = p.map(0, P);
        trial.expect(success(), ddiFailure(), ddiFailure());
        expect("length of the handle", p.handle().length(), P);
        expect(read(mapping, 0), value(mark('1', 0)));
    }

    @Statement(96)
    public void aRegisterOffsetInsideAPageIsRoundedDown(Bench bench) throws DdiException {
        bench.std().devmap(Export.registers(1).shiftedBy(0x800));
        bench.memory().markRegisters();
        UserProcess p = bench.process();
        Mapping mapping = p.map(0, P);
        expect("length of the handle", p.handle().length(), P);
        expect(read(mapping, 0), value(mark('1', 0)));
    }

    @Statement(97)
    public void aRegisterLengthIsRoundedUp(Bench bench) throws DdiException {
        SetupTrial trial = SetupTrial.of(handle -> handle.devmemSetup(DevmemSetup.of(1, 0, 1)));
        UserProcess p = mapPage(bench, trial);
        trial.expect(success());
        expect("length of the handle", p.handle().length(), P);
    }

    @Statement(98)
    public void devmemSetupDropsTheFlagsItDoesNotKnow(Bench bench) throws DdiException {
        DevmapFlags unknown = new DevmapFlags(0x7FFFFFF8);
        SetupTrial trial = SetupTrial.of(
                handle -> handle.devmemSetup(DevmemSetup.of(1, 0, P).withFlags(ALLOW_REMAP.with(unknown))));
        UserProcess p = mapPage(bench, trial);
        trial.expect(success());
        expect("flags of the handle", p.handle().flags(), ALLOW_REMAP.bits());
        expect("cache attribute of the handle", p.handle().cache(), "UNCACHED");
    }

    @Statement(99)
    public void anInvalidMappingMustBeRemappable(Bench bench) throws DdiException {
        TestDriver std = bench.std();
        UmemCookie u = bench.memory().u();
        SetupTrial trial = SetupTrial.of(
                handle -> handle.devmemSetup(DevmemSetup.of(1, 0, P).withFlags(MAPPING_INVALID)),
                handle -> handle.umemSetup(UmemSetup.of(u, 0, P).withFlags(MAPPING_INVALID)));
        std.devmap(trial);
        bench.process().map(0, P);
        trial.expect(ddiFailure(), ddiFailure());
    }

    @Statement(100)
    public void theNexusIsNotAskedForAnInvalidMapping(Bench bench) throws DdiException {
        SetupTrial trial = SetupTrial.of(handle -> handle.devmemSetup(DevmemSetup.of(99, 0, P).withFlags(INVALID)));
        bench.std().devmap(trial);
        Mapping mapping = bench.process().map(0, P);
        trial.expect(success());
        expect(read(mapping, 0), segvMaperr());
    }

    @Statement(101)
    public void umemSetupNeedsACookie(Bench bench) throws DdiException {
        SetupTrial trial = SetupTrial.of(handle -> handle.umemSetup(UmemSetup.of(null, 0, P)));
        mapPage(bench, trial);
        trial.expect(ddiFailure());
    }

    @Statement(102)
    public void umemIsCachedInOneWay(Bench bench) throws DdiException {
        TestDriver std = bench.std();
        UmemSetup setup = UmemSetup.of(bench.memory().u(), 0, P);
        SetupTrial trial = SetupTrial.of(
                handle -> handle.umemSetup(setup.withFlags(CACHED.with(WRITE_COMBINE))),
                handle -> handle.umemSetup(setup.withFlags(CACHED.with(UNCACHED))),
                handle -> handle.umemSetup(setup.withFlags(WRITE_COMBINE.with(UNCACHED))));
        std.devmap(trial);
        bench.process().map(0, P);
        trial.expect(ddiFailure(), ddiFailure(), ddiFailure());
    }

    @Statement(103)
    public void translationsOfUmemCarryItsCacheAttribute(Bench bench) throws DdiException {
        TestDriver std = bench.std();
        expectAttributes(loadedUmem(std, UNCACHED, bench), "UNCACHED", "STRICT");
        expectAttributes(loadedUmem(std, WRITE_COMBINE, bench), "WRITE_COMBINE", "MERGING");
        expectAttributes(loadedUmem(std, DEFAULTS, bench), "CACHED", "STORE_CACHING");
    }

    @Statement(104)
    public void aPlatformMayOnlyCache(Bench bench) throws DdiException {
        TestDriver std = bench.configure(configuration -> configuration.cachedOnly()).std();
        UmemSetup setup = UmemSetup.of(bench.memory().u(), 0, P);
        SetupTrial trial = SetupTrial.of(
                handle -> handle.umemSetup(setup.withFlags(UNCACHED)),
                handle -> handle.umemSetup(setup.withFlags(CACHED)));
        std.devmap(trial);
        bench.process().map(0, P);
        trial.expect(ddiFailure(), success());
    }

    @Statement(105)
    public void theCookieOfAnInvalidMappingIsChecked(Bench bench) throws DdiException {
        TestDriver std = bench.std();
        UmemCookie u = bench.memory().u();
        SetupTrial trial = SetupTrial.of(
                handle -> handle.umemSetup(UmemSetup.of(u, 4 * P, P).withFlags(INVALID)),
                handle -> handle.umemSetup(UmemSetup.of(u, 3 * P, P).withFlags(INVALID)));
        std.devmap(trial);
        UserProcess p = bench.process();
        p.map(0, P);
        trial.expect(ddiFailure(), success());
        expect("what is behind the handle", p.handle().backing(), "invalid");
    }

    @Statement(106)
    public void aTouchOfInvalidUmemFailsEfault(Bench bench) throws DdiException {
        TestDriver std = bench.std();
        std.devmap(Export.umem(bench.memory().u()).with(INVALID));
        Mapping mapping = bench.process().map(0, P);
        expect(read(mapping, 0), sigbus(EFAULT));
    }

    @Statement(107)
    public void withoutAttributesOrderIsStrictAndNothingIsSwapped(Bench bench) throws DdiException {
        bench.std();
        UserProcess p = bench.process();
        p.map(0, P);
        expect("data order", p.handle().ordering(), "STRICT");
        expect("endian", p.handle().endian(), "NEVERSWAP");
    }

    @Statement(108)
    public void theOrderOfTheAttributesIsThatOfTheTranslation(Bench bench) throws DdiException {
        AccessAttributes merging = AccessAttributes.of(Endian.NEVERSWAP, Ordering.MERGING);
        bench.std().devmap(Export.registers(1).with(merging));
        UserProcess p = bench.process();
        Mapping mapping = p.map(0, P);
        try (RegisterHandle registers = bench.device().regsMapSetup(1, 0, P, merging)) {
            registers.put8(5, (byte) 0x5A);
            expect("get8", registers.get8(5), (byte) 0x5A);
            expect("byte the user sees", mapping.getByte(5), (byte) 0x5A);
        }
        expect("data order", p.handle().ordering(), "MERGING");
    }

    @Statement(109)
    public void umemIsSetUpInWholePages(Bench bench) throws DdiException {
        TestDriver std = bench.std();
        UmemCookie u = bench.memory().u();
        SetupTrial trial = SetupTrial.of(
                handle -> handle.umemSetup(UmemSetup.of(u, 0x800, P)),
                handle -> handle.umemSetup(UmemSetup.of(u, 0, 0x800)),
                handle -> handle.umemSetup(UmemSetup.of(u, P, P)));
        std.devmap(trial);
        Mapping mapping = bench.process().map(0, P);
        // The third setup would fail if one of the others had set the handle up.
        trial.expect(ddiFailure(), ddiFailure(), success());
        expect(read(mapping, 0), value(mark('U', 1)));
    }

    @Statement(110)
    public void umemSetupNeedsNoDevice(Bench bench) throws DdiException {
        // Java form: there is no argument for a device, and the cookie's own does not matter.
        TestDriver std = bench.std();
        bench.addDevice("dv2");
        std.devmap(Export.umem(bench.memory().u()));
        Mapping mapping = bench.process("dv2", 0).map(0, P);
        expect(read(mapping, 0), value(mark('U', 0)));
    }

    @Statement(111)
    public void theSizeOfATrashCookieCountsToo(Bench bench) throws DdiException {
        TestDriver std = bench.std();
        UmemCookie trash = bench.memory().alloc(P, UmemFlags.TRASH);
        SetupTrial trial = SetupTrial.of(
                handle -> handle.umemSetup(UmemSetup.of(trash, 0, 2 * P)),
                handle -> handle.umemSetup(UmemSetup.of(trash, 0, P)));
        std.devmap(trial);
        bench.process().map(0, P);
        trial.expect(ddiFailure(), success());
    }

    @Statement(112)
    public void onlyMemorySpaceIsSetUp(Bench bench) throws DdiException {
        RegisterSet ports = new RegisterSet.Modelled("ports", RegisterSet.Space.IO, new PlainRegisters());
        RegisterSet registers = new RegisterSet.Modelled("registers", RegisterSet.Space.MEMORY, new PlainRegisters());
        bench.addDevice("dv2", List.of(ports, registers));
        SetupTrial trial = SetupTrial.of(
                handle -> handle.devmemSetup(DevmemSetup.of(0, 0, PlainRegisters.SIZE)),
                handle -> handle.devmemSetup(DevmemSetup.of(1, 0, PlainRegisters.SIZE)));
        bench.std().devmap(trial);
        bench.process("dv2", 0).map(0, P);
        trial.expect(ddiFailure(), success());
        // Register set 0 of dv is configuration space of the same size.
        bench.process().map(0, P);
        trial.expect(ddiFailure(), success(), ddiFailure(), success());
    }

    @Statement(113)
    public void driverAndUserShareTheKernelPage(Bench bench) throws DdiException {
        TestDriver std = bench.std();
        UmemCookie u = bench.memory().u();
        std.devmap(Export.umem(u));
        Mapping mapping = bench.process().map(0, P);
        for (int round = 1; round <= 2; round++) {
            u.memory().setInt(8, 10 * round);
            expect(read(mapping, 8), value(10 * round));
            expect(write(mapping, 8, 10 * round + 1), success());
            expect(read(u.memory(), 8), value(10 * round + 1));
        }
    }

    @Statement(114)
    public void insideDevmapNothingIsLoadedUnloadedOrRemapped(Bench bench) throws DdiException {
        TestDriver std = bench.std();
        bench.memory().markRegisters();
        UmemCookie u = bench.memory().u();
        SetupTrial trial = SetupTrial.of(
                handle -> handle.devmemSetup(DevmemSetup.of(1, 0, P).withFlags(ALLOW_REMAP)),
                handle -> handle.load(0, P, ACCESS, READ),
                handle -> handle.unload(0, P),
                handle -> handle.devmemRemap(DevmemRemap.of(2, 0, P)),
                handle -> handle.umemRemap(UmemRemap.of(u, 0, P)));
        std.devmap(trial);
        Mapping mapping = bench.process().map(0, P);
        trial.expect(success(), code(EINVAL), code(EINVAL), ddiFailure(), ddiFailure());
        expect(read(mapping, 0), value(mark('1', 0)));
    }

    /** Maps the first page with a driver that makes these calls. */
    private static UserProcess mapPage(Bench bench, SetupTrial trial) throws DdiException {
        bench.std().devmap(trial);
        UserProcess p = bench.process();
        p.map(0, P);
        return p;
    }

    /** Maps a page of U, set up with those flags, touches it, and answers its handle. */
    private static HandleSnapshot loadedUmem(TestDriver driver, DevmapFlags flags, Bench bench) throws DdiException {
        driver.devmap(Export.umem(bench.memory().u()).with(flags));
        UserProcess p = bench.process();
        expect(read(p.map(0, P), 0), value(mark('U', 0)));
        return p.handle();
    }

    private static void expectAttributes(HandleSnapshot handle, String cache, String ordering) {
        expect("loaded pages", handle.loaded().cardinality(), 1);
        expect("cache attribute", handle.cache(), cache);
        expect("data order", handle.ordering(), ordering);
    }
}
