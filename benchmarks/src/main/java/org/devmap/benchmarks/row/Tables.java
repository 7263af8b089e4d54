package org.devmap.benchmarks.row;

import java.util.List;
import org.devmap.benchmarks.table.Table;

/** All tables there are: another one is another line here. */
public final class Tables {

    private static final List<Table> ALL = List.of(AccessTable.table(), SwapTable.table());

    private Tables() {
    }

    /**
     * The tables.
     *
     * @return in the order in which help names them
     */
    public static List<Table> all() {
        return ALL;
    }

    /**
     * The table of a name.
     *
     * @param name its name
     * @return the table
     * @throws IllegalArgumentException if there is none, naming those there are
     */
    public static Table named(String name) {
        return ALL.stream().filter(table -> table.name().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no table '" + name + "'; there are: "
                        + String.join(", ", ALL.stream().map(Table::name).toList())));
    }
}
