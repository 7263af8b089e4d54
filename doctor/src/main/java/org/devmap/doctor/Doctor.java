package org.devmap.doctor;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Prints what was found as a table, and answers whether the chosen use is possible. */
final class Doctor {

    private static final int HEALTHY = 0;
    private static final int UNFIT = 1;
    private static final int WRONG_USAGE = 2;
    private static final List<String> HEADER = List.of("FOR", "STATE", "WHAT", "FOUND", "REMEDY");

    private final List<Finding> findings;
    private final PrintStream out;
    private final PrintStream err;

    Doctor(List<Finding> findings, PrintStream out, PrintStream err) {
        this.findings = List.copyOf(findings);
        this.out = out;
        this.err = err;
    }

    /** Everything there is to find on this machine. */
    static List<Finding> examine(Machine machine, JavaFindings java) {
        List<Finding> findings = new ArrayList<>(java.all());
        findings.addAll(new MemoryFindings(machine).all());
        findings.addAll(new UioFindings(machine).all());
        return findings;
    }

    /** Answers 0, 1 if what is needed is missing, 2 for arguments that make no sense. */
    int run(List<String> arguments) {
        Optional<String> backend = backend(arguments);
        Optional<Use> chosen = backend.flatMap(Use::named);
        if (!arguments.isEmpty() && chosen.isEmpty()) {
            err.println("devmap: doctor: " + backend
                    .map(name -> "no such backend: " + name + "; there are: " + Use.listOf(Use.ALL))
                    .orElse("wrong arguments " + String.join(" ", arguments) + "; there is --backend NAME"));
            return WRONG_USAGE;
        }
        printTable();
        out.println();
        List<Use> judged = chosen.map(List::of).orElse(List.of(Use.values()));
        judged.forEach(use -> out.println(verdict(use)));
        // Without a choice the question is whether devmap runs at all, and the simulated backend needs least.
        return findings.stream().anyMatch(finding -> finding.prevents(chosen.orElse(Use.SIM))) ? UNFIT : HEALTHY;
    }

    private static Optional<String> backend(List<String> arguments) {
        if (arguments.size() == 2 && arguments.getFirst().equals("--backend")) {
            return Optional.of(arguments.getLast());
        }
        String assigned = "--backend=";
        return arguments.size() == 1 && arguments.getFirst().startsWith(assigned)
                ? Optional.of(arguments.getFirst().substring(assigned.length())) : Optional.empty();
    }

    private String verdict(Use use) {
        List<String> missing = findings.stream().filter(finding -> finding.prevents(use)).map(Finding::what).toList();
        return use + ": " + (missing.isEmpty() ? "everything it needs is there" : "not here; missing: "
                + String.join(", ", missing));
    }

    private void printTable() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADER);
        findings.forEach(finding -> rows.add(List.of(Use.listOf(finding.uses()), word(finding), finding.what(),
                finding.found(), finding.remedy())));
        int[] widths = new int[HEADER.size()];
        rows.forEach(row -> Arrays.setAll(widths, column -> Math.max(widths[column], row.get(column).length())));
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < widths.length; column++) {
                line.append(row.get(column)).repeat(' ', widths[column] - row.get(column).length() + 2);
            }
            out.println(line.toString().stripTrailing());
        }
    }

    /** What is wrong is written so that the eye finds it. */
    private static String word(Finding finding) {
        return finding.state() == Finding.State.MISSING ? "MISSING" : finding.state().name().toLowerCase(Locale.ROOT);
    }
}
