package org.devmap.conformance.statements;

import static org.devmap.AccessDirection.READ;
import static org.devmap.AccessDirection.WRITE;
import static org.devmap.Errno.DDI_FAILURE;
import static org.devmap.Errno.EINVAL;
import static org.devmap.Errno.EIO;
import static org.devmap.Errno.EPERM;
import static org.devmap.conformance.bench.Bench.P;
import static org.devmap.conformance.bench.Calls.H1;
import static org.devmap.conformance.bench.Calls.H2;
import static org.devmap.conformance.bench.Calls.H3;
import static org.devmap.conformance.bench.Calls.access;
import static org.devmap.conformance.bench.Calls.context;
import static org.devmap.conformance.bench.Expect.expect;
import static org.devmap.conformance.bench.Outcome.code;
import static org.devmap.conformance.bench.Outcome.sigbus;
import static org.devmap.conformance.bench.Outcome.success;
import static org.devmap.conformance.bench.Outcome.value;
import static org.devmap.conformance.bench.Touch.read;
import static org.devmap.conformance.bench.Touch.write;

import java.util.List;
import java.util.stream.Stream;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.FaultCode;
import org.devmap.FaultException;
import org.devmap.app.Mapping;
import org.devmap.conformance.Statement;
import org.devmap.conformance.bench.Background;
import org.devmap.conformance.bench.Bench;
import org.devmap.conformance.bench.Checkpoint;
import org.devmap.conformance.bench.Export;
import org.devmap.conformance.bench.Layout;
import org.devmap.conformance.bench.RecordingCallbacks;
import org.devmap.conformance.bench.RecordingCallbacks.OnAccess;
import org.devmap.conformance.bench.TestDriver;
import org.devmap.conformance.bench.UserProcess;
import org.devmap.driver.ContextCallback;
import org.devmap.driver.DevmapCookie;
import org.devmap.dto.ContextSnapshot;

/** Section 3.12: context management. The hold-off of a handle is 5 ticks where it has one. */
public final class ContextStatements {

    @Statement(184)
    public void withoutAContextCallbackTheHardwareHasFailed(Bench bench) throws DdiException {
        expectFailedSwitch(bench, bench.std(), bench.callbacks(), null);
    }

    @Statement(185)
    public void whateverTheContextCallbackFailsWithIsAHardwareError(Bench bench) throws DdiException {
        TestDriver driver = bench.std();
        for (Exception failure : List.of(new DdiException(Errno.of(7)), new DdiException(DDI_FAILURE),
                new FaultException(FaultCode.makeErr(EINVAL), "as load answers it"))) {
            RecordingCallbacks callbacks = bench.callbacks();
            expectFailedSwitch(bench, driver, callbacks, callbacks.context(failing(failure)));
        }
        expect("calls of the context callback", bench.journal().all("context").size(), 3);
    }

    // In Java do_ctxmgt is a method of the handle and cannot be given private data, right or wrong.
    @Statement(186)
    public void theContextCallbackReceivesTheHandlesOwnData(Bench bench) throws DdiException {
        ContextSwitching driver = new ContextSwitching(bench, bench.std());
        Mapping mapping = driver.map(0);
        bench.journal().skip();
        expect(write(mapping, P, 1), success());
        bench.journal().expect(access(H1, P, P, WRITE), context(H1, P, P).with("pvt", "pvt1"));
    }

    @Statement(187)
    public void withoutATimeoutNobodyWaits(Bench bench) throws DdiException {
        ContextSwitching driver = new ContextSwitching(bench, bench.std());
        driver.expectOverlap(driver.map(0), driver.map(0));
    }

    @Statement(188)
    public void theHoldOffBeginsWhenTheContextCallbackHasEnded(Bench bench) throws DdiException {
        ContextSwitching driver = new ContextSwitching(bench, bench.std());
        Mapping a = driver.map(5);
        Mapping b = driver.map(5);
        driver.onSwitch(H1, (_, _, _, _, _) -> bench.clock().advanceTicks(2));
        driver.expectEntersAtOnce("A", a);
        driver.expectServedAfter(5, driver.expectWaits("B", b));
        expect("switches", driver.switches(), List.of("H1 at tick 0", "H2 at tick 7"));
    }

    @Statement(189)
    public void withOneProcessorNobodyWaits(Bench bench) throws DdiException {
        bench.configure(system -> system.onlineCpus(1));
        ContextSwitching driver = new ContextSwitching(bench, bench.std());
        driver.expectOverlap(driver.map(5), driver.map(5));
    }

    @Statement(190)
    public void anotherOneWaitsWhileAContextCallbackRuns(Bench bench) throws DdiException {
        ContextSwitching driver = new ContextSwitching(bench, bench.std());
        Mapping a = driver.map(5);
        Mapping b = driver.map(5);
        Checkpoint stop = driver.stopInSwitch(H1);
        Background switching = driver.touch("A", a);
        stop.awaitArrival();
        Background waiting = driver.expectWaits("B", b);
        expect("timers", bench.clock().pending(), 0);
        stop.release();
        expect(switching.join(), success());
        driver.expectServedAfter(5, waiting);
    }

    @Statement(191)
    public void afterAFailureNobodyIsHeldOff(Bench bench) throws DdiException {
        ContextSwitching driver = new ContextSwitching(bench, bench.std());
        Mapping a = driver.map(5);
        Mapping b = driver.map(5);
        Checkpoint stop = bench.threads().checkpoint("in the context callback of A");
        driver.onSwitch(H1, (_, _, _, _, _) -> {
            stop.pass();
            throw new DdiException(EIO);
        });
        Background switching = driver.touch("A", a);
        stop.awaitArrival();
        Background waiting = driver.expectWaits("B", b);
        stop.release();
        expect(switching.join(), sigbus(EPERM));
        expect(waiting.join(), success());
        expect("switches", driver.switches(), List.of("H1 at tick 0", "H2 at tick 0"));
    }

    @Statement(192)
    public void aTimeoutTakenBackInTheContextCallbackHoldsNobodyOff(Bench bench) throws DdiException {
        ContextSwitching driver = new ContextSwitching(bench, bench.std());
        Mapping a = driver.map(5);
        Mapping b = driver.map(5);
        Checkpoint stop = bench.threads().checkpoint("in the context callback of A");
        driver.onSwitch(H1, (handle, _, _, _, _) -> {
            stop.pass();
            handle.setContextTimeout(0);
        });
        Background switching = driver.touch("A", a);
        stop.awaitArrival();
        Background waiting = driver.expectWaits("B", b);
        stop.release();
        expect(switching.join(), success());
        expect(waiting.join(), success());
        expect("switches", driver.switches(), List.of("H1 at tick 0", "H2 at tick 0"));
    }

    @Statement(193)
    public void aHandleWithoutTimeoutIsNotHeldOff(Bench bench) throws DdiException {
        ContextSwitching driver = new ContextSwitching(bench, bench.std());
        Mapping a = driver.map(5);
        Mapping b = driver.map(0);
        driver.expectEntersAtOnce("A", a);
        driver.expectEntersAtOnce("B", b);
        expect("busy for A", driver.context().busy());
        expect("timers", bench.clock().pending(), 1);
    }

    @Statement(194)
    public void theHoldOffAppliesToItsCauseToo(Bench bench) throws DdiException {
        ContextSwitching driver = new ContextSwitching(bench, bench.std());
        Mapping a = driver.map(5);
        driver.expectEntersAtOnce("A", a);
        driver.expectServedAfter(5, driver.expectWaits("A again", a, P));
        expect("switches", driver.switches(), List.of("H1 at tick 0", "H1 at tick 5"));
    }

    @Statement(195)
    public void anotherAccessFunctionIsNotHeldOff(Bench bench) throws DdiException {
        TestDriver std = bench.std();
        ContextSwitching one = new ContextSwitching(bench, std);
        ContextSwitching other = new ContextSwitching(bench, std);
        Mapping a = one.map(5);
        Mapping b = other.map(5);
        one.expectEntersAtOnce("A", a);
        other.expectEntersAtOnce("B", b);
        expect("busy", bench.snapshot().contexts().stream().map(ContextSnapshot::busy).toList(), List.of(true, true));
    }

    @Statement(196)
    public void minorsOfADeviceHoldEachOtherOffAndDevicesDoNot(Bench bench) throws DdiException {
        ContextSwitching driver = new ContextSwitching(bench, bench.std());
        bench.addDevice("dv2");
        Mapping a = driver.map(bench.process("dv", 0), 5);
        Mapping b = driver.map(bench.process("dv", 1), 5);
        Mapping c = driver.map(bench.process("dv2", 0), 5);
        driver.expectEntersAtOnce("A", a);
        Background waiting = driver.expectWaits("B", b);
        driver.expectEntersAtOnce("C", c);
        driver.expectServedAfter(5, waiting);
    }

    @Statement(197)
    public void aSignalDoesNotEndTheWait(Bench bench) throws DdiException {
        ContextSwitching driver = new ContextSwitching(bench, bench.std());
        Mapping a = driver.map(5);
        Mapping b = driver.map(5);
        driver.expectEntersAtOnce("A", a);
        Background waiting = driver.expectWaits("B", b);
        waiting.interrupt();
        driver.expectServedAfter(5, waiting);
    }

    @Statement(198)
    public void everyExpiryLetsOneWaiterProceed(Bench bench) throws DdiException {
        ContextSwitching driver = new ContextSwitching(bench, bench.std());
        driver.expectEntersAtOnce("A", driver.map(5));
        List<Mapping> mappings = List.of(driver.map(5), driver.map(5), driver.map(5));
        List<Background> waiting = mappings.stream().map(mapping -> driver.touch("waiter", mapping)).toList();
        driver.awaitWaiting(3);
        for (int served = 1; served <= 3; served++) {
            bench.clock().advanceTicks(5);
            int expected = served;
            bench.threads().await(served + " waiters served",
                    () -> waiting.stream().filter(Background::isDone).count() == expected);
            expect("switches", driver.switches().size(), 1 + served);
            expect("threads waiting", driver.context().waiting(), 3 - served);
        }
        waiting.forEach(background -> expect(background.join(), success()));
        expect("when", driver.switches().stream().map(text -> text.substring(text.indexOf("at"))).toList(),
                Stream.of(0, 5, 10, 15).map(tick -> "at tick " + tick).toList());
    }

    @Statement(199)
    public void theTimerEndsWithTheLastHandle(Bench bench) throws DdiException {
        ContextSwitching driver = new ContextSwitching(bench, bench.std());
        Mapping a = driver.map(5);
        driver.expectEntersAtOnce("A", a);
        expect("timers", bench.clock().pending(), 1);
        a.close();
        expect("timers", bench.clock().pending(), 0);
        expect("contexts", bench.snapshot().contexts(), List.of());
        driver.expectEntersAtOnce("B", driver.map(5));
        expect("switches", driver.switches(), List.of("H1 at tick 0", "H2 at tick 0"));
    }

    @Statement(200)
    public void theTimerOutlivesTheMappingThatCausedIt(Bench bench) throws DdiException {
        ContextSwitching driver = new ContextSwitching(bench, bench.std());
        Mapping a = driver.map(5);
        Mapping b = driver.map(5);
        driver.expectEntersAtOnce("A", a);
        a.close();
        driver.expectServedAfter(5, driver.expectWaits("B", b));
    }

    @Statement(201)
    public void aNegativeTimeoutIsNone(Bench bench) throws DdiException {
        ContextSwitching driver = new ContextSwitching(bench, bench.std());
        driver.expectOverlap(driver.map(-3), driver.map(-3));
    }

    @Statement(202)
    public void aFailureWithoutTimeoutDoesNotEndTheHoldOffOfAnother(Bench bench) throws DdiException {
        ContextSwitching driver = new ContextSwitching(bench, bench.std());
        Mapping a = driver.map(5);
        Mapping b = driver.map(5);
        Mapping c = driver.map(0);
        driver.onSwitch(H3, failing(new DdiException(EIO)));
        driver.expectEntersAtOnce("A", a);
        Background waiting = driver.expectWaits("B", b);
        expect(driver.touch("C", c).join(), sigbus(EPERM));
        driver.expectServedAfter(5, waiting);
    }

    // Only an access callback calls do_ctxmgt, so it is that of H1 which does it for H2, a handle without one.
    @Statement(203)
    public void aHandleWithoutAccessCallbackIsNotSerialised(Bench bench) throws DdiException {
        RecordingCallbacks callbacks = bench.callbacks();
        callbacks.onAccess((handle, off, len, type, rw) -> {
            DevmapCookie other = bench.handle(H2);
            other.setContextTimeout(5);
            ContextCallback<Object> inner = callbacks.context((_, _, _, _, _) -> { });
            ContextCallback<Object> outer =
                    callbacks.context((_, _, _, _, _) -> other.doContextManagement(P, P, type, rw, inner));
            other.doContextManagement(P, P, type, rw, outer);
            other.doContextManagement(P, P, type, rw, inner);
            handle.load(off, len, type, rw);
        });
        bench.std().devmap(Layout.from(0).then(P, Export.registers(1).with(callbacks)).then(P, Export.registers(1)));
        Mapping mapping = bench.process().map(0, 2 * P);
        bench.journal().skip();
        expect(bench.threads().touch("A", () -> write(mapping, 0, 1)).join(), success());
        bench.journal().expect(access(H1, 0, P, WRITE), context(H2, P, P), context(H2, P, P), context(H2, P, P));
        expect("timers", bench.clock().pending(), 0);
    }

    @Statement(204)
    public void everyTouchAfterASwitchIsOneContextCallback(Bench bench) throws DdiException {
        OnePagePerProcess driver = new OnePagePerProcess(bench);
        bench.std().devmap(Export.registers(1).with(driver.callbacks()));
        Mapping a = bench.process().map(0, P);
        Mapping b = bench.process().map(0, P);
        bench.journal().skip();
        for (int round = 1; round <= 3; round++) {
            expect(write(a, 0, round), success());
            expect(read(a, 0), value(round));
            bench.journal().expect(access(H1, 0, P, WRITE), context(H1, 0, P));
            expect(write(b, 0, 100 + round), success());
            expect(read(b, 0), value(100 + round));
            bench.journal().expect(access(H2, 0, P, WRITE), context(H2, 0, P));
            expect(read(a, 0), value(round));
            bench.journal().expect(access(H1, 0, P, READ), context(H1, 0, P));
            expect(read(b, 0), value(100 + round));
            bench.journal().expect(access(H2, 0, P, READ), context(H2, 0, P));
        }
    }

    @Statement(205)
    public void aChildInheritsTheTimeout(Bench bench) throws DdiException {
        ContextSwitching driver = new ContextSwitching(bench, bench.std());
        UserProcess parent = bench.process();
        Mapping mapping = driver.map(parent, 5);
        UserProcess child = parent.fork();
        expect("timeout of the child's handle", child.handle().timeout(), 5L);
        driver.expectEntersAtOnce("child", child.inherited(mapping));
        driver.expectServedAfter(5, driver.expectWaits("parent", mapping));
    }

    /** Touches a page whose access callback hands that context callback to do_ctxmgt, and lets its failure pass. */
    private static void expectFailedSwitch(Bench bench, TestDriver driver, RecordingCallbacks callbacks,
                                           ContextCallback<Object> failing) throws DdiException {
        driver.devmap(Export.registers(1).with(callbacks.onAccess((handle, off, len, type, rw) -> {
            try {
                handle.doContextManagement(off, len, type, rw, failing);
            } catch (FaultException failure) {
                bench.journal().note("do_ctxmgt", code(failure.code()));
                throw failure;
            }
        })));
        Mapping mapping = bench.process().map(0, P);
        expect(read(mapping, 0), sigbus(EPERM));
        expect("do_ctxmgt", bench.journal().all("do_ctxmgt").getLast().argument("result"), code(FaultCode.HWERR));
    }

    private static OnAccess failing(Exception failure) {
        return (_, _, _, _, _) -> {
            switch (failure) {
                case FaultException fault -> throw fault;
                case DdiException ddi -> throw ddi;
                default -> throw new IllegalArgumentException(failure);
            }
        };
    }
}
