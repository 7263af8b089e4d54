package org.devmap.benchmarks.table;

import java.util.List;

/**
 * Rows that are run together: {@code bench} runs the table {@value #ACCESS}, {@code bench NAME} another one.
 *
 * @param name what it is called on the command line
 * @param summary what it shows, one line
 * @param rows its rows, in the order of running
 */
public record Table(String name, String summary, List<Row> rows) {

    /** The table that is meant if none is named. */
    public static final String ACCESS = "access";

    /** Copies the rows and refuses two of one id. */
    public Table {
        rows = List.copyOf(rows);
        List<String> ids = rows.stream().map(Row::id).toList();
        if (ids.stream().distinct().count() < ids.size()) {
            throw new IllegalArgumentException("table " + name + " has two rows of one id: " + ids);
        }
    }

    /**
     * The row of an id.
     *
     * @param id the id
     * @return the row
     * @throws IllegalArgumentException if there is none, naming those there are
     */
    public Row row(String id) {
        return rows.stream().filter(row -> row.id().equals(id)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no row '" + id + "' in table " + name + "; there are: "
                        + String.join(", ", rows.stream().map(Row::id).toList())));
    }
}
