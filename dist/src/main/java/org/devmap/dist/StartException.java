package org.devmap.dist;

import java.util.List;

/** The framework or some bundles did not start. */
final class StartException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    StartException(String problem, Throwable cause) {
        super(problem, cause);
        this.problems = List.of(problem);
    }

    StartException(List<String> problems) {
        super(String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    /** One line each. */
    List<String> problems() {
        return problems;
    }
}
