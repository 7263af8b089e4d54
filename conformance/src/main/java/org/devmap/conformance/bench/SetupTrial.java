package org.devmap.conformance.bench;

import java.util.ArrayList;
import java.util.List;
import org.devmap.DataModel;
import org.devmap.Dev;
import org.devmap.Pages;
import org.devmap.driver.DevmapCookie;
import org.devmap.driver.DevmapEntry;

/**
 * A devmap(9E) that calls functions of the handle it received, one after the other, and keeps what came of each. It succeeds
 * whatever that is, with everything asked for described, as a driver does that ignores failures.
 */
public final class SetupTrial implements DevmapEntry {

    /** A call of a function of the handle, such as {@code handle -> handle.umemSetup(...)}. */
    @FunctionalInterface
    public interface OnHandle {

        /**
         * Makes the call.
         *
         * @param handle what devmap(9E) received
         * @throws Exception what the function failed with
         */
        void call(DevmapCookie handle) throws Exception;
    }

    private final List<OnHandle> calls;
    private final List<Outcome> outcomes = new ArrayList<>();

    private SetupTrial(List<OnHandle> calls) {
        this.calls = calls;
    }

    /**
     * A trial of these calls.
     *
     * @param calls in order
     * @return the entry point
     */
    public static SetupTrial of(OnHandle... calls) {
        return new SetupTrial(List.of(calls));
    }

    @Override
    public synchronized long devmap(Dev dev, DevmapCookie handle, long off, long len, DataModel model) {
        calls.forEach(call -> outcomes.add(Outcome.of(() -> call.call(handle))));
        return Pages.roundUp(len);
    }

    /**
     * Expects what the calls came to.
     *
     * @param expected one outcome for each call
     */
    public synchronized void expect(Outcome... expected) {
        Expect.expect("outcomes inside devmap(9E)", outcomes, List.of(expected));
    }
}
