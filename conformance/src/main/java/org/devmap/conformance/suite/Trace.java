package org.devmap.conformance.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * From statement to test to result on a backend: a line per statement, tab separated, {@code -} where there is nothing.
 */
public final class Trace {

    private static final String HEADER = String.join("\t", "statement", "mark", "section", "test", "backend", "result", "reason");

    private Trace() {
    }

    /**
     * The lines of a trace.
     *
     * @param suite whose statements are listed, all of them
     * @param backend the backend's name
     * @param results those there are
     * @return a header and a line per statement
     */
    public static List<String> lines(Suite suite, String backend, List<Result> results) {
        Map<Integer, Result> byNumber = results.stream()
                .collect(Collectors.toMap(result -> result.test().statement().number(), Function.identity()));
        Map<Integer, StatementMethod> tests = suite.tests().stream()
                .collect(Collectors.toMap(test -> test.statement().number(), Function.identity()));
        List<String> lines = new ArrayList<>();
        lines.add(HEADER);
        for (StatementText statement : suite.catalogue().statements()) {
            StatementMethod test = tests.get(statement.number());
            Result result = byNumber.get(statement.number());
            lines.add(String.join("\t", statement.id(), statement.mark(), statement.section(), test == null ? "-" : test.name(),
                    backend, result == null ? "-" : result.status().word(), result == null ? "-" : reason(result)));
        }
        return lines;
    }

    /**
     * Writes a trace.
     *
     * @param file where to; folders are made
     * @param lines the lines
     * @throws IOException if it cannot be written
     */
    public static void write(Path file, List<String> lines) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Files.write(file, lines);
    }

    private static String reason(Result result) {
        String reason = result.failure().map(Throwable::getMessage).orElse(result.reason());
        return reason == null || reason.isEmpty() ? "-" : reason.replaceAll("\\s+", " ");
    }
}
