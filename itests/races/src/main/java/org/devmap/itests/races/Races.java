package org.devmap.itests.races;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Runs all races with jcstress, in one Java machine each, in all modes. Arguments: the directory for its logs, then
 * {@code --quick} for one short run in the default mode, {@code --only REGEX} for some races, {@code --mode MODE} for
 * one mode. Ends with 0 if all held, 1 if one was broken or did not run.
 */
public final class Races {

    private final Path logs;
    private final String only;
    private final List<String> effort;
    private final List<VmMode> modes;

    private Races(Path logs, boolean quick, String only, List<VmMode> modes) {
        this.logs = logs;
        this.only = only;
        this.effort = quick ? List.of("-iters", "1", "-time", "100") : List.of("-iters", "2", "-time", "1000");
        this.modes = modes;
    }

    /**
     * The program.
     *
     * @param arguments see above
     * @throws IOException if there is no log to write or to read
     * @throws InterruptedException if it is not to go on
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        boolean quick = false;
        String only = ".*";
        List<VmMode> modes = List.of(VmMode.values());
        for (int i = 1; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--quick" -> {
                    quick = true;
                    modes = List.of(VmMode.DEFAULT);
                }
                case "--only" -> only = arguments[++i];
                case "--mode" -> modes = List.of(VmMode.valueOf(arguments[++i]));
                default -> {
                    System.err.println("races: no such option: " + arguments[i]);
                    System.exit(2);
                }
            }
        }
        System.exit(new Races(Path.of(arguments[0]), quick, only, modes).run() ? 0 : 1);
    }

    private boolean run() throws IOException, InterruptedException {
        boolean held = true;
        int races = 0;
        for (VmMode mode : modes) {
            long begin = System.nanoTime();
            List<Verdict> verdicts = run(mode);
            System.out.printf("%n%s:%n", mode);
            verdicts.forEach(System.out::println);
            System.out.printf("%d races, %,d samples, %,d s%n", verdicts.size(),
                    verdicts.stream().mapToLong(Verdict::samples).sum(),
                    Duration.ofNanos(System.nanoTime() - begin).toSeconds());
            held &= !verdicts.isEmpty() && verdicts.stream().allMatch(Verdict::held);
            races += verdicts.size();
        }
        System.out.printf("%d races in %d modes: %s%n", races, modes.size(),
                held ? "all held" : "NOT all held, see " + logs);
        return held;
    }

    private List<Verdict> run(VmMode mode) throws IOException, InterruptedException {
        Path directory = Files.createDirectories(logs.resolve(mode.name().toLowerCase(Locale.ROOT)));
        List<String> command = VmMode.DEFAULT.java();
        // Few samples between two looks at the clock: one that opens and closes windows takes up to milliseconds, and the
        // usual 10,240 of them took longer than the harness waits where other work had the processors.
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.openjdk.jcstress.Main",
                "-strideSize", "16", "-strideCount", "8",
                "-v", "-sc", "false", "-pth", "false", "-f", "1", "-fsm", "1", "-t", only,
                "-jvmArgs", String.join(" ", mode.options())));
        command.addAll(effort);
        Process jcstress = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
        List<String> lines = new ArrayList<>();
        try (BufferedReader output = jcstress.inputReader();
                PrintStream log = new PrintStream(directory.resolve("log.txt").toFile())) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
                log.println(line);
            }
        }
        int status = jcstress.waitFor();
        List<Verdict> verdicts = Verdict.of(lines);
        if (status != 0 && verdicts.stream().allMatch(Verdict::held)) {
            throw new IllegalStateException("jcstress ended with " + status + ", see " + directory.resolve("log.txt"));
        }
        return verdicts;
    }
}
