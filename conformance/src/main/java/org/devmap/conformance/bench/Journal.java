package org.devmap.conformance.bench;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.devmap.driver.DevmapCookie;

/**
 * Every call of the test driver, in order, with all its arguments. Thread-safe; calls of several threads appear in the order
 * in which they began.
 *
 * <p>A test reads it in portions: {@link #expect} compares, and consumes, what came since the last time.
 */
public final class Journal {

    /** Calls that have nothing to do with a mapping; {@link #expect} looks past them. */
    private static final Set<String> LIFE_CYCLE = Set.of("attach", "detach", "open", "close", "ioctl", "getinfo");

    private final List<Call> calls = new ArrayList<>();
    private final Map<DevmapCookie, String> names = new IdentityHashMap<>();
    private int consumed;

    /** An empty journal. */
    public Journal() {
    }

    /**
     * Records that a call began.
     *
     * @param call the call with its arguments
     * @return where it stands, for {@link #end}
     */
    public synchronized int begin(Call call) {
        calls.add(call);
        return calls.size() - 1;
    }

    /**
     * Records what a call answered.
     *
     * @param position what {@link #begin} answered
     * @param result what the driver answered, or the failure it threw, which is recorded as an {@link Outcome}
     */
    public synchronized void end(int position, Object result) {
        Object recorded = result instanceof Exception failure ? Outcome.thrown(failure) : result;
        calls.set(position, calls.get(position).with("result", recorded));
    }

    /**
     * Records something that the driver did itself, for example the outcome of a load.
     *
     * @param what what it did
     * @param result what came of it
     */
    public synchronized void note(String what, Object result) {
        calls.add(Call.of(what).with("result", result));
    }

    /**
     * The name of a handle; a handle never seen before gets the next one.
     *
     * @param handle the handle, or null
     * @return H1, H2, ...; {@link Calls#NONE} for null
     */
    public synchronized String name(DevmapCookie handle) {
        return handle == null ? Calls.NONE : names.computeIfAbsent(handle, _ -> "H" + (names.size() + 1));
    }

    /**
     * The handle of a name.
     *
     * @param name for example {@link Calls#H1}
     * @return the handle
     */
    public synchronized DevmapCookie handle(String name) {
        return names.entrySet().stream().filter(named -> named.getValue().equals(name)).map(Map.Entry::getKey).findFirst()
                .orElseThrow(() -> new AssertionError("the driver has seen no handle " + name + ", only " + names.values()));
    }

    /**
     * Every call so far, consumed or not.
     *
     * @return a copy
     */
    public synchronized List<Call> all() {
        return List.copyOf(calls);
    }

    /**
     * Every call of an entry so far, consumed or not.
     *
     * @param entry for example {@code "access"}
     * @return a copy
     */
    public synchronized List<Call> all(String entry) {
        return calls.stream().filter(call -> call.entry().equals(entry)).toList();
    }

    /**
     * Expects exactly these calls, in this order, since the last time; attach, open and their like do not count.
     *
     * @param expected see {@link Calls}
     */
    public void expect(Call... expected) {
        compare(List.of(expected), next().stream().filter(call -> !LIFE_CYCLE.contains(call.entry())).toList());
    }

    /**
     * Expects exactly these calls, in this order, since the last time, attach, open and their like included.
     *
     * @param expected see {@link Calls}, or {@code Call.of("close")}
     */
    public void expectEverything(Call... expected) {
        compare(List.of(expected), next());
    }

    /** Expects that the driver was not called since the last time, but for attach, open and their like. */
    public void expectNothing() {
        expect();
    }

    /** Consumes what came so far without a look. */
    public void skip() {
        next();
    }

    private synchronized List<Call> next() {
        List<Call> portion = List.copyOf(calls.subList(consumed, calls.size()));
        consumed = calls.size();
        return portion;
    }

    private static void compare(List<Call> expected, List<Call> actual) {
        boolean same = expected.size() == actual.size();
        for (int i = 0; same && i < expected.size(); i++) {
            same = expected.get(i).matches(actual.get(i));
        }
        if (!same) {
            throw new Unmet("calls of the driver", expected.toString(), actual.toString(), null);
        }
    }
}
