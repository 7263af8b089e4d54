package org.devmap.conformance.command;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.devmap.conformance.suite.StatementMethod;
import org.devmap.conformance.suite.Suite;

/**
 * What somebody wants to be run.
 *
 * @param backend name of the backend
 * @param sections only these sections, for example {@code "3.3"}; empty for all
 * @param statements only these statements; empty for all
 * @param verbose whether passed statements are listed too
 * @param trace where the trace goes
 * @param properties how many operations to run for the properties of section 5.2; empty for none
 * @param seed their seed; empty for a new one
 */
record Options(String backend, List<String> sections, List<Integer> statements, boolean verbose, Optional<Path> trace,
               OptionalInt properties, OptionalLong seed) {

    static final String USAGE = "usage: devmap conformance --backend NAME [--section 3.N]... [--statement S-NNN]..."
            + " [--properties N [--seed S]] [--verbose] [--trace FILE]";

    private static final Pattern STATEMENT = Pattern.compile("(?:[Ss]-?)?(\\d{1,3})");

    /** Reads arguments, and refuses what it does not know with a message that says what would be right. */
    static Options parse(List<String> arguments) {
        String backend = null;
        List<String> sections = new ArrayList<>();
        List<Integer> statements = new ArrayList<>();
        boolean verbose = false;
        Optional<Path> trace = Optional.empty();
        OptionalInt properties = OptionalInt.empty();
        OptionalLong seed = OptionalLong.empty();
        for (int i = 0; i < arguments.size(); i++) {
            switch (arguments.get(i)) {
                case "--backend" -> backend = value(arguments, i++);
                case "--section" -> sections.add(section(value(arguments, i++)));
                case "--statement" -> statements.add(statement(value(arguments, i++)));
                case "--verbose" -> verbose = true;
                case "--trace" -> trace = Optional.of(path(value(arguments, i++)));
                case "--properties" -> properties = OptionalInt.of((int) number(arguments, i++, 1, Integer.MAX_VALUE));
                case "--seed" -> seed = OptionalLong.of(number(arguments, i++, Long.MIN_VALUE, Long.MAX_VALUE));
                default -> throw new IllegalArgumentException("unknown argument '" + arguments.get(i) + "'");
            }
        }
        if (backend == null) {
            throw new IllegalArgumentException("--backend is missing");
        }
        if (seed.isPresent() && properties.isEmpty()) {
            throw new IllegalArgumentException("--seed is for --properties N, which is missing");
        }
        return new Options(backend, sections, statements, verbose, trace, properties, seed);
    }

    /** Whether everything is wanted: then the ported drivers are, too. */
    boolean isWhole() {
        return sections.isEmpty() && statements.isEmpty();
    }

    /** The tests that are wanted. */
    List<StatementMethod> select(Suite suite) {
        sections.forEach(suite.catalogue()::title);
        statements.forEach(suite.catalogue()::statement);
        List<StatementMethod> wanted = suite.tests().stream()
                .filter(test -> sections.isEmpty() || sections.contains(test.statement().section()))
                .filter(test -> statements.isEmpty() || statements.contains(test.statement().number())).toList();
        if (wanted.isEmpty()) {
            throw new IllegalArgumentException("no test is in what --section and --statement ask for together");
        }
        return wanted;
    }

    private static String value(List<String> arguments, int option) {
        if (option + 1 == arguments.size()) {
            throw new IllegalArgumentException(arguments.get(option) + " needs a value");
        }
        return arguments.get(option + 1);
    }

    private static long number(List<String> arguments, int option, long least, long most) {
        String text = value(arguments, option);
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException malformed) {
            throw new IllegalArgumentException("%s needs a number, not '%s'".formatted(arguments.get(option), text), malformed);
        }
        throw new IllegalArgumentException("%s needs a number from %d to %d, not %s"
                .formatted(arguments.get(option), least, most, text));
    }

    private static String section(String text) {
        return text.startsWith("3.") ? text : "3." + text;
    }

    private static int statement(String text) {
        Matcher number = STATEMENT.matcher(text);
        if (!number.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no statement; they are written S-037");
        }
        return Integer.parseInt(number.group(1));
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException malformed) {
            throw new IllegalArgumentException("'" + text + "' is no file name: " + malformed.getMessage(), malformed);
        }
    }
}
