package org.devmap.conformance.statements;

import static org.devmap.AccessDirection.READ;
import static org.devmap.AccessDirection.WRITE;
import static org.devmap.Errno.EINVAL;
import static org.devmap.Protection.READ_WRITE;
import static org.devmap.conformance.bench.Bench.P;
import static org.devmap.conformance.bench.Calls.H1;
import static org.devmap.conformance.bench.Calls.H2;
import static org.devmap.conformance.bench.Calls.access;
import static org.devmap.conformance.bench.Calls.devmap;
import static org.devmap.conformance.bench.Calls.dup;
import static org.devmap.conformance.bench.Calls.map;
import static org.devmap.conformance.bench.Calls.unmap;
import static org.devmap.conformance.bench.Expect.expect;
import static org.devmap.conformance.bench.KernelMemory.mark;
import static org.devmap.conformance.bench.Outcome.errno;
import static org.devmap.conformance.bench.Outcome.success;
import static org.devmap.conformance.bench.Outcome.value;
import static org.devmap.conformance.bench.Touch.read;
import static org.devmap.conformance.bench.Touch.write;
import static org.devmap.driver.MappingCallbacks.Entry.ACCESS;
import static org.devmap.driver.MappingCallbacks.Entry.DUP;
import static org.devmap.driver.MappingCallbacks.Entry.MAP;
import static org.devmap.driver.MappingCallbacks.Entry.UNMAP;

import java.util.List;
import org.devmap.DdiException;
import org.devmap.MapFlags;
import org.devmap.app.Mapping;
import org.devmap.conformance.Statement;
import org.devmap.conformance.bench.Bench;
import org.devmap.conformance.bench.Export;
import org.devmap.conformance.bench.RecordingCallbacks;
import org.devmap.conformance.bench.TestDriver;
import org.devmap.conformance.bench.UserProcess;
import org.devmap.driver.DevmapFlags;
import org.devmap.driver.UmemRemap;

/** Section 3.7: the callback control record. */
public final class CallbackRecordStatements {

    @Statement(115)
    public void everyRevisionIsAccepted(Bench bench) throws DdiException {
        TestDriver std = bench.std();
        bench.memory().markRegisters();
        for (int revision : List.of(0, 99)) {
            std.devmap(Export.registers(1).with(bench.callbacks().revision(revision)));
            Mapping mapping = bench.process().map(0, P);
            expect(read(mapping, 0), value(mark('1', 0)));
            mapping.close();
            String handle = revision == 0 ? H1 : H2;
            bench.journal().expect(devmap(handle, 0, P), map(handle, 0, P), access(handle, 0, P, READ), unmap(handle, 0, P));
        }
        bench.process().map(0, P);
        expect("reports of revision 99", bench.diagnostics().stream().filter(line -> line.contains("revision 99")).count(), 1L);
    }

    @Statement(116)
    public void theRecordIsCopiedAtSetup(Bench bench) throws DdiException {
        // Java form: which callbacks are real is read at setup and never again.
        RecordingCallbacks cleared = bench.callbacks();
        RecordingCallbacks filled = bench.callbacks().only();
        bench.std().devmap((_, handle, off, _, _) -> {
            if (off == 0) {
                Export.registers(1).with(cleared).setup(handle, off, P);
                cleared.only();
            } else {
                Export.registers(1).with(filled).setup(handle, off, P);
                filled.only(MAP, ACCESS, UNMAP);
            }
            return P;
        });
        bench.memory().markRegisters();
        Mapping mapping = bench.process().map(0, 2 * P);
        expect(read(mapping, 0), value(mark('1', 0)));
        expect(read(mapping, P), value(mark('1', 1)));
        mapping.close();
        bench.journal().expect(devmap(H1, 0, 2 * P), devmap(H2, P, P), map(H1, 0, P), access(H1, 0, P, READ),
                unmap(H1, 0, P));
    }

    @Statement(117)
    public void everythingWorksWithoutARecord(Bench bench) throws DdiException {
        bench.std();
        UserProcess p = bench.process();
        Mapping mapping = p.map(0, 2 * P);
        expect(write(mapping, 0, 1), success());
        UserProcess child = p.fork();
        expect(read(child.space().memory(), mapping.address()), value(1));
        mapping.close();
        child.close();
        expect("segments", p.segments(), List.of());
        bench.journal().expect(devmap(H1, 0, 2 * P));
    }

    @Statement(118)
    public void aDriverMayOnlyHearOfUnmap(Bench bench) throws DdiException {
        bench.std().devmap(Export.registers(1).with(bench.callbacks().only(UNMAP)));
        bench.memory().markRegisters();
        Mapping mapping = bench.process().map(0, P);
        expect(read(mapping, 0), value(mark('1', 0)));
        mapping.close();
        bench.journal().expect(devmap(H1, 0, P), unmap(H1, 0, P).with("pvt", null));
    }

    @Statement(119)
    public void privateDataIsNullWithoutAMapCallback(Bench bench) throws DdiException {
        bench.std().devmap(Export.registers(1).with(bench.callbacks().only(ACCESS)));
        bench.memory().markRegisters();
        Mapping mapping = bench.process().map(0, P);
        expect(read(mapping, 0), value(mark('1', 0)));
        bench.journal().expect(devmap(H1, 0, P), access(H1, 0, P, READ).with("pvt", null));
    }

    @Statement(120)
    public void anAccessCallbackThatIsNotRealIsNone(Bench bench) throws DdiException {
        // Java form: null, nulldev and nodev are all an entry that the record does not name.
        bench.std().devmap(Export.registers(1).with(bench.callbacks().only(MAP, DUP, UNMAP)));
        bench.memory().markRegisters();
        UserProcess p = bench.process();
        expect(() -> p.map(0, P, READ_WRITE, MapFlags.PRIVATE), errno(EINVAL));
        bench.journal().expect(devmap(H1, 0, P));
        Mapping mapping = p.map(0, P);
        expect(read(mapping, 0), value(mark('1', 0)));
        bench.journal().expect(devmap(H2, 0, P), map(H2, 0, P));
    }

    @Statement(121)
    public void aChildHasTheCallbacksOfItsParentsHandle(Bench bench) throws DdiException {
        RecordingCallbacks callbacks = bench.callbacks().only(ACCESS, DUP, UNMAP);
        bench.std().devmap(Export.registers(1).with(callbacks));
        UserProcess p = bench.process();
        Mapping mapping = p.map(0, P);
        bench.journal().skip();
        // Java form: the record changes in which callbacks are real.
        callbacks.only(MAP);
        UserProcess child = p.fork();
        expect(write(child.space().memory(), mapping.address(), 1), success());
        child.close();
        bench.journal().expect(dup(H1, H2), access(H2, 0, P, WRITE), unmap(H2, 0, P));
    }

    @Statement(122)
    public void aRemapKeepsCallbacksAndPrivateData(Bench bench) throws DdiException {
        TestDriver std = bench.std();
        std.devmap(Export.umem(bench.memory().u()).with(DevmapFlags.ALLOW_REMAP).with(bench.callbacks()));
        UserProcess p = bench.process();
        Mapping mapping = p.map(0, P);
        expect(read(mapping, 0), value(mark('U', 0)));
        bench.journal().expect(devmap(H1, 0, P), map(H1, 0, P), access(H1, 0, P, READ).with("pvt", "pvt1"));
        String callbacks = p.handle().callbacks();
        bench.handle(H1).umemRemap(UmemRemap.of(bench.memory().g(), P, P));
        expect("callbacks of the handle", p.handle().callbacks(), callbacks);
        expect(read(mapping, 0), value(mark('G', 1)));
        mapping.close();
        bench.journal().expect(access(H1, 0, P, READ).with("pvt", "pvt1"), unmap(H1, 0, P).with("pvt", "pvt1"));
    }
}
