package org.devmap.conformance.bench;

/** An expectation was not met. Carries both sides for the report. */
public final class Unmet extends AssertionError {

    private static final long serialVersionUID = 1L;

    private final String what;
    private final String expected;
    private final String actual;

    /**
     * An expectation that was not met.
     *
     * @param what what was looked at
     * @param expected what should have been, as text
     * @param actual what was, as text
     * @param cause the failure behind the actual side, or null
     */
    public Unmet(String what, String expected, String actual, Throwable cause) {
        super("%s: expected %s but was %s".formatted(what, expected, actual), cause);
        this.what = what;
        this.expected = expected;
        this.actual = actual;
    }

    /**
     * What was looked at.
     *
     * @return as text
     */
    public String what() {
        return what;
    }

    /**
     * What should have been.
     *
     * @return as text
     */
    public String expected() {
        return expected;
    }

    /**
     * What was.
     *
     * @return as text
     */
    public String actual() {
        return actual;
    }
}
