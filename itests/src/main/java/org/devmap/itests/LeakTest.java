package org.devmap.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.devmap.MapFlags;
import org.devmap.OpenFlags;
import org.devmap.Pages;
import org.devmap.Protection;
import org.devmap.app.AddressSpace;
import org.devmap.app.DeviceFile;
import org.devmap.app.Mapping;
import org.devmap.dto.CookieSnapshot;
import org.devmap.dto.MemorySnapshot;
import org.devmap.dto.NodeSnapshot;
import org.devmap.dto.SystemSnapshot;
import org.devmap.embed.DevmapAdmin;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;

/**
 * Bundles of drivers, applications and backends come and go, and leave no class loader, thread, service or memory behind. The number
 * of cycles is the framework property {@code devmap.leak.cycles} (see CONTRIBUTING).
 */
class LeakTest {

    private static final List<String> NODES = List.of("shared-page0", "framebuffer0");
    private static final String WITHOUT_HANDOVER = "org.devmap.examples.sharedpage";
    private static final String WITH_HANDOVER = "org.devmap.examples.framebuffer";
    private static final String APPLICATION = "org.devmap.examples.sharedpage.app";
    private static final String BACKEND = "org.devmap.backend.ffm";
    private static final String NEXUS = "org.devmap.backend.sim";

    @InjectBundleContext
    BundleContext context;

    @InjectService(timeout = 10_000)
    DevmapAdmin admin;

    @InjectService(timeout = 10_000)
    AddressSpace space;

    private final List<WeakReference<ClassLoader>> old = new ArrayList<>();

    @Test
    void nothingIsLeftOfBundlesThatHaveGone() throws Exception {
        int cycles = Integer.parseInt(context.getProperty("devmap.leak.cycles"));
        Map<String, byte[]> jars = new TreeMap<>();
        for (String name : List.of(WITHOUT_HANDOVER, WITH_HANDOVER, APPLICATION, BACKEND)) {
            jars.put(name, DevmapBundles.jarOf(DevmapBundles.named(context, name)).readAllBytes());
        }
        // Once before counting: what is made on first use stays.
        cycle(jars);
        String before = whatThereIs();
        for (int i = 0; i < cycles; i++) {
            cycle(jars);
        }
        DevmapBundles.await("as before:\n" + before, () -> whatThereIs().equals(before));
        DevmapBundles.await("no class loader is left", this::areCollected);
        System.out.printf("%d cycles of %d bundles: %d class loaders collected%n", cycles, jars.size(), old.size());
    }

    /** Everything is exchanged under a mapping of each device, and uninstalled and installed by turns. */
    private void cycle(Map<String, byte[]> jars) throws Exception {
        awaitAttached();
        try (DeviceFile page = space.open("/devices/shared-page0:shared", OpenFlags.READ_WRITE);
             Mapping lost = page.map(0, Pages.SIZE, Protection.READ_WRITE, MapFlags.SHARED);
             DeviceFile screen = space.open("/devices/framebuffer0:screen", OpenFlags.READ_WRITE);
             Mapping kept = screen.map(0, Pages.SIZE, Protection.READ_WRITE, MapFlags.SHARED)) {
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
    }

    private void awaitAttached() {
        DevmapBundles.await(NODES + " are attached", () -> NODES.stream().allMatch(
                name -> admin.snapshot().node(name).filter(node -> node.state() == NodeSnapshot.State.ATTACHED).isPresent()));
    }

    /** Memory that goes only with the collector is none of ours; that of the devices, drivers and applications is. */
    private String whatThereIs() {
        SystemSnapshot snapshot = admin.snapshot();
        Map<String, Long> threads = Thread.getAllStackTraces().keySet().stream().map(thread -> thread.getName().replaceAll("\\d+", "N"))
                .filter(name -> name.startsWith("devmap")).collect(Collectors.groupingBy(name -> name, TreeMap::new, Collectors.counting()));
        return "services %s%nthreads %s%nspaces %s%ncookies %s%nmemory %s%nnodes %s%n".formatted(services(), threads,
                snapshot.spaces().stream().map(picture -> picture.owner() + " " + picture.segments().size()).sorted().toList(),
                snapshot.cookies().stream().map(CookieSnapshot::owner).sorted().toList(),
                snapshot.memory().stream().map(MemorySnapshot::purpose).sorted().toList(),
                snapshot.nodes().stream().map(node -> node.name() + " " + node.state() + " " + node.opens()).toList());
    }

    private Map<String, Long> services() {
        try {
            return Arrays.stream(context.getAllServiceReferences(null, null))
                    .map(reference -> String.join(",", (String[]) reference.getProperty("objectClass")))
                    .filter(name -> name.contains("devmap"))
                    .collect(Collectors.groupingBy(name -> name, TreeMap::new, Collectors.counting()));
        } catch (InvalidSyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private boolean areCollected() {
        System.gc();
        return old.stream().allMatch(loader -> loader.get() == null);
    }
}
