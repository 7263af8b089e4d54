package org.devmap.benchmarks.command;

import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * The command {@code bench}. What is measured runs in Java machines of its own, outside the framework, with this bundle
 * and the jars in the folder {@code benchmarks} beside the bundles' on the class path.
 */
@Component(service = Function.class, properties = "OSGI-INF/bench.properties", property = {
    "devmap.command.example=devmap bench --quick",
    "devmap.command.example=devmap bench --quick --only self,get-int-seq,cycle --json ratios.json",
    "devmap.command.example=devmap bench --results benchmarks/results"})
public final class BenchCommand implements Function<List<String>, Integer> {

    private final BundleContext context;

    /**
     * The component.
     *
     * @param context says where this bundle came from
     */
    @Activate
    public BenchCommand(BundleContext context) {
        this.context = context;
    }

    @Override
    public Integer apply(List<String> arguments) {
        Path bundle = Path.of(URI.create(context.getBundle().getLocation()));
        Path libraries = bundle.getParent().resolveSibling("benchmarks").resolve("*");
        return new BenchRun(bundle + File.pathSeparator + libraries, System.out, System.err).run(arguments);
    }
}
