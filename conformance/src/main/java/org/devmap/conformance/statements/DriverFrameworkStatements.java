package org.devmap.conformance.statements;

import static org.devmap.Errno.DDI_FAILURE;
import static org.devmap.Errno.EBUSY;
import static org.devmap.Errno.ENXIO;
import static org.devmap.conformance.bench.Bench.DV;
import static org.devmap.conformance.bench.Bench.P;
import static org.devmap.conformance.bench.Calls.H1;
import static org.devmap.conformance.bench.Calls.devmap;
import static org.devmap.conformance.bench.Calls.map;
import static org.devmap.conformance.bench.Expect.expect;
import static org.devmap.conformance.bench.KernelMemory.mark;
import static org.devmap.conformance.bench.Outcome.ddiFailure;
import static org.devmap.conformance.bench.Outcome.errno;
import static org.devmap.conformance.bench.Outcome.value;
import static org.devmap.conformance.bench.Touch.read;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.devmap.DataModel;
import org.devmap.DdiException;
import org.devmap.Dev;
import org.devmap.OpenFlags;
import org.devmap.app.DeviceFile;
import org.devmap.app.Mapping;
import org.devmap.conformance.Statement;
import org.devmap.conformance.bench.Bench;
import org.devmap.conformance.bench.Call;
import org.devmap.conformance.bench.Export;
import org.devmap.conformance.bench.TestDriver;
import org.devmap.conformance.bench.UserProcess;
import org.devmap.driver.DeviceDriver;
import org.devmap.driver.DeviceInfo;
import org.devmap.driver.DevmapEntry;
import org.devmap.driver.SoftState;
import org.devmap.driver.Suspendable;
import org.devmap.dto.NodeSnapshot;

/** Section 3.21: driver framework. */
public final class DriverFrameworkStatements {

    @Statement(327)
    public void theDeviceIsClosedOnceAfterTheLastMunmap(Bench bench) throws DdiException {
        bench.std();
        UserProcess p = bench.process();
        Mapping mapping = p.map(0, 2 * P);
        p.file().close();
        mapping.unmap(0, P);
        expect("calls of close", bench.journal().all("close"), List.of());
        mapping.unmap(P, P);
        expect("calls of close", bench.journal().all("close").size(), 1);
        p.close();
        expect("calls of close", bench.journal().all("close").size(), 1);
    }

    @Statement(328)
    public void aDeviceWithMappingsIsNotDetached(Bench bench) throws DdiException {
        bench.std();
        bench.memory().markRegisters();
        UserProcess p = bench.process();
        Mapping mapping = p.map(0, P);
        p.file().close();
        expect(() -> bench.system().detach(DV), errno(EBUSY));
        expect("calls of detach", bench.journal().all("detach"), List.of());
        expect(read(mapping, 0), value(mark('1', 0)));
    }

    @Statement(329)
    public void theMinorThatOpenAnswersIsSeenFromThenOn(Bench bench) throws DdiException {
        bench.std().open((dev, _, _) -> dev.withMinor(1)).devmap(Export.registers(1).with(bench.callbacks()));
        UserProcess p = bench.process(DV, 0);
        p.map(0, P);
        Dev changed = new Dev(bench.device().major(), 1);
        bench.journal().expect(devmap(H1, 0, P).with("dev", changed), map(H1, 0, P).with("dev", changed));
        expect("calls of getinfo", bench.journal().all("getinfo"), List.of(Call.of("getinfo").with("dev", changed)));
        expect("device number of the file", p.file().dev(), changed);
    }

    @Statement(330)
    public void everyOpenIsSeenButOnlyTheLastClose(Bench bench) throws DdiException {
        bench.std();
        UserProcess p = bench.process();
        DeviceFile second = p.open(DV, 0, OpenFlags.READ);
        expect("calls of open", bench.journal().all("open").size(), 2);
        p.file().close();
        expect("calls of close", bench.journal().all("close"), List.of());
        second.close();
        expect("calls of close", bench.journal().all("close").size(), 1);
    }

    @Statement(331)
    public void softStateRefusesWhatIsThereAndFindsNothingElse(Bench bench) throws DdiException {
        // Items are objects in Java: there is no size that could be 0, and who asks for an absent one and needs it gets ENXIO.
        SoftState<int[]> state = new SoftState<>();
        int[] item = state.allocate(3, () -> new int[1]);
        expect(() -> state.allocate(3, () -> new int[1]), ddiFailure());
        expect(() -> state.allocate(-1, () -> new int[1]), ddiFailure());
        expect("item 3", state.get(3), item);
        expect("an absent item", state.find(4), Optional.empty());
        expect("a negative item", state.find(-1), Optional.empty());
        expect(() -> state.get(4), errno(ENXIO));
        expect("what was freed of an absent item", state.remove(4), Optional.empty());
        expect("item 3", state.get(3), item);
    }

    @Statement(332)
    public void softStateAllocatedAgainIsFresh(Bench bench) throws DdiException {
        SoftState<int[]> state = new SoftState<>();
        state.allocate(3, () -> new int[1])[0] = 7;
        state.remove(3);
        expect("item 3 after free", state.find(3), Optional.empty());
        expect("contents of the new item", state.allocate(3, () -> new int[1])[0], 0);
    }

    @Statement(333)
    public void theSentinelsCanBeCalled(Bench bench) throws DdiException {
        Dev dev = new Dev(1, 0);
        expect(() -> DevmapEntry.NODEV.devmap(dev, null, 0, P, DataModel.LP64), errno(ENXIO));
        expect("what nulldev answers", DevmapEntry.NULLDEV.devmap(dev, null, 0, P, DataModel.LP64), 0L);
    }

    @Statement(334)
    public void aCommandThatADriverDoesNotKnowFails(Bench bench) throws DdiException {
        // Commands are methods in Java: DDI_ATTACH and DDI_DETACH are attach and detach, DDI_SUSPEND and DDI_RESUME those of
        // Suspendable. Nobody can send another one; what is left is that a driver answers DDI_FAILURE to what it cannot do.
        expectMethodsOfADevice(DeviceDriver.class, "attach", "detach");
        expectMethodsOfADevice(Suspendable.class, "resume", "suspend");
        TestDriver driver = bench.std();
        bench.system().detach(DV);
        driver.onAttach(_ -> {
            throw new DdiException(DDI_FAILURE);
        });
        expect(() -> bench.system().attach(DV), ddiFailure());
        expect("attached", state(bench) == NodeSnapshot.State.ATTACHED, false);
    }

    @Statement(335)
    public void aDriverThatVetoesDetachStaysInUse(Bench bench) throws DdiException {
        TestDriver driver = bench.std();
        bench.memory().markRegisters();
        driver.onDetach(_ -> {
            throw new DdiException(DDI_FAILURE);
        });
        expect(() -> bench.system().detach(DV), ddiFailure());
        expect("state", state(bench), NodeSnapshot.State.ATTACHED);
        expect(read(bench.process().map(0, P), 0), value(mark('1', 0)));
        driver.onDetach(_ -> { });
    }

    private static void expectMethodsOfADevice(Class<?> type, String... names) {
        List<Method> commands = Arrays.stream(type.getMethods()).filter(method -> method.getReturnType() == void.class).toList();
        expect("commands of " + type.getSimpleName(), commands.stream().map(Method::getName).sorted().toList(), List.of(names));
        expect("they take the device alone", commands.stream()
                .allMatch(method -> List.of(method.getParameterTypes()).equals(List.of(DeviceInfo.class))));
    }

    private static NodeSnapshot.State state(Bench bench) {
        return bench.snapshot().node(DV).orElseThrow().state();
    }
}
