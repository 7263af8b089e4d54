package org.devmap.conformance.command;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.devmap.DdiException;
import org.devmap.conformance.Backend;
import org.devmap.conformance.port.PortResult;
import org.devmap.conformance.port.PortedDriver;
import org.devmap.conformance.property.PropertyReport;
import org.devmap.conformance.property.PropertyRun;
import org.devmap.conformance.suite.Report;
import org.devmap.conformance.suite.Result;
import org.devmap.conformance.suite.Result.Status;
import org.devmap.conformance.suite.Runner;
import org.devmap.conformance.suite.StatementMethod;
import org.devmap.conformance.suite.Suite;
import org.devmap.conformance.suite.Trace;
import org.devmap.embed.DevmapSystemFactory;

/** One run of the command: reads arguments, runs tests, prints. Plain Java; the component around it only finds services. */
final class ConformanceRun {

    static final int FAILED = 1;
    static final int USAGE = 2;

    private final DevmapSystemFactory factory;
    private final Backends backends;
    private final PrintStream out;
    private final PrintStream err;

    ConformanceRun(DevmapSystemFactory factory, Backends backends, PrintStream out, PrintStream err) {
        this.factory = factory;
        this.backends = backends;
        this.out = out;
        this.err = err;
    }

    /** Answers the exit status: 0, 1 if a statement failed or a property broke, 2 for arguments that make no sense. */
    int run(List<String> arguments) {
        Suite suite = Suite.load();
        Options options;
        Backend backend;
        List<StatementMethod> tests;
        try {
            options = Options.parse(arguments);
            tests = options.select(suite);
            backend = backends.open(options.backend());
        } catch (IllegalArgumentException misuse) {
            err.println("conformance: " + misuse.getMessage());
            err.println(Options.USAGE);
            return USAGE;
        } catch (DdiException unusable) {
            err.println("conformance: " + unusable.getMessage());
            return FAILED;
        }
        try {
            return run(suite, options, tests, backend);
        } finally {
            Backends.close(backend);
        }
    }

    private int run(Suite suite, Options options, List<StatementMethod> tests, Backend backend) {
        List<Result> results = runAll(tests, backend, options.verbose());
        List<PortResult> ports = options.isWhole() ? playPorts(backend, options.verbose()) : List.of();
        Report.table(suite.catalogue(), results).forEach(out::println);
        if (!ports.isEmpty()) {
            out.println(Report.portRow(ports));
        }
        boolean held = options.properties().isEmpty() || runProperties(options, backend);
        boolean traced = options.trace().isEmpty() || writeTrace(suite, options, results);
        out.println(Report.total(results, ports));
        out.flush();
        boolean ported = ports.stream().allMatch(port -> port.failure().isEmpty());
        return held && traced && ported && results.stream().noneMatch(result -> result.status() == Status.FAILED) ? 0 : FAILED;
    }

    private List<Result> runAll(List<StatementMethod> tests, Backend backend, boolean verbose) {
        Runner runner = new Runner(factory, backend);
        List<Result> results = new ArrayList<>();
        String section = "";
        for (StatementMethod test : tests) {
            if (!test.statement().section().equals(section)) {
                section = test.statement().section();
                out.printf("[%d/%d] section %s on %s%n", results.size(), tests.size(), section, backend.name());
            }
            Result result = runner.run(test);
            results.add(result);
            if (verbose || result.status() == Status.FAILED) {
                Report.details(result).forEach(out::println);
            }
            out.flush();
        }
        return results;
    }

    private List<PortResult> playPorts(Backend backend, boolean verbose) {
        out.printf("ported drivers of section 5 on %s%n", backend.name());
        Runner runner = new Runner(factory, backend);
        List<PortResult> ports = Arrays.stream(PortedDriver.values()).map(runner::run).toList();
        ports.stream().filter(port -> verbose || port.failure().isPresent())
                .forEach(port -> port.details().forEach(out::println));
        return ports;
    }

    private boolean runProperties(Options options, Backend backend) {
        long seed = options.seed().orElseGet(() -> new SplittableRandom().nextLong());
        PropertyReport report = new PropertyRun(factory, backend).run(options.properties().getAsInt(), seed);
        report.lines().forEach(out::println);
        return report.holds();
    }

    private boolean writeTrace(Suite suite, Options options, List<Result> results) {
        try {
            Trace.write(options.trace().orElseThrow(), Trace.lines(suite, options.backend(), results));
            return true;
        } catch (IOException unwritable) {
            err.println("conformance: cannot write the trace: " + unwritable);
            return false;
        }
    }
}
