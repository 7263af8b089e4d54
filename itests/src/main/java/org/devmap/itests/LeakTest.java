package org.devmap.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.devmap.MapFlags;
import org.devmap.OpenFlags;
import org.devmap.Pages;
import org.devmap.Protection;
import org.devmap.app.AddressSpace;
import org.devmap.app.DeviceFile;
import org.devmap.app.Mapping;
import org.devmap.dto.NodeSnapshot;
import org.devmap.embed.DevmapAdmin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;

/**
 * Bundles of drivers, applications and backends come and go, and leave no class loader, thread, service or memory behind. The number
 * of cycles is the framework property {@code devmap.leak.cycles} (see CONTRIBUTING).
 */
class LeakTest {

    /** In a long run, how many cycles until something is seen of it. */
    private static final int PROGRESS = 1000;
    private static final String SCREEN = "leak0";
    private static final List<String> NODES = List.of("shared-page0", SCREEN);
    /** What memory of a size costs is not the question here, and it would be most of a cycle. */
    private static final long SCREEN_BYTES = 16 * Pages.SIZE;
    private static final String WITHOUT_HANDOVER = "org.devmap.examples.sharedpage";
    private static final String WITH_HANDOVER = "org.devmap.examples.framebuffer";
    private static final String APPLICATION = "org.devmap.examples.sharedpage.app";
    private static final String BACKEND = "org.devmap.backend.ffm";
    private static final String NEXUS = "org.devmap.backend.sim";

    @InjectBundleContext
    BundleContext context;

    @InjectService(timeout = DevmapBundles.SERVICE_TIMEOUT)
    DevmapAdmin admin;

    @InjectService(timeout = DevmapBundles.SERVICE_TIMEOUT)
    AddressSpace space;

    @InjectService(timeout = DevmapBundles.SERVICE_TIMEOUT)
    ConfigurationAdmin configurations;

    private Configuration screen;
    private final List<WeakReference<ClassLoader>> old = new ArrayList<>();
    private int exchanged;

    @BeforeEach
    void addAScreen() throws IOException {
        screen = configurations.createFactoryConfiguration("org.devmap.backend.sim.device", "?");
        screen.update(new Hashtable<>(Map.of("kind", "framebuffer", "name", SCREEN, "width", 64, "height", 64, "vram", SCREEN_BYTES)));
    }

    @AfterEach
    void removeIt() throws IOException {
        screen.delete();
        DevmapBundles.await(SCREEN + " is gone", () -> admin.snapshot().node(SCREEN).isEmpty());
    }

    @Test
    void nothingIsLeftOfBundlesThatHaveGone() throws Exception {
        int cycles = Integer.parseInt(context.getProperty("devmap.leak.cycles"));
        Map<String, byte[]> jars = new TreeMap<>();
        for (String name : List.of(WITHOUT_HANDOVER, WITH_HANDOVER, APPLICATION, BACKEND)) {
            jars.put(name, DevmapBundles.jarOf(DevmapBundles.named(context, name)).readAllBytes());
        }
        // Once before counting: what is made on first use stays.
        cycle(jars);
        Inventory before = atRest();
        for (int i = 1; i <= cycles; i++) {
            cycle(jars);
            if (i % PROGRESS == 0) {
                System.out.printf("%tT %5d cycles: %s%n", LocalTime.now(), i, JavaMachine.afterCollection());
                old.removeIf(loader -> loader.refersTo(null));
            }
        }
        DevmapBundles.await(() -> "as before: " + before + "; there is " + Inventory.take(context, admin),
                () -> Inventory.take(context, admin).equals(before));
        DevmapBundles.await("no class loader is left", this::areCollected);
        System.out.printf("%d cycles of %d bundles: nothing is left, %d class loaders collected; %s%n", cycles, jars.size(),
                exchanged, JavaMachine.afterCollection());
    }

    /** A move that an exchange has set off may still be under way, and the thread that makes it is no part of what there is. */
    private Inventory atRest() {
        AtomicReference<Inventory> last = new AtomicReference<>();
        DevmapBundles.await(() -> "nothing is under way: " + last.get(), () -> {
            last.set(Inventory.take(context, admin));
            return last.get().isAtRest();
        });
        return last.get();
    }

    /** Everything is exchanged under a mapping of each device, and uninstalled and installed by turns. */
    private void cycle(Map<String, byte[]> jars) throws Exception {
        awaitAttached();
        try (DeviceFile page = space.open("/devices/shared-page0:shared", OpenFlags.READ_WRITE);
             Mapping lost = page.map(0, Pages.SIZE, Protection.READ_WRITE, MapFlags.SHARED);
             DeviceFile picture = space.open("/devices/" + SCREEN + ":screen", OpenFlags.READ_WRITE);
             Mapping kept = picture.map(0, Pages.SIZE, Protection.READ_WRITE, MapFlags.SHARED)) {
            lost.setInt(0, 1);
            kept.setInt(0, 2);
            update(WITH_HANDOVER, jars);
            awaitAttached();
            assertThat(kept.getInt(0)).isEqualTo(2);
            update(APPLICATION, jars);
            update(BACKEND, jars);
            reinstall(WITHOUT_HANDOVER, jars);
        }
        awaitAttached();
        Bundle nexus = DevmapBundles.named(context, NEXUS);
        nexus.stop();
        nexus.start();
        awaitAttached();
    }

    private void update(String name, Map<String, byte[]> jars) throws Exception {
        Bundle bundle = DevmapBundles.named(context, name);
        remember(bundle);
        bundle.update(new ByteArrayInputStream(jars.get(name)));
    }

    private void reinstall(String name, Map<String, byte[]> jars) throws Exception {
        Bundle bundle = DevmapBundles.named(context, name);
        remember(bundle);
        String location = bundle.getLocation();
        bundle.uninstall();
        // Not through the injected context, which uninstalls after the test what it has installed.
        DevmapBundles.named(context, "org.devmap.runtime").getBundleContext()
                .installBundle(location, new ByteArrayInputStream(jars.get(name))).start();
    }

    private void remember(Bundle bundle) {
        old.add(new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader()));
        exchanged++;
    }

    private void awaitAttached() {
        DevmapBundles.await(NODES + " are attached", () -> NODES.stream().allMatch(
                name -> admin.snapshot().node(name).filter(node -> node.state() == NodeSnapshot.State.ATTACHED).isPresent()));
    }

    private boolean areCollected() {
        System.gc();
        return old.stream().allMatch(loader -> loader.refersTo(null));
    }
}
