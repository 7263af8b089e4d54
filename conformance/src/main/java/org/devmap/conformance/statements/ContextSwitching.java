package org.devmap.conformance.statements;

import static org.devmap.conformance.bench.Bench.P;
import static org.devmap.conformance.bench.Expect.expect;
import static org.devmap.conformance.bench.Outcome.success;
import static org.devmap.conformance.bench.Touch.write;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.devmap.AccessDirection;
import org.devmap.AccessType;
import org.devmap.DdiException;
import org.devmap.FaultException;
import org.devmap.app.Mapping;
import org.devmap.backend.DevmapClock;
import org.devmap.conformance.bench.Background;
import org.devmap.conformance.bench.Bench;
import org.devmap.conformance.bench.Checkpoint;
import org.devmap.conformance.bench.Export;
import org.devmap.conformance.bench.RecordingCallbacks;
import org.devmap.conformance.bench.TestDriver;
import org.devmap.conformance.bench.UserProcess;
import org.devmap.driver.DevmapCookie;
import org.devmap.dto.ContextSnapshot;

/**
 * What a driver with contexts does: its access callback calls do_ctxmgt, and the context callback loads what was touched, once
 * the test's script for that handle has run. One object is one access function.
 */
final class ContextSwitching {

    private final Bench bench;
    private final TestDriver driver;
    private final RecordingCallbacks callbacks;
    private final Map<String, RecordingCallbacks.OnAccess> scripts = new ConcurrentHashMap<>();
    private final List<String> switches = new CopyOnWriteArrayList<>();

    /** Callbacks of an installed driver. */
    ContextSwitching(Bench bench, TestDriver driver) {
        this.bench = bench;
        this.driver = driver;
        this.callbacks = bench.callbacks();
        callbacks.onAccess((handle, off, len, type, rw) ->
                handle.doContextManagement(off, len, type, rw, callbacks.context(this::switchTo)));
    }

    private void switchTo(DevmapCookie handle, long off, long len, AccessType type, AccessDirection rw)
            throws FaultException, DdiException {
        String name = bench.journal().name(handle);
        switches.add(name + " at tick " + bench.clock().nanoTime() / DevmapClock.NANOS_PER_TICK);
        scripts.getOrDefault(name, (_, _, _, _, _) -> { }).access(handle, off, len, type, rw);
        handle.load(off, len, type, rw);
    }

    /** Maps four pages with that hold-off in a new process. */
    Mapping map(long ticks) throws DdiException {
        return map(bench.process(), ticks);
    }

    /** Maps four pages with that hold-off. */
    Mapping map(UserProcess process, long ticks) throws DdiException {
        int handles = bench.journal().all("devmap").size();
        driver.devmap(Export.registers(1).with(callbacks));
        Mapping mapping = process.map(0, 4 * P);
        bench.handle("H" + (handles + 1)).setContextTimeout(ticks);
        return mapping;
    }

    /** What the context callback of a handle does before it loads. */
    void onSwitch(String handle, RecordingCallbacks.OnAccess script) {
        scripts.put(handle, script);
    }

    /** A checkpoint in the context callback of a handle. */
    Checkpoint stopInSwitch(String handle) {
        Checkpoint stop = bench.threads().checkpoint("in the context callback of " + handle);
        onSwitch(handle, (_, _, _, _, _) -> stop.pass());
        return stop;
    }

    /** Begins a touch of page 0 in another thread, which may have to wait. */
    Background touch(String who, Mapping mapping) {
        return touch(who, mapping, 0);
    }

    private Background touch(String who, Mapping mapping, long off) {
        return bench.threads().touch(who, () -> write(mapping, off, 1));
    }

    /** Touches page 0 and expects that it is served without the clock moving. */
    void expectEntersAtOnce(String who, Mapping mapping) {
        expect(touch(who, mapping).join(), success());
    }

    /** Touches page 0 in another thread and expects that it waits for the context of dv, as the only one there. */
    Background expectWaits(String who, Mapping mapping) {
        return expectWaits(who, mapping, 0);
    }

    /** Touches in another thread and expects that it waits for the context of dv, as the only one there. */
    Background expectWaits(String who, Mapping mapping, long off) {
        Background background = touch(who, mapping, off);
        awaitWaiting(1);
        return background;
    }

    /** Waits until that many threads wait for the context of dv. */
    void awaitWaiting(int waiting) {
        bench.threads().await(waiting + " threads waiting for the context", () -> context().waiting() == waiting);
    }

    /** Expects that the waiting thread waits for exactly so many more ticks, and is then served. */
    void expectServedAfter(long ticks, Background waiting) {
        bench.clock().advanceTicks(ticks - 1);
        expect("busy before the hold-off is over", context().busy());
        expect("threads waiting before the hold-off is over", context().waiting(), 1);
        waiting.expectStillRunning();
        bench.clock().advanceTicks(1);
        expect(waiting.join(), success());
    }

    /** Expects that H1 and H2 can be in their context callbacks at the same time, and leave no hold-off behind. */
    void expectOverlap(Mapping first, Mapping second) {
        Checkpoint inFirst = stopInSwitch("H1");
        Checkpoint inSecond = stopInSwitch("H2");
        Background a = touch("A", first);
        inFirst.awaitArrival();
        Background b = touch("B", second);
        inSecond.awaitArrival();
        inFirst.release();
        inSecond.release();
        expect(a.join(), success());
        expect(b.join(), success());
        expect("busy", context().busy(), false);
        expect("timers", bench.clock().pending(), 0);
    }

    /** Who switched so far, and when the context callback began: "H1 at tick 0". */
    List<String> switches() {
        return List.copyOf(switches);
    }

    /** The context record of dv. */
    ContextSnapshot context() {
        return bench.snapshot().contexts().stream().filter(context -> context.node().equals(Bench.DV)).findFirst()
                .orElseThrow(() -> new AssertionError("there is no context record of " + Bench.DV));
    }
}
