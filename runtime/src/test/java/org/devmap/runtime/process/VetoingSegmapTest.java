package org.devmap.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.devmap.MapFlags;
import org.devmap.OpenFlags;
import org.devmap.Pages;
import org.devmap.Protection;
import org.devmap.SegmentationFault;
import org.devmap.app.AddressSpace;
import org.devmap.app.DeviceFile;
import org.devmap.app.Mapping;
import org.devmap.backend.DeviceNode;
import org.devmap.backend.RegisterSet;
import org.devmap.driver.CbFlags;
import org.devmap.driver.CbOps;
import org.devmap.driver.DevmemSetup;
import org.devmap.embed.DevmapSystem;
import org.devmap.embed.SystemConfiguration;
import org.devmap.runtime.bench.ArenaProvider;
import org.devmap.runtime.bench.Scripted;
import org.junit.jupiter.api.Test;

/** S-033: a segmap(9E) that succeeds without mapping anything. */
class VetoingSegmapTest {

    private record Node(String name) implements DeviceNode {

        @Override
        public List<String> compatible() {
            return List.of("test");
        }

        @Override
        public List<RegisterSet> registerSets() {
            return List.of(new RegisterSet.Hosted("memory", Pages.SIZE));
        }
    }

    /** Maps offset 0 and nothing else. */
    private static Scripted driver() {
        Scripted driver = new Scripted(CbOps.builder().flags(CbFlags.D_DEVMAP).segmap(request -> {
            if (request.off() == 0) {
                request.devmapSetup();
            }
        }).devmap((dev, handle, off, len, model) -> {
            handle.devmemSetup(DevmemSetup.of(0, off, len));
            return len;
        }).build());
        driver.attach = device -> device.createMinorNode("0", 0, -1);
        return driver;
    }

    @Test
    void aHintAtAnotherMappingOfTheDeviceDoesNotAnswerThatOne() throws Exception {
        try (DevmapSystem system = DevmapSystem.create(SystemConfiguration.builder().build())) {
            system.registerProvider(new ArenaProvider("test"), 0);
            system.publish(new Node("dv"));
            system.registerDriver(driver(), "test");
            AddressSpace space = system.spaces().create("test");
            DeviceFile file = space.open("/devices/dv:0", OpenFlags.READ_WRITE);
            Mapping mapped = file.map(0, Pages.SIZE, Protection.READ_WRITE, MapFlags.SHARED);
            Mapping nothing = file.map(mapped.address(), Pages.SIZE, Pages.SIZE, Protection.READ_WRITE, MapFlags.SHARED);
            assertThat(nothing).isNotSameAs(mapped);
            assertThat(nothing.address()).isEqualTo(mapped.address());
            assertThatThrownBy(() -> nothing.getInt(0)).isInstanceOf(SegmentationFault.class);
            nothing.close();
            mapped.setInt(0, 5);
            assertThat(mapped.getInt(0)).isEqualTo(5);
            assertThat(space.mappingAt(mapped.address())).containsSame(mapped);
        }
    }
}
