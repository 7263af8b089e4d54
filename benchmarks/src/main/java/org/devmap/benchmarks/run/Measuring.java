package org.devmap.benchmarks.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.devmap.benchmarks.measure.Effort;
import org.devmap.benchmarks.measure.Interval;
import org.devmap.benchmarks.measure.Sample;
import org.devmap.benchmarks.process.JavaMachine;
import org.devmap.benchmarks.table.Row;

/**
 * Measures rows, each in Java machines of its own, so that no row meets what the compiler learned from another one. A
 * row whose interval is too wide is measured again, from the start.
 *
 * @param classPath what the machines run with
 * @param table the name of the table
 * @param quick whether a quick run is wanted
 */
public record Measuring(String classPath, String table, boolean quick) {

    /** All mappings of a row with a figure are kept at once. */
    private static final List<String> LARGE_HEAP = List.of("-XX:MaxRAMPercentage=80");

    /**
     * Measures a row.
     *
     * @param row the row
     * @return what came of it
     * @throws IOException if it failed to run; the message is what it said
     * @throws InterruptedException if this thread was interrupted
     */
    public Result measure(Row row) throws IOException, InterruptedException {
        List<Sample> samples = List.of();
        for (int attempt = 0; attempt < Effort.of(quick).attempts() && isUnsettled(samples); attempt++) {
            samples = samples(row);
        }
        return Result.of(row, samples, quick);
    }

    private static boolean isUnsettled(List<Sample> samples) {
        return samples.isEmpty() || Interval.of(samples.stream().map(Sample::ratio).toList()).isWide();
    }

    private List<Sample> samples(Row row) throws IOException, InterruptedException {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < RowMain.processes(row, quick); i++) {
            samples.addAll(oneProcess(row));
        }
        return samples;
    }

    private List<Sample> oneProcess(Row row) throws IOException, InterruptedException {
        Path complaints = Files.createTempFile("devmap-bench", ".txt");
        Process process = new ProcessBuilder(JavaMachine.command(classPath,
                row.how() == Row.How.FIGURE ? LARGE_HEAP : List.of(), RowMain.class,
                List.of(table, row.id(), quick ? RowMain.QUICK : RowMain.FULL)))
                .redirectError(complaints.toFile()).start();
        try (BufferedReader lines = process.inputReader()) {
            List<Sample> samples = lines.lines().map(Measuring::parse).toList();
            if (process.waitFor() != 0 || samples.isEmpty()) {
                throw new IOException(firstLine(complaints));
            }
            return samples;
        } finally {
            process.destroy();
            Files.delete(complaints);
        }
    }

    private static Sample parse(String line) {
        String[] both = line.split(" ");
        return new Sample(Double.parseDouble(both[0]), Double.parseDouble(both[1]));
    }

    /** What it was: the exception if there is one, without the way to it. */
    private static String firstLine(Path complaints) throws IOException {
        List<String> lines = Files.readAllLines(complaints);
        return lines.stream().filter(line -> line.startsWith("Exception in ") || line.startsWith("Error: ")).findFirst()
                .or(() -> lines.stream().findFirst()).orElse("it ended without a sample");
    }
}
