package org.devmap.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.devmap.MapFlags;
import org.devmap.MemoryFault;
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
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;

/** A driver bundle is updated to another version while its memory is mapped, and applications go on. */
class HandoverTest {

    private static final String NODE = "framebuffer0";

    @InjectBundleContext
    BundleContext context;

    @InjectService(timeout = DevmapBundles.SERVICE_TIMEOUT)
    DevmapAdmin admin;

    @InjectService(timeout = DevmapBundles.SERVICE_TIMEOUT)
    AddressSpace space;

    private NodeSnapshot.State state() {
        return admin.snapshot().node(NODE).map(NodeSnapshot::state).orElse(null);
    }

    private void awaitAttached() {
        DevmapBundles.await(NODE + " is attached", () -> state() == NodeSnapshot.State.ATTACHED);
    }

    @Test
    void anApplicationGoesOnThroughTheUpdateOfTheDriverItHasMapped() throws Exception {
        awaitAttached();
        Bundle driver = DevmapBundles.named(context, "org.devmap.examples.framebuffer");
        byte[] original = DevmapBundles.jarOf(driver).readAllBytes();
        try (DeviceFile file = space.open("/devices/" + NODE + ":screen", OpenFlags.READ_WRITE);
             Mapping screen = file.map(0, 2 * Pages.SIZE, Protection.READ_WRITE, MapFlags.SHARED)) {
            AtomicLong written = new AtomicLong();
            AtomicReference<MemoryFault> failure = new AtomicReference<>();
            Thread application = Thread.ofPlatform().start(() -> write(screen, written, failure));
            try {
                DevmapBundles.await("the application writes", () -> written.get() > 0);
                try (InputStream next = DevmapBundles.jarOf(driver, "99.0.0")) {
                    driver.update(next);
                }
                awaitAttached();
                assertThat(driver.getVersion()).hasToString("99.0.0");
                long before = written.get();
                DevmapBundles.await("the application goes on", () -> written.get() > before || failure.get() != null);
            } finally {
                application.interrupt();
                application.join();
            }
            assertThat(failure.get()).isNull();
            assertThat(screen.getLong(Pages.SIZE)).isEqualTo(written.get());
            driver.stop();
            assertThat(state()).isEqualTo(NodeSnapshot.State.SUSPENDED);
            driver.start();
            awaitAttached();
            assertThat(screen.getLong(Pages.SIZE)).isEqualTo(written.get());
        } finally {
            driver.update(new ByteArrayInputStream(original));
            awaitAttached();
        }
    }

    private static void write(Mapping screen, AtomicLong written, AtomicReference<MemoryFault> failure) {
        try {
            for (long value = 1; !Thread.currentThread().isInterrupted(); value++) {
                screen.setLong(Pages.SIZE, value);
                written.set(value);
            }
        } catch (MemoryFault e) {
            failure.set(e);
        }
    }
}
