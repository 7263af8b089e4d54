package org.devmap.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.devmap.AccessDirection;
import org.devmap.AccessType;
import org.devmap.DdiException;
import org.devmap.FaultException;
import org.devmap.MapFlags;
import org.devmap.NoProgress;
import org.devmap.OpenFlags;
import org.devmap.Pages;
import org.devmap.Protection;
import org.devmap.app.Mapping;
import org.devmap.backend.DeviceNode;
import org.devmap.backend.RegisterSet;
import org.devmap.driver.CbFlags;
import org.devmap.driver.CbOps;
import org.devmap.driver.DeviceDriver;
import org.devmap.driver.DeviceInfo;
import org.devmap.driver.DevmapCookie;
import org.devmap.driver.DevmemSetup;
import org.devmap.driver.MappingCallbacks;
import org.devmap.embed.DevmapSystem;
import org.devmap.embed.ManualClock;
import org.devmap.embed.SystemConfiguration;
import org.devmap.runtime.bench.ArenaProvider;
import org.junit.jupiter.api.Test;

/** a callback that succeeds and never loads the page that was touched ends in NoProgress, whatever else it loads. */
class NoProgressTest {

    private final AtomicInteger accesses = new AtomicInteger();

    private final class FirstPageOnly implements DeviceDriver, MappingCallbacks<Object> {

        @Override
        public CbOps entryPoints() {
            return CbOps.builder().flags(CbFlags.D_DEVMAP).devmap((dev, handle, off, len, model) -> {
                handle.devmemSetup(DevmemSetup.of(0, off, len).withCallbacks(this));
                return len;
            }).build();
        }

        @Override
        public void attach(DeviceInfo device) throws DdiException {
            device.createMinorNode("0", 0, -1);
        }

        @Override
        public void detach(DeviceInfo device) {
            accesses.incrementAndGet();
        }

        @Override
        public void access(DevmapCookie handle, Object data, long off, long len, AccessType type, AccessDirection rw)
                throws FaultException {
            accesses.incrementAndGet();
            handle.load(0, Pages.SIZE, type, rw);
        }
    }

    private record Node(String name) implements DeviceNode {

        @Override
        public List<String> compatible() {
            return List.of("test");
        }

        @Override
        public List<RegisterSet> registerSets() {
            return List.of(new RegisterSet.Hosted("memory", 2 * Pages.SIZE));
        }
    }

    @Test
    void loadingAnotherPageIsNoProgress() throws Exception {
        try (DevmapSystem system = DevmapSystem.create(SystemConfiguration.builder().clock(new ManualClock()).build())) {
            system.registerProvider(new ArenaProvider("test"), 0);
            system.publish(new Node("dv"));
            system.registerDriver(new FirstPageOnly(), "test");
            Mapping mapping = system.spaces().create("test").open("/devices/dv:0", OpenFlags.READ_WRITE)
                    .map(0, 2 * Pages.SIZE, Protection.READ_WRITE, MapFlags.SHARED);
            assertThatThrownBy(() -> mapping.getInt(Pages.SIZE)).isInstanceOf(NoProgress.class);
            assertThat(accesses).hasValue(2);
            assertThat(mapping.getInt(0)).isZero();
        }
    }
}
