package org.devmap.benchmarks.command;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.devmap.benchmarks.row.Tables;
import org.devmap.benchmarks.table.Row;
import org.devmap.benchmarks.table.Table;

/**
 * What somebody wants to be measured.
 *
 * @param table the table
 * @param rows those of its rows that are wanted
 * @param quick whether a quick run will do
 * @param json where the results go as JSON
 * @param charts where the charts go
 * @param results the folder of dated results
 */
record Options(Table table, List<Row> rows, boolean quick, Optional<Path> json, Optional<Path> charts,
               Optional<Path> results) {

    static final String USAGE =
            "usage: devmap bench [TABLE] [--quick] [--only ID,...] [--json FILE] [--charts DIR] [--results DIR]";

    /** Reads arguments, and refuses what it does not know with a message that says what would be right. */
    static Options parse(List<String> arguments) {
        Optional<String> table = Optional.empty();
        Optional<String> only = Optional.empty();
        boolean quick = false;
        Optional<Path> json = Optional.empty();
        Optional<Path> charts = Optional.empty();
        Optional<Path> results = Optional.empty();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            switch (argument) {
                case "--quick" -> quick = true;
                case "--only" -> only = Optional.of(value(arguments, i++));
                case "--json" -> json = Optional.of(writable(path(value(arguments, i++))));
                case "--charts" -> charts = Optional.of(folder(path(value(arguments, i++))));
                case "--results" -> results = Optional.of(folder(path(value(arguments, i++))));
                default -> {
                    if (argument.startsWith("-") || table.isPresent()) {
                        throw new IllegalArgumentException("unknown argument '" + argument + "'");
                    }
                    table = Optional.of(argument);
                }
            }
        }
        if (quick && results.isPresent()) {
            throw new IllegalArgumentException("--results keeps what a full run measured: leave out --quick");
        }
        Table chosen = Tables.named(table.orElse(Table.ACCESS));
        List<Row> rows = only.map(ids -> List.of(ids.split(",")).stream().map(String::strip).distinct()
                .map(chosen::row).toList())
                .orElse(chosen.rows());
        return new Options(chosen, rows, quick, json, charts, results);
    }

    private static String value(List<String> arguments, int option) {
        if (option + 1 == arguments.size()) {
            throw new IllegalArgumentException(arguments.get(option) + " needs a value");
        }
        return arguments.get(option + 1);
    }

    /** Looked at now: who finds out after half an hour of measuring has measured in vain. */
    private static Path writable(Path file) {
        Path folder = file.toAbsolutePath().normalize().getParent();
        if (folder == null || Files.isDirectory(file)) {
            throw new IllegalArgumentException(file + " is a folder; name a file");
        }
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException(file + ": there is no folder " + folder
                    + "; make it, or name a file elsewhere");
        }
        if (!Files.isWritable(Files.exists(file) ? file : folder)) {
            throw new IllegalArgumentException(file + " must not be written; name a file elsewhere");
        }
        return file;
    }

    /** One that is there and can be written, or that can be made. */
    private static Path folder(Path folder) {
        Path there = folder.toAbsolutePath().normalize();
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        if (!Files.isDirectory(there) || !Files.isWritable(there)) {
            throw new IllegalArgumentException(folder + " cannot be a folder of results: " + there + " is "
                    + (Files.isDirectory(there) ? "not to be written" : "a file") + "; name another one");
        }
        return folder;
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException malformed) {
            throw new IllegalArgumentException("'" + text + "' is no file name: " + malformed.getMessage(), malformed);
        }
    }
}
