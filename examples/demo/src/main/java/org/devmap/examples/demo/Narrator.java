package org.devmap.examples.demo;

import java.io.PrintStream;
import java.util.Objects;
import org.devmap.DdiException;
import org.devmap.Errno;

/**
 * Tells what happens, a line for each step: what was done, what came, and why that is right (a statement of
 * {@code docs/semantics.md} or a manual page). Not thread-safe.
 */
public final class Narrator {

    private static final String LINE = "  %-2s  %-50s %-15s %s%n";

    /** Something that may fail with an errno. */
    @FunctionalInterface
    public interface Attempt {

        /**
         * Does it.
         *
         * @throws DdiException if it is refused
         */
        void run() throws DdiException;
    }

    private final PrintStream out;
    private int checks;

    /**
     * Tells it there.
     *
     * @param out takes the lines
     */
    public Narrator(PrintStream out) {
        this.out = Objects.requireNonNull(out, "out");
    }

    /**
     * Begins a part.
     *
     * @param name what it is called
     * @param summary what it shows
     */
    public void heading(String name, String summary) {
        out.printf("%n%s: %s%n", name, summary);
    }

    /**
     * Tells a step in which nothing is to be checked.
     *
     * @param what what was done
     * @param came what came of it
     * @param why where it is written
     */
    public void tell(String what, Object came, String why) {
        out.printf(LINE, "", what, came, why);
    }

    /**
     * Checks a step and tells it.
     *
     * @param what what was done
     * @param expected what must come
     * @param came what came
     * @param why why that is right
     * @param <T> what is compared
     * @throws Unexpected if they differ
     */
    public <T> void expect(String what, T expected, T came, String why) throws Unexpected {
        if (!Objects.equals(expected, came)) {
            throw new Unexpected("%s: expected %s, came %s; %s".formatted(what, expected, came, why));
        }
        checks++;
        out.printf(LINE, "ok", what, came, why);
    }

    /**
     * Checks that something is refused, and tells it.
     *
     * @param what what was tried
     * @param expected the number with which it must be refused
     * @param attempt does it
     * @param why why that is right
     * @throws Unexpected if it succeeds, or fails with another number
     */
    public void expectRefusal(String what, Errno expected, Attempt attempt, String why) throws Unexpected {
        try {
            attempt.run();
        } catch (DdiException e) {
            if (!e.errno().equals(expected)) {
                throw new Unexpected("%s: expected %s, came %s; %s".formatted(what, expected, e.errno(), why), e);
            }
            expect(what, expected, e.errno(), why);
            return;
        }
        throw new Unexpected("%s: expected %s, came success; %s".formatted(what, expected, why));
    }

    /**
     * How many steps were checked.
     *
     * @return the number so far
     */
    public int checks() {
        return checks;
    }
}
