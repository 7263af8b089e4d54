package org.devmap.benchmarks.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.devmap.benchmarks.report.Json;
import org.devmap.benchmarks.report.Machine;
import org.devmap.benchmarks.report.ResultFolder;
import org.devmap.benchmarks.report.TextTable;
import org.devmap.benchmarks.run.Measuring;
import org.devmap.benchmarks.run.Result;
import org.devmap.benchmarks.table.Row;

/**
 * One run of the command: reads arguments, measures rows, prints. Plain Java; the component around it only says where
 * classes are.
 */
final class BenchRun {

    static final int FAILED = 1;
    static final int USAGE = 2;

    private final String classPath;
    private final PrintStream out;
    private final PrintStream progress;
    private boolean failed;

    BenchRun(String classPath, PrintStream out, PrintStream progress) {
        this.classPath = classPath;
        this.out = out;
        this.progress = progress;
    }

    /**
     * Answers the exit status: 0, 1 if something failed to run, 2 for arguments that make no sense. A missed target is
     * no failure.
     */
    int run(List<String> arguments) {
        Options options;
        try {
            options = Options.parse(arguments);
        } catch (IllegalArgumentException misuse) {
            progress.println("bench: " + misuse.getMessage());
            progress.println(Options.USAGE);
            return USAGE;
        }
        try {
            measure(options);
        } catch (IOException unwritable) {
            complain("cannot write: " + unwritable);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            complain("interrupted");
        }
        return failed ? FAILED : 0;
    }

    private void measure(Options options) throws IOException, InterruptedException {
        String loadBefore = Machine.load();
        long since = System.nanoTime();
        List<Result> results = measureRows(options);
        if (results.isEmpty()) {
            return;
        }
        TextTable.lines(results).forEach(out::println);
        out.println(TextTable.total(results) + ", measured in " + seconds(since));
        out.flush();
        if (options.json().isPresent()) {
            Files.writeString(options.json().get(), Json.of(results));
        }
        if (options.charts().isPresent()) {
            ResultFolder.charts(options.charts().get(), results);
        }
        if (options.results().isPresent()) {
            List<String> circumstances = new ArrayList<>(Machine.lines());
            circumstances.add("load: " + loadBefore + " before, " + Machine.load() + " after");
            circumstances.add("measured in " + seconds(since));
            Path folder = ResultFolder.write(options.results().get(), options.table().name(), LocalDate.now(),
                    circumstances, results);
            out.println("results are in " + folder);
        }
    }

    private List<Result> measureRows(Options options) throws InterruptedException {
        Measuring measuring = new Measuring(classPath, options.table().name(), options.quick());
        List<Result> results = new ArrayList<>();
        for (List<Row> run : Measuring.runs(options.rows())) {
            String names = String.join(", ", run.stream().map(Row::id).toList());
            progress.printf(Locale.ROOT, "[%d/%d] %s ...%n", options.rows().indexOf(run.getFirst()) + 1,
                    options.rows().size(), names);
            long since = System.nanoTime();
            try {
                List<Result> measured = measuring.measure(run);
                results.addAll(measured);
                measured.forEach(result -> progress.println(String.format(Locale.ROOT, "[%d/%d] %s: ratio %.3f %s",
                        options.rows().indexOf(result.row()) + 1, options.rows().size(), result.row().id(),
                        result.ratio().median(), result.verdict()).stripTrailing() + ", " + seconds(since)));
            } catch (IOException e) {
                complain("%s failed to run: %s".formatted(names, e.getMessage()));
            }
        }
        return results;
    }

    private static String seconds(long since) {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - since) + " s";
    }

    private void complain(String problem) {
        failed = true;
        progress.println("bench: " + problem);
    }
}
