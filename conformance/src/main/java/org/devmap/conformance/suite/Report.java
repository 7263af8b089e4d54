package org.devmap.conformance.suite;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.devmap.conformance.bench.Unmet;
import org.devmap.conformance.port.PortResult;
import org.devmap.conformance.suite.Result.Status;

/** Results as people read them. */
public final class Report {

    private static final String ROW = "%-5s %-54s %6s %6s %7s %8s";

    private Report() {
    }

    /**
     * The table: a row per section that was run. Deviations count as passed, and once more in their own column.
     *
     * @param catalogue for the titles
     * @param results of the tests that were run
     * @return the lines
     */
    public static List<String> table(Catalogue catalogue, List<Result> results) {
        List<String> lines = new ArrayList<>();
        lines.add(ROW.formatted("", "SECTION", "PASSED", "FAILED", "SKIPPED", "DEVIATES"));
        for (String section : catalogue.sections()) {
            List<Result> rows = results.stream()
                    .filter(result -> result.test().statement().section().equals(section)).toList();
            if (!rows.isEmpty()) {
                lines.add(ROW.formatted(section, shortened(catalogue.title(section)), passed(rows), count(rows, Status.FAILED),
                        count(rows, Status.SKIPPED), count(rows, Status.DEVIATES)));
            }
        }
        return lines;
    }

    /**
     * The row of the table for the ported drivers of section 5.
     *
     * @param ports what was run
     * @return the line
     */
    public static String portRow(List<PortResult> ports) {
        return ROW.formatted("", "ported drivers  " + ports.size(), passedPorts(ports), failedPorts(ports),
                skippedPorts(ports), 0);
    }

    /**
     * The last line, with the ported drivers.
     *
     * @param results of the statements that were run
     * @param ports of the ported drivers that were run
     * @return {@code N passed, N failed, N skipped}
     */
    public static String total(List<Result> results, List<PortResult> ports) {
        return "%d passed, %d failed, %d skipped".formatted(passed(results) + passedPorts(ports),
                count(results, Status.FAILED) + failedPorts(ports), count(results, Status.SKIPPED) + skippedPorts(ports));
    }

    private static long passedPorts(List<PortResult> ports) {
        return ports.size() - failedPorts(ports) - skippedPorts(ports);
    }

    private static long failedPorts(List<PortResult> ports) {
        return ports.stream().filter(port -> port.failure().isPresent()).count();
    }

    private static long skippedPorts(List<PortResult> ports) {
        return ports.stream().filter(port -> port.skipped().isPresent()).count();
    }

    /**
     * The last line.
     *
     * @param results of the tests that were run
     * @return {@code N passed, N failed, N skipped}
     */
    public static String total(List<Result> results) {
        return total(results, List.of());
    }

    /**
     * A result in full: the statement, the test, and both sides of what failed.
     *
     * @param result the result
     * @return the lines
     */
    public static List<String> details(Result result) {
        List<String> lines = new ArrayList<>();
        lines.add("%s %s".formatted(result.status().word(), result.test().statement()));
        lines.add("    test:     " + result.test().name());
        if (!result.reason().isEmpty()) {
            lines.add("    reason:   " + result.reason());
        }
        result.failure().ifPresent(failure -> describe(failure, lines));
        return lines;
    }

    private static void describe(Throwable failure, List<String> lines) {
        if (failure instanceof Unmet unmet) {
            lines.add("    looked at " + unmet.what());
            lines.add("    expected: " + unmet.expected());
            lines.add("    actual:   " + unmet.actual());
        } else {
            lines.add("    failed:   " + failure);
        }
        for (StackTraceElement frame : failure.getStackTrace()) {
            if (frame.getClassName().endsWith("Statements")) {
                lines.add("    at        " + frame);
                break;
            }
        }
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            lines.add("    cause:    " + cause);
        }
        for (Throwable further : failure.getSuppressed()) {
            lines.add("    besides:  " + Objects.requireNonNullElse(further.getMessage(), further.toString()));
        }
    }

    private static long passed(List<Result> results) {
        return count(results, Status.PASSED) + count(results, Status.DEVIATES);
    }

    private static long count(List<Result> results, Status status) {
        return results.stream().filter(result -> result.status() == status).count();
    }

    private static String shortened(String title) {
        return title.length() <= 54 ? title : title.substring(0, 51) + "...";
    }
}
