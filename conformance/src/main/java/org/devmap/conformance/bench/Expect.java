package org.devmap.conformance.bench;

import java.util.Objects;

/** Expectations, to be imported statically. Each throws {@link Unmet} with both sides if it is not met. */
public final class Expect {

    private Expect() {
    }

    /**
     * Does something and expects an outcome.
     *
     * @param step what to do
     * @param expected for example {@code errno(EINVAL)}
     */
    public static void expect(Step step, Outcome expected) {
        expect(Outcome.of(step), expected);
    }

    /**
     * Expects an outcome.
     *
     * @param actual what came of something
     * @param expected what should have come of it
     */
    public static void expect(Outcome actual, Outcome expected) {
        if (!actual.equals(expected)) {
            throw new Unmet("outcome", expected.toString(), actual.toString(), actual.failure().orElse(null));
        }
    }

    /**
     * Expects a value.
     *
     * @param what what it is, for people
     * @param actual what was found
     * @param expected what should have been found
     */
    public static void expect(String what, Object actual, Object expected) {
        if (!Objects.equals(actual, expected)) {
            throw new Unmet(what, Call.text(expected), Call.text(actual), null);
        }
    }

    /**
     * Expects a condition.
     *
     * @param what the condition, for people
     * @param holds whether it holds
     */
    public static void expect(String what, boolean holds) {
        if (!holds) {
            throw new Unmet(what, "true", "false", null);
        }
    }
}
