package org.devmap.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.List;
import java.util.Optional;
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
import org.devmap.embed.DevmapAdmin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.test.common.annotation.InjectBundleContext;
import org.osgi.test.common.annotation.InjectService;

/**
 * A driver of this bundle, found on the whiteboard, shares a named cookie of the default provider with an application and with a C
 * program in another process; when it leaves, node and mapping are gone.
 */
class PeerProcessTest {

    private static final String PEER = """
            #include <fcntl.h>
            #include <stdio.h>
            #include <sys/mman.h>

            int main(int argc, char **argv)
            {
                int fd = argc == 2 ? open(argv[1], O_RDWR) : -1;
                int *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
                if (page == MAP_FAILED) {
                    perror("peer");
                    return 1;
                }
                printf("%d\\n", __atomic_add_fetch(page, 1, __ATOMIC_SEQ_CST));
                return 0;
            }
            """;

    @InjectBundleContext
    BundleContext context;

    @InjectService(timeout = DevmapBundles.SERVICE_TIMEOUT)
    DevmapAdmin admin;

    @InjectService(timeout = DevmapBundles.SERVICE_TIMEOUT)
    AddressSpace space;

    @TempDir
    Path directory;

    @Test
    void aDriverBundleAnApplicationAndACProgramWorkOnTheSamePage() throws Exception {
        OnePageDriver driver = new OnePageDriver(UmemRequest.of(Pages.SIZE, UmemFlags.SLEEP).named("counter"));
        ServiceRegistration<Nexus> nexus = context.registerService(Nexus.class, new OneNode("peer0", "peer"),
                properties(DevmapBackend.NAMESPACE));
        ServiceRegistration<DeviceDriver> registered =
                context.registerService(DeviceDriver.class, driver, properties(DeviceDriver.COMPATIBLE));
        try (DeviceFile file = space.open("/devices/peer0:page", OpenFlags.READ_WRITE);
             Mapping mapping = file.map(0, Pages.SIZE, Protection.READ_WRITE, MapFlags.SHARED)) {
            mapping.setInt(0, 41);
            assertThat(peer(driver.page().peerPath())).isEqualTo("42");
            assertThat(mapping.getInt(0)).isEqualTo(42);
            assertThat(driver.page().memory().getAndAddInt(0, 1)).isEqualTo(42);
            assertThat(peer(driver.page().peerPath())).isEqualTo("44");
        } finally {
            registered.unregister();
            nexus.unregister();
        }
        assertThat(admin.snapshot().node("peer0")).isEmpty();
        assertThat(admin.snapshot().cookies()).noneMatch(cookie -> cookie.owner().equals("peer0"));
    }

    private static Hashtable<String, Object> properties(String key) {
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put(key, "peer");
        return properties;
    }

    private String peer(Optional<String> path) throws IOException, InterruptedException {
        Path program = directory.resolve("peer");
        if (!Files.exists(program)) {
            Path source = Files.writeString(directory.resolve("peer.c"), PEER);
            run("cc", "-O2", "-o", program.toString(), source.toString());
        }
        return run(program.toString(), path.orElseThrow());
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor()).as(out).isZero();
        return out;
    }
}
