package org.devmap.backend.sim.description;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects what is wrong with one file. The same problem in the same place is kept once. Not thread-safe. */
public final class Problems {

    /** Nobody reads more; a file may be wrong in every line. */
    private static final int MOST = 10_000;

    private final String file;
    private final Set<Problem> found = new LinkedHashSet<>();
    private boolean errors;

    /**
     * None yet.
     *
     * @param file name of the file
     */
    public Problems(String file) {
        this.file = file;
    }

    /**
     * Adds an error.
     *
     * @param line from 1, 0 for the file as a whole
     * @param path where in the description, may be empty
     * @param message what is wrong and what would be right
     */
    public void error(int line, String path, String message) {
        errors = true;
        add(new Problem(Problem.Severity.ERROR, file, line, path, message));
    }

    /**
     * Adds a warning.
     *
     * @param line from 1, 0 for the file as a whole
     * @param path where in the description, may be empty
     * @param message what is wrong and what would be right
     */
    public void warning(int line, String path, String message) {
        add(new Problem(Problem.Severity.WARNING, file, line, path, message));
    }

    private void add(Problem problem) {
        if (found.size() < MOST) {
            found.add(problem);
        }
    }

    /**
     * Whether there is an error among them.
     *
     * @return true if the description cannot be used
     */
    public boolean hasErrors() {
        return errors;
    }

    /**
     * All of them.
     *
     * @return in the order of lines
     */
    public List<Problem> all() {
        return found.stream().sorted(Comparator.comparingInt(Problem::line)).toList();
    }
}
