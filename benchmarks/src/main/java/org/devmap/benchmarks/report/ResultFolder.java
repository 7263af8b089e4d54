package org.devmap.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.devmap.benchmarks.run.Result;
import org.devmap.benchmarks.table.Group;

/** Writes results: a chart for each group, and a dated folder with everything. */
public final class ResultFolder {

    private ResultFolder() {
    }

    /**
     * Writes a chart for each group that has results.
     *
     * @param directory where to, made if need be
     * @param results the results
     * @throws IOException if that is not possible
     */
    public static void charts(Path directory, List<Result> results) throws IOException {
        Files.createDirectories(directory);
        for (Map.Entry<Group, List<Result>> group : groups(results).entrySet()) {
            Files.writeString(directory.resolve(group.getKey().fileName() + ".svg"),
                    Chart.of(group.getKey(), group.getValue()));
        }
    }

    /**
     * Writes a folder of the day: what was measured where, the table, JSON, and charts.
     *
     * @param directory the folder of all days
     * @param table the name of the table, part of the folder's name
     * @param day the day
     * @param circumstances machine, JDK, load: one line each
     * @param results the results
     * @return the folder
     * @throws IOException if that is not possible
     */
    public static Path write(Path directory, String table, LocalDate day, List<String> circumstances,
            List<Result> results) throws IOException {
        Path folder = directory.resolve(day + "-" + table);
        charts(folder, results);
        Files.writeString(folder.resolve("results.json"), Json.of(results));
        Files.writeString(folder.resolve("README.md"), summary(table, day, circumstances, results));
        return folder;
    }

    private static Map<Group, List<Result>> groups(List<Result> results) {
        return results.stream().collect(Collectors.groupingBy(result -> result.row().group(),
                () -> new EnumMap<>(Group.class),
                Collectors.toList()));
    }

    private static String summary(String table, LocalDate day, List<String> circumstances, List<Result> results) {
        StringBuilder text = new StringBuilder("# Table " + table + ", " + day + "\n\n");
        circumstances.forEach(line -> text.append("- ").append(line).append('\n'));
        text.append('\n').append(TextTable.total(results)).append(".\n\n```\n");
        TextTable.lines(results).forEach(line -> text.append(line).append('\n'));
        text.append("```\n");
        for (Group group : groups(results).keySet()) {
            text.append("\n![").append(group.title()).append("](").append(group.fileName()).append(".svg)\n");
        }
        return text.toString();
    }
}
