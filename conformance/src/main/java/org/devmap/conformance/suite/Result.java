package org.devmap.conformance.suite;

import java.util.Locale;
import java.util.Optional;

/**
 * What a test came to.
 *
 * @param test the test
 * @param status what it came to
 * @param reason why it was skipped or deviates; empty otherwise
 * @param failure why it failed; empty otherwise
 */
public record Result(StatementMethod test, Status status, String reason, Optional<Throwable> failure) {

    /** What a test can come to. */
    public enum Status {
        /** The statement holds. */
        PASSED,
        /** The test holds; what it proves is a declared deviation from the statement. */
        DEVIATES,
        /** The statement does not hold. */
        FAILED,
        /** The backend declares to lack what the statement needs. */
        SKIPPED;

        /**
         * How tables write it.
         *
         * @return in lower case
         */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Result passed(StatementMethod test) {
        return test.deviates().isEmpty() ? new Result(test, Status.PASSED, "", Optional.empty())
                : new Result(test, Status.DEVIATES, test.deviates(), Optional.empty());
    }

    static Result skipped(StatementMethod test, String reason) {
        return new Result(test, Status.SKIPPED, reason, Optional.empty());
    }

    static Result failed(StatementMethod test, Throwable failure) {
        return new Result(test, Status.FAILED, "", Optional.of(failure));
    }
}
