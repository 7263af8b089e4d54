package org.devmap.examples.edu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.devmap.app.AddressSpace;
import org.devmap.app.Mapping;
import org.devmap.backend.DeviceNode;
import org.devmap.backend.RegisterModel;
import org.devmap.backend.RegisterSet;
import org.devmap.backend.sim.SimNexus;
import org.devmap.backend.sim.SimProvider;
import org.devmap.backend.sim.device.BuiltInDevices;
import org.devmap.backend.sim.device.DeviceSettings;
import org.devmap.backend.sim.record.Replay;
import org.devmap.embed.DevmapSystem;
import org.devmap.embed.ManualClock;
import org.devmap.embed.SystemConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What driver and application did to the device, on the clock of the machine and on several threads, is played back.
 */
@Timeout(60)
class ReplayTest {

    private static final int INTERRUPTS = 200;

    @TempDir
    private Path folder;
    private Path file;
    private List<String> lines;

    @BeforeEach
    void record() throws Exception {
        file = folder.resolve("edu.rec");
        SimNexus nexus = new SimNexus("edu0");
        try (DevmapSystem system = DevmapSystem.create(SystemConfiguration.builder().clock(new PatientClock()).build());
             Closeable recording = nexus.recordings().record("edu0", file)) {
            assertThat(recording).isNotNull();
            system.registerProvider(new SimProvider(), 0);
            system.registerNexus(nexus);
            system.registerDriver(new EduDriver(), "edu");
            use(system.spaces().create("application"));
        }
        lines = Files.readAllLines(file);
    }

    private static void use(AddressSpace space) throws Exception {
        try (EduFile edu = EduFile.open(space, "registers"); Mapping registers = edu.map()) {
            registers.setInt(EduRegisters.LIVENESS, 42);
            assertThat(registers.getInt(EduRegisters.LIVENESS)).isEqualTo(~42);
            for (int number = 0; number < 5; number++) {
                edu.command(EduIoctl.FACTORIAL, number);
            }
            for (int i = 0; i < INTERRUPTS; i++) {
                edu.command(EduIoctl.RAISE, 0x2);
            }
            edu.command(EduIoctl.SEND, 16);
            edu.command(EduIoctl.RECEIVE, 16);
        }
    }

    private static Optional<Replay.Difference> replay(Path recording) throws Exception {
        ManualClock clock = new ManualClock();
        DeviceNode fresh = BuiltInDevices.of(DeviceSettings.byName("edu0")).create(clock, Runnable::run);
        Map<String, RegisterModel> models = new HashMap<>();
        for (RegisterSet set : fresh.registerSets()) {
            models.put(set.name(), ((RegisterSet.Modelled) set).model());
        }
        return Replay.run(recording, models, clock);
    }

    @Test
    void aRunIsPlayedBackWithoutADifference() throws Exception {
        assertThat(replay(file)).isEmpty();
        assertThat(lines).filteredOn(line -> line.contains(" INTERRUPT_RAISE ")).hasSize(INTERRUPTS);
        assertThat(lines).filteredOn(line -> line.contains(" INTERRUPT_ACK ")).hasSize(INTERRUPTS + 5 + 2);
    }

    @Test
    void theOneValueThatWasChangedIsTheDifference() throws Exception {
        int line = IntStream.range(0, lines.size()).filter(i -> lines.get(i).contains(" read ")
                && lines.get(i).contains(" 0x18 FACTORIAL ")).findFirst().orElseThrow();
        lines.set(line, lines.get(line).replace(" 0x18 FACTORIAL ", " 0x19 FACTORIAL "));
        Files.write(file, lines);

        Replay.Difference difference = replay(file).orElseThrow();
        assertThat(difference.line()).isEqualTo(line + 1);
        assertThat(difference.recorded().toString()).isEqualTo(lines.get(line));
        assertThat(difference.recorded().value()).isEqualTo(25);
        assertThat(difference.replayed().value()).isEqualTo(24);
    }

    @Test
    void anInterruptThatWasAddedIsTheDifference() throws Exception {
        int line = IntStream.range(0, lines.size()).filter(i -> lines.get(i).contains(" 0x2 INTERRUPT_ACK "))
                .findFirst().orElseThrow() + 1;
        assertThat(lines.get(line)).contains(" 0x0 INTERRUPT_STATUS ");
        lines.set(line, lines.get(line).replace(" 0x0 ", " 0x100 "));
        Files.write(file, lines);

        assertThat(replay(file).orElseThrow().line()).isEqualTo(line + 1);
    }
}
