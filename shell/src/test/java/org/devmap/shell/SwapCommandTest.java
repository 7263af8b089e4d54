package org.devmap.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.devmap.AccessDirection;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.MapFlags;
import org.devmap.OpenFlags;
import org.devmap.Pages;
import org.devmap.Protection;
import org.devmap.app.AddressSpace;
import org.devmap.app.LockedRange;
import org.devmap.app.Mapping;
import org.devmap.backend.BackendMemory;
import org.devmap.backend.DeviceNode;
import org.devmap.backend.MemoryProvider;
import org.devmap.backend.MemoryRequest;
import org.devmap.backend.Nexus;
import org.devmap.backend.NexusHost;
import org.devmap.backend.RegisterSet;
import org.devmap.embed.DevmapSystem;
import org.devmap.embed.SwapStep;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SwapCommandTest {

    private final ExampleSystem example;

    SwapCommandTest() throws DdiException {
        example = ExampleSystem.busy();
    }

    @BeforeEach
    void addAnotherProvider() {
        example.system.registerProvider(new Arenas("arenas"), -10);
    }

    @AfterEach
    void close() {
        example.close();
    }

    /** Memory of the garbage-collected kind. */
    private record Arenas(String name) implements MemoryProvider {

        @Override
        public BackendMemory allocate(MemoryRequest request) {
            MemorySegment segment = Arena.ofAuto().allocate(request.size(), Pages.SIZE);
            return new BackendMemory() {

                @Override
                public MemorySegment segment() {
                    return segment;
                }

                @Override
                public void release() {
                    // Collected.
                }
            };
        }
    }

    private static String withoutTimes(String table) {
        return table.replaceAll(" +[0-9]+\\.[0-9] ms", " T").replaceAll(" +", " ");
    }

    /** A nexus that has one device. */
    private record Publisher(String name) implements Nexus {

        @Override
        public void start(NexusHost host) throws DdiException {
            host.publish(new Empty());
        }

        @Override
        public void stop() {
            // The framework withdraws what is left.
        }
    }

    private record Empty() implements DeviceNode {

        @Override
        public String name() {
            return "twice0";
        }

        @Override
        public List<String> compatible() {
            return List.of("twice");
        }

        @Override
        public List<RegisterSet> registerSets() {
            return List.of();
        }
    }

    @Test
    void aNexusThatStandsByTakesChargeOfADevice() throws DdiException {
        example.system.registerNexus(new Publisher("model"));
        example.system.registerNexus(new Publisher("real"));
        assertThat(example.swap.swap(false, "twice0", "real")).isEqualTo("twice0 is real's now");
        assertThat(example.system.snapshot().node("twice0").orElseThrow().nexus()).hasValue("real");
        assertThatThrownBy(() -> example.swap.swap(false, "twice0", "real")).hasMessageContaining("swap twice0 real")
                .hasMessageContaining("[model]");
    }

    @Test
    void memoryMovesBothWays() {
        assertThat(withoutTimes(example.swap.swap(false, "sim", "arenas"))).isEqualTo("""
                MEMORY SIZE OUTCOME PREPARED COPY PAUSE
                umem of framebuffer0 4.0 KiB moved T T T
                register set vram of framebuffer0 64 MiB moved T T T""");
        assertThat(example.administration.memory()).contains("arenas").doesNotContain(" sim ");
        assertThat(example.swap.swap(true, "arenas", "sim"))
                .contains("register set vram of framebuffer0   64 MiB  moved");
        assertThat(example.administration.memory()).contains(" sim ").doesNotContain("arenas");
        assertThat(example.swap.swap(false, "arenas", "sim")).isEqualTo("arenas hosts no memory that could move");
    }

    @Test
    void whatStaysIsAFailureThatSaysWhy() throws DdiException {
        AddressSpace space = example.system.spaces().create("org.example.io");
        Mapping cursor = space.open("/devices/framebuffer0:cursor", OpenFlags.READ_WRITE)
                .map(0, Pages.SIZE, Protection.READ, MapFlags.SHARED);
        LockedRange range = cursor.lock(0, Pages.SIZE, AccessDirection.READ);
        try (range) {
            assertThat(example.administration.memory()).contains("sim       settled  a locked range, ")
                    .contains("org.example.io");
            assertThatThrownBy(() -> example.swap.swap(false, "sim", "arenas"))
                    .hasMessageStartingWith("swap sim arenas: 1 of 2 pieces have moved; ")
                    .hasMessageContaining("umem of framebuffer0 stays: EBUSY")
                    .hasMessageContaining("a locked range").hasMessageContaining("org.example.io");
        }
    }

    @Test
    void whatHasLostItsProviderIsShownUnderItsName() {
        DevmapSystem.Registration only = example.system.registerProvider(new Arenas("only"), -20);
        example.swap.swap(false, "sim", "only");
        example.system.registerSwapProbe(step -> {
            throw new DdiException(Errno.EAGAIN, "not now");
        });
        only.close();
        assertThat(example.administration.providers()).containsPattern("only +- +2 +64.0 MiB +- +has left");
        assertThat(example.administration.memory()).containsPattern("vram of framebuffer0 +64 MiB +only +orphaned");
    }

    @Test
    void whatFailsAfterTheMoveIsNotedBelowIt() {
        example.system.registerSwapProbe(step -> {
            if (step == SwapStep.RELEASE) {
                throw new DdiException(Errno.EIO, "no wish to");
            }
        });
        assertThat(example.swap.swap(false, "sim", "arenas")).contains("moved").contains("\n    EIO: no wish to");
    }

    @Test
    void itSaysWhatIsMissingOrWrong() {
        assertThatThrownBy(() -> example.swap.swap(false, "sim")).hasMessage("TO|NEXUS is missing; usage: swap FROM|NODE TO|NEXUS");
        assertThatThrownBy(() -> example.swap.swap(false, "sim", "ffn"))
                .hasMessage("swap sim ffn: ENOENT: no memory provider named 'ffn'; there are: sim, arenas");
        assertThatThrownBy(() -> example.swap.swap(false, "--chunk", "sim", "ffm"))
                .hasMessage("'--chunk' is no option of swap; see 'help devmap:swap'");
        assertThatThrownBy(() -> example.swap.swap(false, "sim", "sim")).hasMessageContaining("name another provider");
    }
}
