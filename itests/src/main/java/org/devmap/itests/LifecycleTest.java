package org.devmap.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
import org.devmap.backend.DevmapBackend;
import org.devmap.backend.Nexus;
import org.devmap.driver.DeviceDriver;
import org.devmap.driver.UmemFlags;
import org.devmap.driver.UmemRequest;
import org.devmap.dto.CookieSnapshot;
import org.devmap.dto.NodeSnapshot;
import org.devmap.embed.DevmapAdmin;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;

/** Real bundles are stopped, updated, uninstalled and installed again under a running system with live mappings. */
class LifecycleTest {

    private static final String NODE = "shared-page0";
    private static final String DRIVER = "org.devmap.examples.sharedpage";

    @InjectBundleContext
    BundleContext context;

    @InjectService(timeout = DevmapBundles.SERVICE_TIMEOUT)
    DevmapAdmin admin;

    @InjectService(timeout = DevmapBundles.SERVICE_TIMEOUT)
    AddressSpace space;

    /** Raw, because a service has no type arguments. */
    @SuppressWarnings("rawtypes")
    @InjectService(filter = "(devmap.command=demo)", timeout = DevmapBundles.SERVICE_TIMEOUT)
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

    @Test
    void memoryOutlivesTheBundleOfTheBackendThatGaveIt() throws Exception {
        awaitAttached();
        Bundle ffm = bundle("org.devmap.backend.ffm");
        Bundle sim = bundle("org.devmap.backend.sim");
        String location = sim.getLocation();
        byte[] jar = DevmapBundles.jarOf(sim).readAllBytes();
        OnePageDriver driver = new OnePageDriver(UmemRequest.of(Pages.SIZE, UmemFlags.SLEEP));
        // Only sim is left to give memory.
        ffm.stop();
        ServiceRegistration<Nexus> nexus = context.registerService(Nexus.class, new OneNode("orphan0", "orphan"),
                new Hashtable<>(Map.of(DevmapBackend.NAMESPACE, "orphan")));
        ServiceRegistration<DeviceDriver> registered = context.registerService(DeviceDriver.class, driver,
                new Hashtable<>(Map.of(DeviceDriver.COMPATIBLE, "orphan")));
        try (DeviceFile file = space.open("/devices/orphan0:page", OpenFlags.READ_WRITE);
             Mapping page = file.map(0, Pages.SIZE, Protection.READ_WRITE, MapFlags.SHARED)) {
            page.setInt(0, 42);
            assertThat(admin.snapshot().cookies()).filteredOn(cookie -> cookie.owner().equals("orphan0")).singleElement()
                    .extracting(CookieSnapshot::provider).isEqualTo("sim");
            sim.uninstall();
            refresh(sim);
            assertThat(admin.snapshot().node(NODE)).isEmpty();
            for (int i = 0; i < 1000; i++) {
                assertThat(page.getAndAddInt(0, 1)).isEqualTo(42 + i);
            }
            assertThat(driver.page().memory().getInt(0)).isEqualTo(1042);
        } finally {
            registered.unregister();
            nexus.unregister();
            ffm.start();
            bundle("org.devmap.runtime").getBundleContext().installBundle(location, new ByteArrayInputStream(jar)).start();
        }
        awaitAttached();
        assertThat(admin.snapshot().cookies()).as("freed without the classes of the bundle")
                .noneMatch(cookie -> cookie.owner().equals("orphan0"));
        assertThat(bundle("org.devmap.runtime").getState()).isEqualTo(Bundle.ACTIVE);
    }

    /** Throws the classes of an uninstalled bundle away, and waits until that is done. */
    private void refresh(Bundle gone) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class)
                .refreshBundles(List.of(gone), event -> done.countDown());
        assertThat(done.await(20, TimeUnit.SECONDS)).as("refreshed within 20 s").isTrue();
    }

    @SuppressWarnings("unchecked")
    private Object playDemo() {
        return demo.apply(List.of("shared-page"));
    }
}
