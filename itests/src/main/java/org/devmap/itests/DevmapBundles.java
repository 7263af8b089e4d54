package org.devmap.itests;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;

/** The bundles of this project among the installed ones. */
final class DevmapBundles {

    /** All that must be there. */
    static final List<String> NAMES = List.of(
            "org.devmap.api",
            "org.devmap.runtime",
            "org.devmap.backend.sim",
            "org.devmap.backend.ffm",
            "org.devmap.backend.uio",
            "org.devmap.shell",
            "org.devmap.doctor",
            "org.devmap.conformance",
            "org.devmap.examples.demo",
            "org.devmap.examples.sharedpage",
            "org.devmap.examples.sharedpage.app",
            "org.devmap.examples.context",
            "org.devmap.examples.context.app",
            "org.devmap.examples.framebuffer",
            "org.devmap.examples.framebuffer.app",
            "org.devmap.examples.edu",
            "org.devmap.examples.edu.app",
            "org.devmap.benchmarks",
            "org.devmap.itests");

    /** Milliseconds that a test waits for a service: a bound for what never comes, on however slow a machine. */
    static final long SERVICE_TIMEOUT = 120_000;

    private static final Duration PATIENCE = Duration.ofMillis(SERVICE_TIMEOUT);
    private static final Duration PAUSE = Duration.ofMillis(1);

    private DevmapBundles() {
    }

    static List<Bundle> installedIn(BundleContext context) {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> bundle.getSymbolicName().startsWith("org.devmap."))
                .toList();
    }

    static Bundle named(BundleContext context, String name) {
        return installedIn(context).stream().filter(bundle -> bundle.getSymbolicName().equals(name)).findFirst().orElseThrow();
    }

    /** The jar it was installed from. */
    static InputStream jarOf(Bundle bundle) throws IOException {
        return URI.create(bundle.getLocation().replaceFirst("^(reference|initial@reference):", "")).toURL().openStream();
    }

    /** The same jar with another bundle version. */
    static InputStream jarOf(Bundle bundle, String version) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarInputStream jar = new JarInputStream(jarOf(bundle))) {
            Manifest manifest = jar.getManifest();
            manifest.getMainAttributes().putValue(Constants.BUNDLE_VERSION, version);
            try (JarOutputStream changed = new JarOutputStream(bytes, manifest)) {
                for (JarEntry entry = jar.getNextJarEntry(); entry != null; entry = jar.getNextJarEntry()) {
                    changed.putNextEntry(new JarEntry(entry.getName()));
                    jar.transferTo(changed);
                }
            }
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    /** Services may be bound on other threads than the one that starts a bundle. */
    static void await(String what, BooleanSupplier condition) {
        await(() -> what, condition);
    }

    /**
     * Waits without keeping the processor from what it waits for. The bound is for what never comes: a machine may be ten times
     * slower than the one at hand.
     *
     * @param what does not come, asked when it has not
     */
    static void await(Supplier<String> what, BooleanSupplier condition) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > until) {
                throw new AssertionError("not within " + PATIENCE.toSeconds() + " s: " + what.get());
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
