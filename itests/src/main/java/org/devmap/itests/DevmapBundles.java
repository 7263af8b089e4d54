package org.devmap.itests;

import java.util.Arrays;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

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
            "org.devmap.itests");

    private DevmapBundles() {
    }

    static List<Bundle> installedIn(BundleContext context) {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> bundle.getSymbolicName().startsWith("org.devmap."))
                .toList();
    }
}
