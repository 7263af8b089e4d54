package org.devmap.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;
import java.util.function.Function;
import org.devmap.BusError;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.MapFlags;
import org.devmap.OpenFlags;
import org.devmap.Pages;
import org.devmap.Protection;
import org.devmap.app.AddressSpace;
import org.devmap.app.DeviceFile;
import org.devmap.app.Mapping;
import org.devmap.dto.NodeSnapshot;
import org.devmap.embed.DevmapAdmin;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;

/** Real bundles are stopped, updated, uninstalled and installed again under a running system with live mappings. */
class LifecycleTest {

    private static final String NODE = "shared-page0";
    private static final String DRIVER = "org.devmap.examples.sharedpage";

    @InjectBundleContext
    BundleContext context;

    @InjectService(timeout = 10_000)
    DevmapAdmin admin;

    @InjectService(timeout = 10_000)
    AddressSpace space;

    /** Raw, because a service has no type arguments. */
    @SuppressWarnings("rawtypes")
    @InjectService(filter = "(devmap.command=demo)", timeout = 10_000)
    Function demo;

    private Bundle bundle(String name) {
        return DevmapBundles.named(context, name);
    }

    private NodeSnapshot.State state() {
        return admin.snapshot().node(NODE).map(NodeSnapshot::state).orElse(null);
    }

    private void awaitAttached() {
        DevmapBundles.await(NODE + " is attached", () -> state() == NodeSnapshot.State.ATTACHED);
    }

    /** Opens and maps the shared page and proves that it can be used. */
    private Mapping map() throws DdiException {
        try (DeviceFile file = space.open("/devices/" + NODE + ":shared", OpenFlags.READ_WRITE)) {
            Mapping page = file.map(0, Pages.SIZE, Protection.READ_WRITE, MapFlags.SHARED);
            page.setInt(0, 42);
            assertThat(page.getInt(0)).isEqualTo(42);
            return page;
        }
    }

    private static void assertDead(Mapping page) {
        assertThatThrownBy(() -> page.getInt(0)).isInstanceOfSatisfying(BusError.class,
                e -> assertThat(e.errno()).hasValue(Errno.ENXIO.value()));
    }

    @Test
    void aDriverBundleThatStopsTakesItsMappingsAlongAndServesNewOnesWhenItReturns() throws Exception {
        awaitAttached();
        Bundle driver = bundle(DRIVER);
        long runtimeSince = bundle("org.devmap.runtime").getLastModified();
        try (Mapping page = map()) {
            driver.stop();
            assertThat(state()).isEqualTo(NodeSnapshot.State.UNBOUND);
            assertDead(page);
            driver.start();
            awaitAttached();
            assertDead(page);
            map().close();
        }
        assertThat(admin.snapshot().cookies()).as("what the stopped driver had allocated is freed")
                .filteredOn(cookie -> cookie.owner().equals(NODE)).hasSize(1);
        assertThat(bundle("org.devmap.runtime").getState()).isEqualTo(Bundle.ACTIVE);
        assertThat(bundle("org.devmap.runtime").getLastModified()).isEqualTo(runtimeSince);
    }

    @Test
    void aDriverBundleIsUpdatedUninstalledAndInstalledAgain() throws Exception {
        awaitAttached();
        Bundle driver = bundle(DRIVER);
        Mapping beforeUpdate = map();
        try (InputStream jar = DevmapBundles.jarOf(driver)) {
            driver.update(jar);
        }
        awaitAttached();
        assertDead(beforeUpdate);
        beforeUpdate.close();
        Mapping beforeUninstall = map();
        String location = driver.getLocation();
        byte[] jar = DevmapBundles.jarOf(driver).readAllBytes();
        driver.uninstall();
        assertThat(state()).isEqualTo(NodeSnapshot.State.UNBOUND);
        assertDead(beforeUninstall);
        beforeUninstall.close();
        try (InputStream again = new ByteArrayInputStream(jar)) {
            // Not through the injected context, which uninstalls after the test what it has installed.
            bundle("org.devmap.runtime").getBundleContext().installBundle(location, again).start();
        }
        awaitAttached();
        assertThat(playDemo()).isEqualTo(0);
    }

    @Test
    void aBackendBundleThatStopsTakesItsNodesAlongAndBringsThemBack() throws BundleException, DdiException {
        awaitAttached();
        Bundle sim = bundle("org.devmap.backend.sim");
        Mapping page = map();
        sim.stop();
        assertThat(admin.snapshot().node(NODE)).isEmpty();
        assertDead(page);
        page.close();
        sim.start();
        awaitAttached();
        map().close();
        assertThat(bundle("org.devmap.runtime").getState()).isEqualTo(Bundle.ACTIVE);
    }

    @SuppressWarnings("unchecked")
    private Object playDemo() {
        return demo.apply(List.of("shared-page"));
    }
}
