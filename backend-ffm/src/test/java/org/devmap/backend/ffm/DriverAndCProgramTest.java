package org.devmap.backend.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.devmap.DdiException;
import org.devmap.MapFlags;
import org.devmap.OpenFlags;
import org.devmap.Pages;
import org.devmap.Protection;
import org.devmap.app.AddressSpace;
import org.devmap.app.Mapping;
import org.devmap.backend.DeviceNode;
import org.devmap.backend.RegisterSet;
import org.devmap.driver.CbFlags;
import org.devmap.driver.CbOps;
import org.devmap.driver.DeviceDriver;
import org.devmap.driver.DeviceInfo;
import org.devmap.driver.UmemCookie;
import org.devmap.driver.UmemFlags;
import org.devmap.driver.UmemRequest;
import org.devmap.driver.UmemSetup;
import org.devmap.dto.CookieSnapshot;
import org.devmap.embed.DevmapSystem;
import org.devmap.embed.SystemConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A driver allocates a named cookie; its application and a C program in another process work on the same memory. */
class DriverAndCProgramTest {

    @TempDir
    private Path directory;

    /** Shares one named page with whoever maps it, here and elsewhere. */
    private static final class PeerDriver implements DeviceDriver {

        private UmemCookie page;

        @Override
        public CbOps entryPoints() {
            return CbOps.builder().flags(CbFlags.D_DEVMAP).devmap((dev, handle, off, len, model) -> {
                handle.umemSetup(UmemSetup.of(page, off, len));
                return len;
            }).build();
        }

        @Override
        public void attach(DeviceInfo device) throws DdiException {
            page = device.umemAlloc(UmemRequest.of(Pages.SIZE, UmemFlags.SLEEP).named("counter"));
            device.createMinorNode("page", 0, Pages.SIZE);
        }

        @Override
        public void detach(DeviceInfo device) {
            page.free();
        }
    }

    private record Node(String name) implements DeviceNode {

        @Override
        public List<String> compatible() {
            return List.of("peer");
        }

        @Override
        public List<RegisterSet> registerSets() {
            return List.of();
        }
    }

    private int peer(String path, String what) {
        ForkedJvm.Outcome outcome = ForkedJvm.run(List.of(CompiledC.program("peer", directory).toString(), path, what));
        assertThat(outcome.status()).as("peer: %s", outcome.err()).isZero();
        return Integer.parseInt(outcome.out().getFirst());
    }

    @Test
    void driverApplicationAndCProgramSeeEachOthersWrites() throws Exception {
        try (DevmapSystem system = DevmapSystem.create(
                SystemConfiguration.builder().discoverBackends().provider("ffm").build())) {
            PeerDriver driver = new PeerDriver();
            system.publish(new Node("peer0"));
            system.registerDriver(driver, "peer");
            AddressSpace space = system.spaces().create("application");
            Mapping mapping = space.open("/devices/peer0:page", OpenFlags.READ_WRITE)
                    .map(0, Pages.SIZE, Protection.READ_WRITE, MapFlags.SHARED);
            String path = driver.page.peerPath().orElseThrow();
            assertThat(system.snapshot().cookies()).singleElement().extracting(CookieSnapshot::peerPath)
                    .isEqualTo(driver.page.peerPath());

            mapping.setInt(0, 41);
            assertThat(peer(path, "write")).as("the C program adds 1").isEqualTo(42);
            assertThat(mapping.getInt(0)).isEqualTo(42);
            assertThat(driver.page.memory().getAndAddInt(0, 1)).isEqualTo(42);
            assertThat(peer(path, "read")).isEqualTo(43);
        }
    }
}
