package org.devmap.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;

/** Installs all jars of a directory, then starts them: all or an account of what is missing. */
final class BundleSet {

    private final Path directory;

    BundleSet(Path directory) {
        this.directory = directory;
    }

    void startIn(BundleContext context) throws StartException {
        List<Bundle> bundles = install(context);
        FrameworkWiring wiring = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class);
        if (!wiring.resolveBundles(bundles)) {
            List<String> unresolved = UnresolvedRequirements.of(bundles, List.of(context.getBundles()));
            if (!unresolved.isEmpty()) {
                throw new StartException(unresolved);
            }
        }
        start(bundles);
    }

    private List<Bundle> install(BundleContext context) throws StartException {
        List<Bundle> bundles = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (Path jar : jars()) {
            try {
                bundles.add(context.installBundle(jar.toUri().toString()));
            } catch (BundleException e) {
                problems.add(jar + " is no bundle that can be installed: " + e.getMessage());
            }
        }
        throwIfAny(problems);
        return bundles;
    }

    private static void start(List<Bundle> bundles) throws StartException {
        List<String> problems = new ArrayList<>();
        for (Bundle bundle : bundles) {
            try {
                if (!isFragment(bundle)) {
                    bundle.start();
                }
            } catch (BundleException e) {
                problems.add(bundle.getSymbolicName() + " did not start: " + rootOf(e));
            }
        }
        throwIfAny(problems);
    }

    private List<Path> jars() throws StartException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(entry -> entry.getFileName().toString().endsWith(".jar")).sorted().toList();
        } catch (IOException e) {
            throw new StartException("cannot read the bundles in " + directory + ": " + e, e);
        }
    }

    private static boolean isFragment(Bundle bundle) {
        return (bundle.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
    }

    private static String rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root == failure ? failure.getMessage() : root.toString();
    }

    private static void throwIfAny(List<String> problems) throws StartException {
        if (!problems.isEmpty()) {
            throw new StartException(problems);
        }
    }
}
