package org.devmap.runtime.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.MapFlags;
import org.devmap.OpenFlags;
import org.devmap.Protection;
import org.devmap.app.AddressSpace;
import org.devmap.app.DeviceFile;
import org.devmap.backend.DeviceNode;
import org.devmap.backend.RegisterSet;
import org.devmap.driver.CbFlags;
import org.devmap.driver.CbOps;
import org.devmap.driver.DeviceDriver;
import org.devmap.driver.DeviceInfo;
import org.devmap.driver.DevmapFlags;
import org.devmap.driver.DevmemSetup;
import org.devmap.embed.DevmapSystem;
import org.devmap.embed.SystemConfiguration;
import org.junit.jupiter.api.Test;

/** A driver may describe handles of any length as long as nothing is behind them (MAPPING_INVALID). */
class HugeMappingTest {

    private static final long PIECE = 1L << 43;

    @Test
    void aMappingOfMorePagesThanATableHoldsHasNoMemory() throws DdiException {
        try (DevmapSystem system = systemThatDescribesEverythingAsInvalid();
                AddressSpace space = system.spaces().create("huge");
                DeviceFile file = space.open("/devices/huge:0", OpenFlags.READ_WRITE)) {
            for (long length : new long[] {PIECE, 2 * PIECE, 4 * PIECE}) {
                assertThatThrownBy(() -> file.map(0, length, Protection.READ_WRITE, MapFlags.SHARED))
                        .isInstanceOfSatisfying(DdiException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOMEM))
                        .hasMessageContaining("/devices/huge:0");
            }
            assertThat(system.snapshot().space(space.id()).orElseThrow().segments()).isEmpty();
        }
    }

    private static DevmapSystem systemThatDescribesEverythingAsInvalid() throws DdiException {
        DevmapSystem system = DevmapSystem.create(SystemConfiguration.builder().build());
        system.publish(new HugeNode());
        system.registerDriver(new HugeDriver(), "huge");
        return system;
    }

    private record HugeNode() implements DeviceNode {

        @Override
        public String name() {
            return "huge";
        }

        @Override
        public List<String> compatible() {
            return List.of("huge");
        }

        @Override
        public List<RegisterSet> registerSets() {
            return List.of();
        }
    }

    private static final class HugeDriver implements DeviceDriver {

        @Override
        public CbOps entryPoints() {
            return CbOps.builder().flags(CbFlags.D_DEVMAP).devmap((_, handle, _, len, _) -> {
                handle.devmemSetup(DevmemSetup.of(0, 0, len)
                        .withFlags(DevmapFlags.MAPPING_INVALID.with(DevmapFlags.ALLOW_REMAP)));
                return len;
            }).build();
        }

        @Override
        public void attach(DeviceInfo device) throws DdiException {
            device.createMinorNode("0", 0, -1);
        }

        @Override
        public void detach(DeviceInfo device) {
        }
    }
}
