package org.devmap.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.test.common.annotation.InjectBundleContext;

/** Our bundles as the framework sees them. */
class BundlesTest {

    private static final Set<String> WITH_PUBLIC_PACKAGES = Set.of("org.devmap.api", "org.devmap.conformance",
            "org.devmap.examples.demo", "org.devmap.backend.sim");

    @InjectBundleContext
    BundleContext context;

    @Test
    void allOurBundlesAreActive() {
        List<Bundle> bundles = DevmapBundles.installedIn(context);
        assertThat(bundles).extracting(Bundle::getSymbolicName).containsExactlyInAnyOrderElementsOf(DevmapBundles.NAMES);
        assertThat(bundles).allSatisfy(bundle -> assertThat(bundle.getState()).isEqualTo(Bundle.ACTIVE));
    }

    @Test
    void everyBundleAsksForJava25() {
        assertThat(DevmapBundles.installedIn(context)).isNotEmpty().allSatisfy(bundle ->
                assertThat(bundle.getHeaders().get("Require-Capability"))
                        .contains("osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=25))\""));
    }

    @Test
    void noManifestCarriesAnUnknownValue() {
        assertThat(DevmapBundles.installedIn(context)).isNotEmpty().allSatisfy(bundle ->
                assertThat(Collections.list(bundle.getHeaders().elements())).noneMatch(header -> header.contains("UNKNOWN")));
    }

    @Test
    void noBundleImportsPackagesOfJavaItself() {
        assertThat(DevmapBundles.installedIn(context)).isNotEmpty().allSatisfy(bundle ->
                assertThat(String.valueOf(bundle.getHeaders().get("Import-Package"))).doesNotContain("java."));
    }

    @Test
    void onlyBundlesWithTypesForOthersExportPackages() {
        assertThat(DevmapBundles.installedIn(context))
                .filteredOn(bundle -> !bundle.adapt(BundleRevision.class)
                        .getDeclaredCapabilities(PackageNamespace.PACKAGE_NAMESPACE).isEmpty())
                .extracting(Bundle::getSymbolicName).containsExactlyInAnyOrderElementsOf(WITH_PUBLIC_PACKAGES);
    }
}
