package org.devmap.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import org.devmap.benchmarks.run.Result;
import org.devmap.benchmarks.run.Verdict;
import org.devmap.benchmarks.table.Target;

/** Results in aligned columns. */
public final class TextTable {

    private static final List<String> HEAD =
            List.of("id", "what", "against", "ours", "theirs", "unit", "ratio", "95 % interval", "target", "verdict");
    /** Columns of figures, which are aligned at their right end. */
    private static final List<Integer> FIGURES = List.of(3, 4, 6);

    private TextTable() {
    }

    /**
     * The table.
     *
     * @param results its rows
     * @return lines, the head first
     */
    public static List<String> lines(List<Result> results) {
        List<List<String>> cells = new ArrayList<>();
        cells.add(HEAD);
        results.forEach(result -> cells.add(cells(result)));
        int[] widths = new int[HEAD.size()];
        for (List<String> row : cells) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        return cells.stream().map(row -> line(row, widths)).toList();
    }

    /**
     * How many targets are met.
     *
     * @param results all of them
     * @return one line
     */
    public static String total(List<Result> results) {
        long targets = results.stream().filter(result -> result.row().target().isPresent()).count();
        long met = results.stream().filter(result -> result.verdict() == Verdict.MET).count();
        return "%d of %d targets met".formatted(met, targets);
    }

    private static List<String> cells(Result result) {
        return List.of(result.row().id(), result.row().what(), result.row().against(), Figures.of(result.ours()),
                Figures.of(result.theirs()), result.row().unit(), Figures.of(result.ratio().median()),
                Figures.of(result.ratio().low()) + " - " + Figures.of(result.ratio().high())
                        + (result.ratio().isWide() ? " (wide)" : ""),
                result.row().target().map(Target::toString).orElse(""), result.verdict().toString());
    }

    private static String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String blanks = " ".repeat(widths[column] - cells.get(column).length());
            line.append(FIGURES.contains(column) ? blanks + cells.get(column) : cells.get(column) + blanks)
                    .append("  ");
        }
        return line.toString().stripTrailing();
    }
}
