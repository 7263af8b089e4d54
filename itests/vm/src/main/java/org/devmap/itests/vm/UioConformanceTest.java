package org.devmap.itests.vm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ServiceLoader;
import org.devmap.DdiException;
import org.devmap.backend.Nexus;
import org.devmap.conformance.Backend;
import org.devmap.conformance.NexusBackend;
import org.devmap.conformance.junit.BackendContract;
import org.junit.jupiter.api.AfterAll;

/**
 * The statements hold where register sets are the memory of a real device: that of {@link Device#SUITE}, configured
 * to be memory by the properties of this JVM. Kernel memory is that of the system.
 */
class UioConformanceTest extends BackendContract {

    private final NexusBackend backend;

    UioConformanceTest() throws DdiException {
        backend = NexusBackend.start(nexus(), named("ffm"));
    }

    static Nexus nexus() {
        return ServiceLoader.load(Nexus.class).stream().map(ServiceLoader.Provider::get)
                .filter(nexus -> nexus.name().equals("uio")).findFirst().orElseThrow();
    }

    @Override
    protected Backend backend() {
        return backend;
    }

    @Override
    protected Path trace() {
        return Path.of("/mnt/reports/conformance-trace.tsv");
    }

    @AfterAll
    void allMemoryOfTheDeviceIsFreeAgainWhenItStops() {
        assertThat(backend.memorySet("all", Device.SIZE).size()).isEqualTo(Device.SIZE);
        backend.close();
    }
}
