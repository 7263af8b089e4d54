package org.devmap.examples.framebuffer.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;
import org.devmap.DdiException;
import org.devmap.backend.BackendMemory;
import org.devmap.backend.MemoryProvider;
import org.devmap.backend.MemoryRequest;
import org.devmap.embed.DevmapSystem;
import org.devmap.embed.SystemConfiguration;
import org.devmap.examples.demo.DemoOptions;
import org.devmap.examples.demo.Narrator;
import org.devmap.examples.demo.Unexpected;
import org.devmap.examples.framebuffer.FramebufferDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SwapApplicationTest {

    private static final DemoOptions NONE = new DemoOptions(Optional.empty(), Path.of("unused.png"));

    private final DevmapSystem system = DevmapSystem.create(SystemConfiguration.builder().discoverBackends().build());
    private final SwapApplication application =
            new SwapApplication(system.spaces().create("painter"), system, system::registerSwapProbe);
    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private final Narrator narrator = new Narrator(new PrintStream(told, true));

    @BeforeEach
    void register() {
        system.registerDriver(new FramebufferDriver(), "framebuffer");
    }

    @AfterEach
    void close() {
        system.close();
    }

    /** A provider under another name. */
    private record Renamed(MemoryProvider provider, String name) implements MemoryProvider {

        @Override
        public BackendMemory allocate(MemoryRequest request) throws DdiException {
            return provider.allocate(request);
        }
    }

    @Test
    void thePictureIsDrawnWhileItsMemoryMovesToAndFroAndEveryStepFailsOnce() throws Exception {
        MemoryProvider sim = ServiceLoader.load(MemoryProvider.class).findFirst().orElseThrow();
        system.registerProvider(new Renamed(sim, "other"), -1);
        application.play(NONE, narrator);
        assertThat(told.toString()).contains("a fault at COPY_REST", "10: sim -> other, by chunks",
                "10: other -> sim, by chunks",
                "nothing lost, doubled or torn");
        assertThat(narrator.checks()).isEqualTo(10 + 20 + 1);
    }

    @Test
    void withoutAnotherProviderItSaysWhatIsMissing() {
        assertThatThrownBy(() -> application.play(NONE, narrator)).isInstanceOf(Unexpected.class)
                .hasMessageContaining("second memory provider").hasMessageContaining("sim alone");
    }
}
