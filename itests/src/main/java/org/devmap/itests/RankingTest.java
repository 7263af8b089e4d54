package org.devmap.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Hashtable;
import java.util.Map;
import org.devmap.DdiException;
import org.devmap.MapFlags;
import org.devmap.OpenFlags;
import org.devmap.Pages;
import org.devmap.Protection;
import org.devmap.app.AddressSpace;
import org.devmap.app.DeviceFile;
import org.devmap.app.Mapping;
import org.devmap.backend.BackendMemory;
import org.devmap.backend.MemoryProvider;
import org.devmap.backend.MemoryRequest;
import org.devmap.backend.Nexus;
import org.devmap.driver.DeviceDriver;
import org.devmap.driver.UmemFlags;
import org.devmap.driver.UmemRequest;
import org.devmap.dto.MemorySnapshot;
import org.devmap.embed.DevmapAdmin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.util.tracker.ServiceTracker;

/**
 * With {@code swap.policy=follow-ranking} memory that is mapped moves to a backend that arrives with a higher service ranking,
 * and back when that leaves. A configuration makes the runtime anew, so its services are looked up, not injected.
 */
class RankingTest {

    private static final String NODE = "ranked0";
    private static final String RUNTIME = "org.devmap.runtime";

    @InjectBundleContext
    BundleContext context;

    private ServiceTracker<ConfigurationAdmin, ConfigurationAdmin> configurations;
    private ServiceTracker<DevmapAdmin, DevmapAdmin> admins;
    private ServiceTracker<AddressSpace, AddressSpace> spaces;
    private Configuration configuration;
    private Object before;

    /** Memory of this bundle. */
    private static final class Better implements MemoryProvider {

        @Override
        public String name() {
            return "better";
        }

        @Override
        public BackendMemory allocate(MemoryRequest request) {
            Arena arena = Arena.ofShared();
            MemorySegment segment = arena.allocate(request.size(), Pages.SIZE);
            return new BackendMemory() {
                @Override
                public MemorySegment segment() {
                    return segment;
                }

                @Override
                public void release() {
                    arena.close();
                }
            };
        }
    }

    private <T> ServiceTracker<T, T> track(Class<T> type) {
        ServiceTracker<T, T> tracker = new ServiceTracker<>(context, type, null);
        tracker.open();
        return tracker;
    }

    @BeforeEach
    void follow() throws IOException {
        configurations = track(ConfigurationAdmin.class);
        admins = track(DevmapAdmin.class);
        spaces = track(AddressSpace.class);
        DevmapBundles.await("the runtime and its configuration are there",
                () -> admins.getService() != null && configurations.getService() != null);
        before = admins.getService();
        configuration = configurations.getService().getConfiguration(RUNTIME, "?");
        configuration.update(new Hashtable<>(Map.of("swap.policy", "follow-ranking")));
        awaitAnother();
    }

    @AfterEach
    void stay() throws IOException {
        before = admins.getService();
        configuration.delete();
        awaitAnother();
        configurations.close();
        admins.close();
        spaces.close();
    }

    private void awaitAnother() {
        DevmapBundles.await("the runtime has been made anew and has its backends and devices", () -> {
            DevmapAdmin admin = admins.getService();
            return admin != null && admin != before && admin.snapshot().providers().size() == 2
                    && spaces.getService() != null && Inventory.take(context, admin).isAtRest()
                    && admin.snapshot().nodes().size() >= 4;
        });
    }

    private <S> ServiceRegistration<S> offer(Class<S> type, S service, Map<String, Object> properties) {
        return context.registerService(type, service, new Hashtable<>(properties));
    }

    private void awaitHostedBy(String backend) {
        DevmapBundles.await(NODE + "'s memory is with " + backend, () -> admins.getService().snapshot().memory().stream()
                .anyMatch(piece -> piece.purpose().endsWith(" of " + NODE) && piece.provider().equals(backend)
                        && piece.state() == MemorySnapshot.State.SETTLED));
    }

    @Test
    void mappedMemoryFollowsTheBackendWithTheHighestRankingAndGoesBackWhenItLeaves() throws DdiException {
        String first = admins.getService().snapshot().providers().getFirst().name();
        ServiceRegistration<Nexus> nexus = offer(Nexus.class, new OneNode(NODE, "ranked"), Map.of());
        ServiceRegistration<DeviceDriver> driver = offer(DeviceDriver.class,
                new OnePageDriver(UmemRequest.of(Pages.SIZE, UmemFlags.SLEEP)), Map.of(DeviceDriver.COMPATIBLE, "ranked"));
        try (DeviceFile file = spaces.getService().open("/devices/" + NODE + ":page", OpenFlags.READ_WRITE);
             Mapping page = file.map(0, Pages.SIZE, Protection.READ_WRITE, MapFlags.SHARED)) {
            awaitHostedBy(first);
            page.setInt(0, 42);
            ServiceRegistration<MemoryProvider> better = offer(MemoryProvider.class, new Better(),
                    Map.of(Constants.SERVICE_RANKING, 1_000));
            awaitHostedBy("better");
            assertThat(page.getAndAddInt(0, 1)).isEqualTo(42);
            better.unregister();
            awaitHostedBy(first);
            assertThat(page.getInt(0)).isEqualTo(43);
        } finally {
            driver.unregister();
            nexus.unregister();
        }
    }
}
