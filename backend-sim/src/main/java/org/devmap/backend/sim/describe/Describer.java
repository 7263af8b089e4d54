package org.devmap.backend.sim.describe;

import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.devmap.backend.sim.description.Loaded;
import org.devmap.backend.sim.description.Problem;
import org.devmap.backend.sim.layout.Table;

/** Says of each file in one line what it describes, or everything that is wrong with it. */
public final class Describer {

    /** How it is called. */
    static final String USAGE = "usage: devmap describe [--warnings] FILE...";

    private static final int LOADED = 0;
    private static final int FAILED = 1;
    private static final int USAGE_ERROR = 2;

    private final PrintStream out;
    private final PrintStream err;

    /**
     * A describer.
     *
     * @param out for what files describe
     * @param err for what is wrong with them
     */
    public Describer(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /**
     * Describes files.
     *
     * @param arguments {@code --warnings} to see the warnings too, then files
     * @return 0 if all of them loaded, 1 if any did not, 2 if the arguments are wrong
     */
    public int run(List<String> arguments) {
        List<String> files = new ArrayList<>(arguments);
        boolean warnings = files.removeIf("--warnings"::equals);
        String wrong = files.stream().filter(file -> file.startsWith("-")).findFirst()
                .map(option -> "unknown option " + option + "; there is --warnings")
                .orElse(files.isEmpty() ? "no file is named" : "");
        if (!wrong.isEmpty()) {
            err.println("describe: " + wrong);
            err.println(USAGE);
            return USAGE_ERROR;
        }
        List<Loaded> all = files.stream().map(Describer::load).toList();
        all.forEach(loaded -> printProblems(loaded, warnings));
        printTable(all);
        return all.stream().allMatch(loaded -> loaded.device().isPresent()) ? LOADED : FAILED;
    }

    private static Loaded load(String file) {
        try {
            return DescriptionFiles.load(Path.of(file));
        } catch (InvalidPathException noPath) {
            Problem problem = new Problem(Problem.Severity.ERROR, file, 0, "", "is no file name: " + noPath.getReason());
            return new Loaded(file, Optional.empty(), List.of(problem));
        }
    }

    /** All that is wrong with a file that did not load; its warnings only when asked for otherwise. */
    private void printProblems(Loaded loaded, boolean warnings) {
        if (warnings || loaded.device().isEmpty()) {
            loaded.problems().forEach(err::println);
        }
    }

    private void printTable(List<Loaded> all) {
        Table table = new Table().left("FILE", "DEVICE").right("PERIPHERALS", "REGISTERS", "FIELDS", "SIDE EFFECTS", "WARNINGS");
        for (Loaded loaded : all) {
            loaded.device().ifPresent(device -> table.row(loaded.file(), device.name(), device.peripherals().size(),
                    device.registerCount(), device.fieldCount(), device.effectCount(), loaded.problems().size()));
        }
        if (!table.isEmpty()) {
            out.println(table);
        }
    }
}
