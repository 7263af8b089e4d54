package org.devmap.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.devmap.DdiException;
import org.devmap.MapFlags;
import org.devmap.OpenFlags;
import org.devmap.Pages;
import org.devmap.Protection;
import org.devmap.app.AddressSpace;
import org.devmap.app.DeviceFile;
import org.devmap.app.Mapping;
import org.devmap.backend.Nexus;
import org.devmap.backend.RegisterSet;
import org.devmap.driver.CbFlags;
import org.devmap.driver.CbOps;
import org.devmap.driver.DeviceDriver;
import org.devmap.driver.DeviceInfo;
import org.devmap.driver.DevmemSetup;
import org.devmap.dto.MemorySnapshot;
import org.devmap.dto.NodeSnapshot;
import org.devmap.dto.ProviderSnapshot;
import org.devmap.embed.DevmapAdmin;
import org.devmap.embed.SwapRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceRegistration;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;

/**
 * Memory of real backends moves between them, by command and because their bundles stop or are updated, while threads
 * count in it. The device is this test's own: its node does not leave with a backend.
 */
class LiveMemoryTest {

    private static final String NODE = "moving0";
    private static final long SIZE = 1 << 20;
    private static final int THREADS = 2;

    @InjectBundleContext
    BundleContext context;

    @InjectService(timeout = DevmapBundles.SERVICE_TIMEOUT)
    DevmapAdmin admin;

    @InjectService(timeout = DevmapBundles.SERVICE_TIMEOUT)
    AddressSpace space;

    private final List<ServiceRegistration<?>> services = new ArrayList<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final List<Future<Long>> counts = new ArrayList<>();
    private volatile boolean stopped;

    /** Shows the register set. */
    private static final class Driver implements DeviceDriver {

        @Override
        public CbOps entryPoints() {
            return CbOps.builder().flags(CbFlags.D_DEVMAP).devmap((_, handle, off, len, _) -> {
                handle.devmemSetup(DevmemSetup.of(0, off, Pages.roundUp(len)));
                return Pages.roundUp(len);
            }).build();
        }

        @Override
        public void attach(DeviceInfo device) throws DdiException {
            device.createMinorNode("memory", 0, SIZE);
        }

        @Override
        public void detach(DeviceInfo device) {
            // Nothing to give back.
        }
    }

    @BeforeEach
    void publishTheDevice() {
        services.add(context.registerService(DeviceDriver.class, new Driver(),
                new Hashtable<>(Map.of(DeviceDriver.COMPATIBLE, "moving"))));
        services.add(context.registerService(Nexus.class,
                new OneNode(NODE, "moving", new RegisterSet.Hosted("memory", SIZE)), null));
        DevmapBundles.await(NODE + " is attached",
                () -> admin.snapshot().node(NODE).map(NodeSnapshot::state).orElse(null) == NodeSnapshot.State.ATTACHED);
    }

    @AfterEach
    void withdrawTheDevice() throws BundleException {
        stopped = true;
        threads.shutdown();
        services.reversed().forEach(ServiceRegistration::unregister);
        for (String backend : List.of("sim", "ffm")) {
            bundle(backend).start();
        }
    }

    private Bundle bundle(String backend) {
        return DevmapBundles.named(context, "org.devmap.backend." + backend);
    }

    private MemorySnapshot memory() {
        return admin.snapshot().memory().stream().filter(piece -> piece.purpose().endsWith(" of " + NODE)).findFirst()
                .orElseThrow();
    }

    private void awaitHostedBy(String backend) {
        DevmapBundles.await("the memory of " + NODE + " is with " + backend,
                () -> memory().provider().equals(backend) && memory().state() == MemorySnapshot.State.SETTLED);
    }

    private void awaitProvider(String backend) {
        DevmapBundles.await("provider " + backend + " is there",
                () -> admin.snapshot().providers().stream().map(ProviderSnapshot::name).anyMatch(backend::equals));
    }

    private Mapping map() throws DdiException {
        try (DeviceFile file = space.open("/devices/" + NODE + ":memory", OpenFlags.READ_WRITE)) {
            return file.map(0, SIZE, Protection.READ_WRITE, MapFlags.SHARED);
        }
    }

    /**
     * Each thread counts plainly in its own counters, one in each quarter, and with the others in a shared one. Returns
     * when all of them do.
     */
    private void count(Mapping mapping) {
        CountDownLatch counting = new CountDownLatch(THREADS);
        for (int thread = 0; thread < THREADS; thread++) {
            long own = 64 + 8L * thread;
            Callable<Long> counted = () -> {
                long count = 0;
                while (!stopped) {
                    for (long quarter = 0; quarter < SIZE; quarter += SIZE / 4) {
                        mapping.setLong(quarter + own, mapping.getLong(quarter + own) + 1);
                        mapping.getAndAddLong(quarter, 1);
                    }
                    if (count++ == 0) {
                        counting.countDown();
                    }
                }
                return count;
            };
            counts.add(threads.submit(counted));
        }
        DevmapBundles.await("all threads count", () -> counting.getCount() == 0);
    }

    private void assertExact(Mapping mapping) throws Exception {
        stopped = true;
        long sum = 0;
        for (int thread = 0; thread < THREADS; thread++) {
            long count = counts.get(thread).get();
            sum += count;
            for (long quarter = 0; quarter < SIZE; quarter += SIZE / 4) {
                assertThat(mapping.getLong(quarter + 64 + 8L * thread)).isEqualTo(count);
            }
        }
        for (long quarter = 0; quarter < SIZE; quarter += SIZE / 4) {
            assertThat(mapping.getLong(quarter)).isEqualTo(sum).isPositive();
        }
    }

    private static String other(String backend) {
        return backend.equals("sim") ? "ffm" : "sim";
    }

    @Test
    void memoryMovesByCommandUnderLiveMappings() throws Exception {
        try (Mapping mapping = map()) {
            mapping.setLong(SIZE - 8, 42);
            count(mapping);
            for (int swap = 0; swap < 20; swap++) {
                String from = memory().provider();
                SwapRequest request = SwapRequest.of(from, other(from));
                admin.swap(swap % 4 < 2 ? request : request.byChunks());
                assertThat(memory().provider()).isEqualTo(other(from));
            }
            assertExact(mapping);
            assertThat(mapping.getLong(SIZE - 8)).isEqualTo(42);
        }
    }

    @Test
    void memoryMovesAwayFromABackendBundleThatStopsOrIsUpdated() throws Exception {
        try (Mapping mapping = map()) {
            mapping.setLong(SIZE - 8, 42);
            count(mapping);
            for (int time = 0; time < 4; time++) {
                String host = memory().provider();
                Bundle leaving = bundle(host);
                if (time < 2) {
                    leaving.stop();
                    awaitHostedBy(other(host));
                    leaving.start();
                } else {
                    try (InputStream jar = DevmapBundles.jarOf(leaving)) {
                        leaving.update(jar);
                    }
                }
                awaitProvider(host);
                DevmapBundles.await("the memory of " + NODE + " has a provider",
                        () -> memory().state() == MemorySnapshot.State.SETTLED);
            }
            assertExact(mapping);
            assertThat(mapping.getLong(SIZE - 8)).isEqualTo(42);
        }
    }

    @Test
    void withoutAnyBackendMemoryCanBeUsedOnAndMovesWhenOneReturns() throws Exception {
        try (Mapping mapping = map()) {
            count(mapping);
            bundle("sim").stop();
            awaitHostedBy("ffm");
            bundle("ffm").stop();
            assertThat(memory().state()).isEqualTo(MemorySnapshot.State.ORPHANED);
            mapping.setLong(SIZE - 8, 42);
            bundle("sim").start();
            awaitHostedBy("sim");
            bundle("ffm").start();
            awaitProvider("ffm");
            assertExact(mapping);
            assertThat(mapping.getLong(SIZE - 8)).isEqualTo(42);
        }
    }
}
