package org.devmap.shell;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Text in aligned columns under a line of headers, two blanks between columns, nothing behind the last word of a line. */
final class Table {

    private static final String GAP = "  ";
    private static final String INDENT = "    ";

    private record Column(String header, boolean right) {
    }

    /** Cells, or a note below the row before. */
    private sealed interface Line {

        record Row(List<String> cells) implements Line {
        }

        record Note(String text) implements Line {
        }
    }

    private final List<Column> columns = new ArrayList<>();
    private final List<Line> lines = new ArrayList<>();

    /** Adds a column of words. */
    Table left(String header) {
        columns.add(new Column(header, false));
        return this;
    }

    /** Adds a column of figures. */
    Table right(String header) {
        columns.add(new Column(header, true));
        return this;
    }

    /** Adds a row with a cell for each column. */
    Table row(Object... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(cells.length + " cells must be " + columns.size() + ", one for each column");
        }
        lines.add(new Line.Row(Arrays.stream(cells).map(String::valueOf).map(Table::oneLine).toList()));
        return this;
    }

    /** Adds words of any length below the row before. */
    Table note(String text) {
        lines.add(new Line.Note(oneLine(text)));
        return this;
    }

    /** The table, or what is said if it has no rows. */
    String orIfEmpty(String sentence) {
        return lines.isEmpty() ? sentence : toString();
    }

    @Override
    public String toString() {
        int[] widths = widths();
        List<String> text = new ArrayList<>();
        text.add(layOut(columns.stream().map(Column::header).toList(), widths));
        for (Line line : lines) {
            text.add(switch (line) {
                case Line.Row row -> layOut(row.cells(), widths);
                case Line.Note note -> INDENT + note.text();
            });
        }
        return String.join("\n", text);
    }

    private int[] widths() {
        int[] widths = columns.stream().mapToInt(column -> column.header().length()).toArray();
        for (Line line : lines) {
            if (line instanceof Line.Row row) {
                for (int i = 0; i < widths.length; i++) {
                    widths[i] = Math.max(widths[i], row.cells().get(i).length());
                }
            }
        }
        return widths;
    }

    private String layOut(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String padding = " ".repeat(widths[i] - cells.get(i).length());
            line.append(i == 0 ? "" : GAP).append(columns.get(i).right() ? padding + cells.get(i) : cells.get(i) + padding);
        }
        return line.toString().stripTrailing();
    }

    /** What drivers and devices say may hold line breaks and escape sequences; on the screen it must not. */
    static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ");
    }
}
