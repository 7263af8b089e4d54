package org.devmap.examples.edu.app;

/**
 * One thing that was tried.
 *
 * @param what what was done
 * @param expected what must come
 * @param came what came
 * @param verdict what that means
 * @param why why it is right, or what went wrong, or why it was not tried
 */
record Check(String what, String expected, String came, Verdict verdict, String why) {

    /** What came of it. */
    enum Verdict {
        /** As it must be. */
        RIGHT("ok"),
        /** Something else came, or a failure. */
        WRONG("WRONG"),
        /** It cannot be had here, which is no failure. */
        NOT_POSSIBLE("not possible here"),
        /** Nobody wanted it. */
        LEFT_OUT("left out");

        private final String text;

        Verdict(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** Compares. */
    static Check of(String what, String expected, String came, String why) {
        return new Check(what, expected, came, expected.equals(came) ? Verdict.RIGHT : Verdict.WRONG, why);
    }
}
