package org.devmap.backend.sim.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.devmap.backend.RegisterModel;
import org.devmap.backend.RegisterSet;
import org.devmap.backend.sim.SimNexus;
import org.devmap.backend.sim.StubHost;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recording and playing back by command. */
class RecordingCommandsTest {

    @TempDir
    private Path folder;
    private String file;
    private final StubHost host = new StubHost();
    private final SimNexus nexus = new SimNexus("context0");
    private final RecordingCommands commands = new RecordingCommands(nexus);

    @BeforeEach
    void start() throws Exception {
        file = folder.resolve("timer.recording").toString();
        nexus.start(host);
        new SimulationCommands(nexus).simulate("timer.device", "TIMER");
    }

    /** As a driver would, on a thread with its name. */
    private void useTheTimer() throws Exception {
        RegisterModel timer = ((RegisterSet.Modelled) host.nodes.get("timer0").registerSets().getFirst()).model();
        String thread = Thread.currentThread().getName();
        Thread.currentThread().setName("driver");
        try {
            host.clock.advance(1_500_000);
            timer.write(0x00, 4, 3);
            timer.write(0x28, 4, 77);
            timer.read(0x28, 4);
            host.clock.advance(1_000_000);
            timer.read(0x04, 4);
        } finally {
            Thread.currentThread().setName(thread);
        }
    }

    private void recordTheTimer() throws Exception {
        assertThat(commands.record("start", "timer0", file)).isEqualTo("timer0: recorded to " + file);
        useTheTimer();
        assertThat(commands.record("stop", "timer0")).isEqualTo("timer0: 4 accesses in " + file);
    }

    @Test
    void aRecordingIsPlayedBackWithoutDifference() throws Exception {
        recordTheTimer();
        assertThat(commands.replay(file)).isEqualTo("replayed 4 accesses against timer0, no difference");
        assertThat(commands.replay(file, "timer0")).isEqualTo("replayed 4 accesses against timer0, no difference");
    }

    @Test
    void aValueThatWasTamperedWithIsFoundWithWhatCameBefore() throws Exception {
        recordTheTimer();
        Path recording = Path.of(file);
        Files.writeString(recording, Files.readString(recording).replace("read TIMER 0x28 4 0x4d", "read TIMER 0x28 4 0x4c"));
        assertThatThrownBy(() -> commands.replay(file)).isInstanceOf(CommandFailure.class).hasMessage("""
                line 4 of %s ends differently against timer0
                           SECONDS  CLIENT  ACCESS  REGISTER            AT  WIDTH  VALUE
                          0.001500  driver  write   TIMER:CONTROL      0x0      4  0x00000003
                          0.001500  driver  write   TIMER:COMPARE[1]  0x28      4  0x0000004d
                recorded  0.001500  driver  read    TIMER:COMPARE[1]  0x28      4  0x0000004c
                replayed  0.001500  driver  read    TIMER:COMPARE[1]  0x28      4  0x0000004d""".formatted(file));
    }

    @Test
    void severalAreListedAndStoppedTogetherAlsoOfADeviceThatComesLater() {
        String other = folder.resolve("other").toString();
        commands.record("start", "timer0", file);
        assertThat(commands.record("start", "late0", other))
                .isEqualTo("late0: recorded to " + other + "; there is no such simulated device yet");
        assertThat(commands.record()).isEqualTo("""
                DEVICE  FILE
                late0   %s
                timer0  %s""".formatted(other, file));
        assertThat(commands.record("stop")).isEqualTo("""
                late0: 0 accesses in %s
                timer0: 0 accesses in %s""".formatted(other, file));
        assertThat(commands.record()).isEqualTo("nothing is recorded; usage: record start DEVICE FILE");
    }

    @Test
    void whatCannotBeRecordedIsRefused() throws Exception {
        commands.record("start", "timer0", file);
        assertThatThrownBy(() -> commands.record("start", "timer0", folder.resolve("second").toString()))
                .isInstanceOf(CommandFailure.class).hasMessageContaining("timer0 is being recorded already");
        assertThatThrownBy(() -> commands.record("start", "context0", file))
                .hasMessage("FILE '" + file + "' exists already; name another");
        assertThatThrownBy(() -> commands.record("start", "context0", folder.resolve("no/such").toString()))
                .hasMessageContaining("there is no file " + folder.resolve("no/such"));
        assertThatThrownBy(() -> commands.record("stop", "context0"))
                .hasMessage("DEVICE 'context0' is not recorded; timer0 is");
        commands.record("stop");
        assertThatThrownBy(() -> commands.record("stop")).hasMessage("nothing is recorded; usage: record start DEVICE FILE");
        assertThatThrownBy(() -> commands.record("begin"))
                .hasMessage("'begin' must be start or stop; usage: record start DEVICE FILE, record stop [DEVICE]");
        assertThatThrownBy(() -> commands.record("start", "timer0"))
                .hasMessage("FILE is missing; usage: record start DEVICE FILE");
    }

    @Test
    void whatCannotBePlayedBackIsRefused() throws Exception {
        recordTheTimer();
        assertThatThrownBy(() -> commands.replay(folder.resolve("none").toString()))
                .hasMessage("replay " + folder.resolve("none") + ": there is no file " + folder.resolve("none"));
        assertThatThrownBy(() -> commands.replay("timer.device")).hasMessage("replay timer.device: it is no recording: its first"
                + " line must be \"# \" and the name of a device");
        assertThatThrownBy(() -> commands.replay(file, "spi0")).hasMessage("replay " + file
                + ": there is no simulated device spi0; there are context0, timer0; usage: replay FILE [DEVICE]");
        assertThatThrownBy(() -> commands.replay(file, "context0")).hasMessageStartingWith("replay " + file
                + ": line 2: there is no model for the set TIMER among ");
        Path binary = folder.resolve("binary");
        Files.write(binary, new byte[] {(byte) 0xFF, (byte) 0xFE, 0, (byte) 0x80});
        assertThatThrownBy(() -> commands.replay(binary.toString()))
                .hasMessage("replay " + binary + ": it is no recording: it holds no text");
    }
}
