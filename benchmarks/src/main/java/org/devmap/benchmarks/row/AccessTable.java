package org.devmap.benchmarks.row;

import java.util.List;
import java.util.stream.Stream;
import org.devmap.benchmarks.table.Row;
import org.devmap.benchmarks.table.Table;

/** The table of everything that an application's accesses and mappings cost. */
final class AccessTable {

    private AccessTable() {
    }

    static Table table() {
        return new Table(Table.ACCESS, "accesses, contexts and mappings against raw memory, C and other libraries",
                Stream.of(PlainRows.rows(), OrderedRows.rows(), BulkRows.rows(), SoloRows.rows(), CycleRows.rows(),
                        PingPongRow.rows(), MappingRows.rows(), ThreadRows.rows(), LibraryRows.rows())
                        .flatMap(List::stream).toList());
    }
}
