package org.devmap.examples.edu.app;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Checks as aligned lines with a heading. */
final class CheckTable {

    private static final List<String> HEADING = List.of("CHECK", "EXPECTED", "CAME", "RESULT", "WHY");

    private CheckTable() {
    }

    static List<String> lines(List<Check> checks) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADING);
        checks.forEach(check -> rows.add(
                List.of(check.what(), check.expected(), check.came(), check.verdict().toString(), check.why())));
        int[] widths = IntStream.range(0, HEADING.size())
                .map(column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElseThrow()).toArray();
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            line.append(row.get(column)).repeat(" ", widths[column] - row.get(column).length() + 2);
        }
        return line.toString().stripTrailing();
    }
}
