package org.devmap.examples.edu.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.backend.BackendMemory;
import org.devmap.backend.DeviceNode;
import org.devmap.backend.InterruptSource;
import org.devmap.backend.MemoryProvider;
import org.devmap.backend.MemoryRequest;
import org.devmap.backend.Nexus;
import org.devmap.backend.NexusHost;
import org.devmap.backend.RegisterSet;
import org.devmap.backend.sim.SimNexus;
import org.devmap.backend.sim.SimProvider;
import org.devmap.backend.sim.device.BuiltInDevices;
import org.devmap.backend.sim.device.DeviceSettings;
import org.devmap.backend.sim.fault.Fault;
import org.devmap.backend.sim.fault.When;
import org.devmap.embed.DevmapSystem;
import org.devmap.embed.SystemConfiguration;
import org.devmap.examples.edu.EduDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command from its arguments to its table and exit status. */
@Timeout(60)
class EduCommandTest {

    private final DevmapSystem system = DevmapSystem.create(
            SystemConfiguration.builder().clock(new PatientClock()).build());
    private final SimNexus nexus = new SimNexus("edu0");
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final EduCommand command = new EduCommand(system, system.spaces().create("application"), Duration.ZERO,
            new PrintStream(out, true), new PrintStream(err, true));

    @TempDir
    private Path folder;

    @BeforeEach
    void start() throws DdiException {
        system.registerProvider(new SimProvider(), 0);
        system.registerDriver(new EduDriver(), "pci1234,11e8", "edu");
        system.registerNexus(nexus);
    }

    @AfterEach
    void close() {
        system.close();
    }

    private int run(String... arguments) {
        return command.apply(List.of(arguments));
    }

    private Closeable record(String node, Path file) {
        try {
            return nexus.recordings().record(node, file);
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    /** As a node of a bus that lets no device reach memory. */
    private record NodeWithoutDma(DeviceNode node) implements DeviceNode {

        @Override
        public String name() {
            return "zcard0";
        }

        @Override
        public List<String> compatible() {
            return List.of("pci1234,11e8");
        }

        @Override
        public List<RegisterSet> registerSets() {
            return node.registerSets();
        }

        @Override
        public Map<String, String> properties() {
            return node.properties();
        }

        @Override
        public List<InterruptSource> interrupts() {
            return node.interrupts();
        }
    }

    @Test
    void everythingIsTriedAndToldInOneTable() {
        assertThat(run("--interrupts", "20")).isZero();
        assertThat(err.toString()).isEmpty();
        List<String> lines = out.toString().lines().toList();
        assertThat(lines).hasSize(12);
        assertThat(lines.get(0)).isEqualTo("edu0 of sim");
        assertThat(lines.get(1)).matches("CHECK +EXPECTED +CAME +RESULT +WHY");
        int result = lines.get(1).indexOf("RESULT");
        assertThat(lines.subList(2, 12)).allSatisfy(line -> assertThat(line.substring(result)).startsWith("ok  "));
        assertThat(lines).anyMatch(line -> line.matches("the identity +0x010000ed +0x010000ed .*"))
                .anyMatch(line -> line.matches("5! +120 +120 .*"))
                .anyMatch(line -> line.matches("interrupts +20 +20 .* us each"))
                .anyMatch(line -> line.matches("missed interrupts +0 +0 .*"))
                .anyMatch(line -> line.matches("DMA of 4095 bytes .* 0 differ +0 differ .*"));
    }

    @Test
    void whatGoesWrongIsToldTheRestIsTriedAndTheStatusIs1() {
        Fault.Where liveness = new Fault.Where("registers", 0x04, 4);
        nexus.faults().inject("edu0", new Fault.StuckBits(liveness, 0x1000_0000, 0), When.ALWAYS);
        assertThat(run("--interrupts=5", "--no-dma")).isEqualTo(1);
        assertThat(out.toString().lines().filter(line -> line.contains("  WRONG  "))).singleElement().asString()
                .matches("the liveness check inverts 0x12345678 +0xedcba987 +0xfdcba987 .*");
        assertThat(out.toString().lines().filter(line -> line.contains("  ok  "))).hasSize(8);
        assertThat(err.toString()).isEqualTo("devmap: edu: 1 of 10 checks went wrong%n".formatted());
    }

    @Test
    void anAccessThatFailsIsToldLikeAWrongValue() {
        nexus.faults().inject("edu0", new Fault.BusFailure(new Fault.Where("registers", 0x04, 4)), When.ALWAYS);
        assertThat(run("--interrupts=5")).isEqualTo(1);
        assertThat(out.toString()).containsPattern("the liveness check .* a fault +WRONG ");
        assertThat(out.toString().lines().filter(line -> line.contains("  ok  "))).hasSize(9);
    }

    @Test
    void dmaIsLeftOutWhenAskedFor() {
        assertThat(run("--no-dma", "--interrupts", "1")).isZero();
        assertThat(out.toString()).containsPattern("DMA of 4095 bytes .* - +left out +as asked for");
    }

    /** Whoever is not the simulator comes first. */
    @Test
    void aRealDeviceComesFirstAndWithoutDmaThatIsNoFailure() throws DdiException {
        system.registerNexus(new Nexus() {

            private NexusHost.PublishedNode node;

            @Override
            public String name() {
                return "bus";
            }

            @Override
            public void start(NexusHost host) throws DdiException {
                node = host.publish(new NodeWithoutDma(
                        BuiltInDevices.of(DeviceSettings.byName("edu0")).create(host.clock(), host.executor())));
            }

            @Override
            public void stop() {
                node.close();
            }
        });
        assertThat(run("--interrupts", "1")).isZero();
        assertThat(out.toString()).startsWith("zcard0 of bus")
                .containsPattern("DMA .* ENOTSUP +not possible here +.*zcard0 cannot reach memory by itself");
        command.with(this::record);
        assertThat(run("--record", folder.resolve("edu.rec").toString())).isEqualTo(2);
        assertThat(err.toString()).contains("only the simulator records; zcard0 is a device of bus");
    }

    @Test
    void theAccessesAreRecordedWhenAskedFor() throws IOException {
        Path file = folder.resolve("edu.rec");
        command.with(this::record);
        assertThat(run("--interrupts", "3", "--record", file.toString())).isZero();
        assertThat(Files.readAllLines(file)).filteredOn(line -> line.contains(" INTERRUPT_RAISE ")).hasSize(3);
        assertThat(run("--interrupts", "3")).isZero();
        assertThat(Files.readAllLines(file)).filteredOn(line -> line.contains(" INTERRUPT_RAISE ")).hasSize(3);
    }

    @Test
    void aFileThatCannotBeWrittenIsBadInput() {
        command.with(this::record);
        assertThat(run("--record", folder.resolve("none/edu.rec").toString())).isEqualTo(2);
        assertThat(err.toString()).contains("none/edu.rec: cannot be written");
    }

    @Test
    void whereNobodyRecordsThatIsBadInput() {
        assertThat(run("--record", folder.resolve("edu.rec").toString())).isEqualTo(2);
        assertThat(err.toString()).contains("only the simulator records");
    }

    @ParameterizedTest
    @CsvSource({"--loud, no such option; there are --backend", "--interrupts=0, must be a number from 1 to 10000000",
        "--interrupts=many, must be a number", "--interrupts, needs a value", "--record=, needs the name of a file",
        "edu0, no such option", "--no-dma=yes, no such option"})
    void badInputEndsWith2BeforeAnythingIsDone(String argument, String message) {
        assertThat(run(argument)).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).startsWith("devmap: edu: " + argument.replaceAll("=.*", "")).contains(message);
    }

    @Test
    void theDeviceIsTheOneOfTheBackend() {
        assertThat(run("--backend", "sim", "--interrupts", "1")).isZero();
        assertThat(run("--backend", "uio")).isEqualTo(1);
        assertThat(err.toString())
                .contains("expected a device compatible with pci1234,11e8 or edu of uio", "came none");
    }

    @Test
    void aBackendWithoutDevicesHostsTheMemoryOfAnyDevice() {
        system.registerProvider(new MemoryProvider() {

            @Override
            public String name() {
                return "plain";
            }

            @Override
            public BackendMemory allocate(MemoryRequest request) throws DdiException {
                throw new DdiException(Errno.ENOMEM);
            }
        }, -1);
        assertThat(run("--backend", "plain", "--interrupts", "1")).isZero();
    }
}
