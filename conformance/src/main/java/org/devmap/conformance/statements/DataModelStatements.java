package org.devmap.conformance.statements;

import static org.devmap.DataModel.ILP32;
import static org.devmap.DataModel.LP64;
import static org.devmap.DataModel.NONE;
import static org.devmap.Errno.ENXIO;
import static org.devmap.conformance.bench.Bench.P;
import static org.devmap.conformance.bench.Expect.expect;
import static org.devmap.conformance.bench.Outcome.errno;
import static org.devmap.conformance.bench.Outcome.success;
import static org.devmap.conformance.bench.Outcome.value;
import static org.devmap.conformance.bench.Touch.read;
import static org.devmap.conformance.bench.Touch.write;

import java.util.List;
import org.devmap.DataModel;
import org.devmap.DdiException;
import org.devmap.app.Mapping;
import org.devmap.conformance.Statement;
import org.devmap.conformance.bench.Bench;

/** Section 3.19: data model. */
public final class DataModelStatements {

    @Statement(309)
    public void theModelOfTheFrameworkNeedsNoConversion(Bench bench) throws DdiException {
        expect("conversion", modelInDevmap(bench, LP64).convertFrom(), NONE);
        expect("DDI_MODEL_NONE", NONE.bits(), 0);
    }

    @Statement(310)
    public void theOtherModelNeedsConversion(Bench bench) throws DdiException {
        expect("conversion", modelInDevmap(bench, ILP32).convertFrom(), ILP32);
    }

    @Statement(311)
    public void processesOfOneModelShareAPage(Bench bench) throws DdiException {
        SharedPageDriver.install(bench);
        Mapping lp64 = bench.process(LP64).map(0, P);
        Mapping ilp32 = bench.process(ILP32).map(0, P);
        expect(write(lp64, 0, 64), success());
        expect(write(ilp32, 0, 32), success());
        expect(read(bench.process(LP64).map(0, P), 0), value(64));
        expect(read(bench.process(ILP32).map(0, P), 0), value(32));
    }

    @Statement(312)
    public void theDriverAsPrintedShutsOut32BitApplicationsThatComeFirst(Bench bench) throws DdiException {
        SharedPageDriver.installAsPrinted(bench);
        expect(() -> bench.process(ILP32).map(0, P), errno(ENXIO));
        expect("bytes allocated", bench.snapshot().cookies().getFirst().size(), P);
        expect(write(bench.process(LP64).map(0, P), 0, 64), success());
        expect(read(bench.process(LP64).map(0, P), 0), value(64));
    }

    @Statement(313)
    public void bitsThatAreNoModelAreIgnored(Bench bench) {
        for (int extra : new int[] {1, 0xFFFFF, 0x10000000, 0xF0000000}) {
            expect("conversion of ILP32 and more", new DataModel(ILP32.bits() | extra).convertFrom(), ILP32);
            expect("conversion of LP64 and more", new DataModel(LP64.bits() | extra).convertFrom(), NONE);
            expect("conversion of nothing", new DataModel(extra).convertFrom(), NONE);
        }
    }

    @Statement(314)
    public void anIoctlKnowsTheModelOfItsCaller(Bench bench) {
        bench.std();
        for (DataModel model : List.of(LP64, ILP32)) {
            expect(bench.process(model).inIoctl(() -> bench.journal().note("model", bench.device().callerModel())), success());
            expect("model", bench.journal().all("model").getLast().argument("result"), model);
        }
    }

    private static DataModel modelInDevmap(Bench bench, DataModel caller) throws DdiException {
        bench.std();
        bench.process(caller).map(0, P);
        return (DataModel) bench.journal().all("devmap").getFirst().argument("model");
    }
}
