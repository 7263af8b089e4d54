package org.devmap.benchmarks.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.devmap.benchmarks.measure.Effort;
import org.devmap.benchmarks.measure.Interval;
import org.devmap.benchmarks.measure.Sample;
import org.devmap.benchmarks.process.JavaMachine;
import org.devmap.benchmarks.table.Row;

/**
 * Measures rows, each run of them in Java machines of its own, so that no row meets what the compiler learned from another one. A
 * row whose interval is too wide is measured again, from the start.
 *
 * @param classPath what the machines run with
 * @param table the name of the table
 * @param quick whether a quick run is wanted
 */
public record Measuring(String classPath, String table, boolean quick) {

    /**
     * What a row with a figure keeps is kept at once; and as nothing is repeated until compilers are done, a thread that waited for
     * one would be taken for one that waits for us.
     */
    private static final List<String> FOR_A_FIGURE = List.of("-XX:MaxRAMPercentage=80", "-XX:+BackgroundCompilation");

    /**
     * Rows that are measured together.
     *
     * @param rows all rows
     * @return the same in the same order: each with the figures beside it
     */
    public static List<List<Row>> runs(List<Row> rows) {
        List<List<Row>> runs = new ArrayList<>();
        for (Row row : rows) {
            if (row.how() != Row.How.BESIDE || runs.isEmpty()) {
                runs.add(new ArrayList<>());
            }
            runs.getLast().add(row);
        }
        return runs;
    }

    /**
     * Measures a run.
     *
     * @param rows a row, and those beside it
     * @return what came of each
     * @throws IOException if it failed to run; the message is what it said
     * @throws InterruptedException if this thread was interrupted
     */
    public List<Result> measure(List<Row> rows) throws IOException, InterruptedException {
        Map<String, List<Sample>> samples = Map.of();
        for (int attempt = 0; attempt < Effort.of(quick).attempts() && isUnsettled(rows, samples); attempt++) {
            samples = samples(rows);
        }
        List<Result> results = new ArrayList<>();
        for (Row row : rows) {
            results.add(Result.of(row, samples.get(row.id()), quick));
        }
        return results;
    }

    private static boolean isUnsettled(List<Row> rows, Map<String, List<Sample>> samples) {
        return samples.isEmpty() || rows.stream().anyMatch(row ->
                Interval.of(samples.get(row.id()).stream().map(Sample::ratio).toList()).isWide());
    }

    private Map<String, List<Sample>> samples(List<Row> rows) throws IOException, InterruptedException {
        Map<String, List<Sample>> samples = new HashMap<>();
        for (int i = 0; i < RowMain.processes(rows.getFirst(), quick); i++) {
            oneProcess(rows, samples);
        }
        return samples;
    }

    private void oneProcess(List<Row> rows, Map<String, List<Sample>> samples) throws IOException, InterruptedException {
        Path complaints = Files.createTempFile("devmap-bench", ".txt");
        Process process = new ProcessBuilder(JavaMachine.command(classPath,
                rows.getFirst().how().isFigure() ? FOR_A_FIGURE : List.of(), RowMain.class,
                List.of(table, String.join(",", rows.stream().map(Row::id).toList()), quick ? RowMain.QUICK : RowMain.FULL)))
                .redirectError(complaints.toFile()).start();
        try (BufferedReader lines = process.inputReader()) {
            lines.lines().map(line -> line.split(" ")).forEach(words ->
                    samples.computeIfAbsent(words[0], _ -> new ArrayList<>()).add(sample(words)));
            if (process.waitFor() != 0 || !rows.stream().map(Row::id).allMatch(samples::containsKey)) {
                throw new IOException(firstLine(complaints));
            }
        } finally {
            process.destroy();
            Files.delete(complaints);
        }
    }

    private static Sample sample(String[] words) {
        return new Sample(Double.parseDouble(words[1]), Double.parseDouble(words[2]));
    }

    /** What it was: the exception if there is one, without the way to it. */
    private static String firstLine(Path complaints) throws IOException {
        List<String> lines = Files.readAllLines(complaints);
        return lines.stream().filter(line -> line.startsWith("Exception in ") || line.startsWith("Error: ")).findFirst()
                .or(() -> lines.stream().findFirst()).orElse("it ended without a sample");
    }
}
