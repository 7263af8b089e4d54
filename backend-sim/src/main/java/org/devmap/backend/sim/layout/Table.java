package org.devmap.backend.sim.layout;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Text in aligned columns under a line of headers, two blanks between columns, nothing behind the last word of a line. */
public final class Table {

    private static final String GAP = "  ";

    private record Column(String header, boolean right) {
    }

    private final List<Column> columns = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();

    /** A table without columns. */
    public Table() {
    }

    /**
     * Adds columns of words.
     *
     * @param headers one for each
     * @return this
     */
    public Table left(String... headers) {
        Stream.of(headers).forEach(header -> columns.add(new Column(header, false)));
        return this;
    }

    /**
     * Adds columns of figures.
     *
     * @param headers one for each
     * @return this
     */
    public Table right(String... headers) {
        Stream.of(headers).forEach(header -> columns.add(new Column(header, true)));
        return this;
    }

    /**
     * Adds a row.
     *
     * @param cells one for each column; line breaks and escape sequences of others become blanks
     */
    public void row(Object... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(cells.length + " cells must be " + columns.size() + ", one for each column");
        }
        rows.add(Stream.of(cells).map(cell -> String.valueOf(cell).replaceAll("\\p{Cntrl}+", " ")).toList());
    }

    /**
     * Whether it has no rows.
     *
     * @return true if so
     */
    public boolean isEmpty() {
        return rows.isEmpty();
    }

    @Override
    public String toString() {
        List<List<String>> all = new ArrayList<>();
        all.add(columns.stream().map(Column::header).toList());
        all.addAll(rows);
        int[] widths = new int[columns.size()];
        for (List<String> row : all) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        return String.join("\n", all.stream().map(row -> align(row, widths)).toList());
    }

    private String align(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String padding = " ".repeat(widths[column] - row.get(column).length());
            line.append(column == 0 ? "" : GAP)
                    .append(columns.get(column).right() ? padding + row.get(column) : row.get(column) + padding);
        }
        return line.toString().stripTrailing();
    }
}
