package org.devmap.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.devmap.embed.DevmapSystem;
import org.devmap.embed.SystemConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The commands about devices and drivers. */
class DeviceCommandsTest {

    private ExampleSystem example = ExampleSystem.idle();

    @AfterEach
    void close() {
        example.close();
    }

    private void makeBusy() throws Exception {
        example.close();
        example = ExampleSystem.busy();
    }

    @Test
    void devicesShowsWhoServesThemHowTheyAreUsedAndWhatIsWrongWithThem() throws Exception {
        makeBusy();
        assertThat(example.devices.devices()).isEqualTo("""
                NODE          DRIVER       BACKEND  REGISTERS         OPEN   MAPPED  STATE
                context0      -            sim      3 sets, 8.3 KiB      0      0 B  faulted
                    attach(9E) failed: ENXIO: no such card in any slot
                edu0          -            sim      2 sets, 1.0 MiB      0      0 B  unbound
                framebuffer0  framebuffer  sim      3 sets, 64.0 MiB     2  4.0 MiB  attached
                shared-page0  -            sim      -                    0      0 B  unbound""");
    }

    @Test
    void deviceShowsRegisterSetsMinorNodesAndInterrupts() throws Exception {
        makeBusy();
        assertThat(example.devices.device("framebuffer0")).isEqualTo("""
                framebuffer0: attached
                  driver      framebuffer (instance 0, major 1)
                  nexus       sim
                  compatible  framebuffer
                  interrupts  0
                  use         2 open files, 4.0 MiB mapped

                SET  NAME        SIZE  KIND       BACKEND    DESCRIBED
                  0  config     256 B  registers  sim      4 registers
                  1  vram      64 MiB  memory     sim                -
                  2  control  4.0 KiB  registers  sim      7 registers

                MINOR   NUMBER     SIZE  PATH
                cursor       1  4.0 KiB  /devices/framebuffer0:cursor
                screen       0  4.0 MiB  /devices/framebuffer0:screen""");
    }

    @Test
    void deviceSaysWhatIsNotThere() {
        assertThat(example.devices.device("shared-page0")).isEqualTo("""
                shared-page0: unbound
                  driver      -
                  nexus       sim
                  compatible  shared-page
                  interrupts  0
                  use         0 open files, 0 B mapped

                no register sets

                no minor nodes: a driver creates them""");
    }

    @Test
    void deviceTellsTheProblemOfAFaultedNodeInOneLine() {
        assertThat(example.devices.device("context0"))
                .contains("\n  problem     attach(9E) failed: ENXIO: no such card in any slot\n");
    }

    @Test
    void driversShowsWhatTheyAreAttachedTo() {
        assertThat(example.devices.drivers()).isEqualTo("""
                DRIVER                                        MAJOR  COMPATIBLE   NODES
                org.devmap.shell.ScreenDriver                     1  framebuffer  framebuffer0
                org.devmap.shell.ExampleSystem$FailingDriver      2  context      -""");
    }

    @Test
    void aSystemWithoutAnythingSaysSo() {
        try (DevmapSystem empty = DevmapSystem.create(SystemConfiguration.builder().build())) {
            DeviceCommands commands = new DeviceCommands(empty);
            assertThat(commands.devices()).isEqualTo("no devices: no backend publishes any");
            assertThat(commands.drivers()).isEqualTo("no drivers: no bundle registers one");
            assertThatThrownBy(() -> commands.device("a")).hasMessage("NODE 'a': no such device; there is none at all");
        }
    }

    @Test
    void detachAndAttachSayWhatCameOfIt() {
        assertThat(example.devices.detach("framebuffer0")).isEqualTo("framebuffer0: unbound");
        assertThat(example.system.snapshot().node("framebuffer0").orElseThrow().driver()).isEmpty();
        assertThat(example.devices.attach("framebuffer0")).isEqualTo("framebuffer0: attached, driver framebuffer");
        assertThat(example.system.snapshot().node("framebuffer0").orElseThrow().driver()).contains("framebuffer");
    }

    @Test
    void aRefusedDetachNamesWhoUsesTheDevice() throws Exception {
        makeBusy();
        assertThatThrownBy(() -> example.devices.detach("framebuffer0")).isInstanceOf(CommandFailure.class)
                .hasMessage("detach framebuffer0 (used by org.example.ui): EBUSY: device framebuffer0 is open or mapped");
    }

    @Test
    void aFailedAttachTellsWhyInOneLine() {
        assertThatThrownBy(() -> example.devices.attach("context0")).isInstanceOf(CommandFailure.class)
                .hasMessage("attach context0: ENXIO: no such card in any slot");
        assertThatThrownBy(() -> example.devices.attach("shared-page0")).isInstanceOf(CommandFailure.class)
                .hasMessage("attach shared-page0: ENXIO: no driver serves shared-page0, compatible with [shared-page]");
    }

    @Test
    void anUnknownNodeIsAnsweredWithThoseThereAre() {
        String message = "NODE 'fb': no such device; there are context0, edu0, framebuffer0, shared-page0";
        assertThatThrownBy(() -> example.devices.device("fb")).hasMessage(message);
        assertThatThrownBy(() -> example.devices.attach("fb")).hasMessage(message);
        assertThatThrownBy(() -> example.devices.detach("fb")).hasMessage(message);
    }

    @Test
    void tooFewAndTooManyWordsAreNamed() {
        assertThatThrownBy(() -> example.devices.devices("all")).hasMessage("'all' is one argument too many; usage: devices");
        assertThatThrownBy(() -> example.devices.drivers("all")).hasMessage("'all' is one argument too many; usage: drivers");
        assertThatThrownBy(() -> example.devices.device()).hasMessage("NODE is missing; usage: device NODE");
        assertThatThrownBy(() -> example.devices.attach()).hasMessage("NODE is missing; usage: attach NODE");
        assertThatThrownBy(() -> example.devices.detach("a", "b")).hasMessage("'b' is one argument too many; usage: detach NODE");
    }

    /** The interactive shell prints the exception, not its message. */
    @Test
    void aFailureReadsTheSameWhereverItIsPrinted() {
        assertThat(new CommandFailure("that is wrong")).hasToString("that is wrong");
    }

    @Test
    void aFailureTellsTheWholeChainOfReasonsOnce() {
        Exception chain = new IllegalStateException("outer: inner",
                new IllegalStateException("inner", new RuntimeException("root")));
        assertThat(new CommandFailure("it", chain)).hasMessage("it: outer: inner; because of root").hasCause(chain);
        assertThat(new CommandFailure("it", new IllegalStateException())).hasMessage("it: IllegalStateException");
    }
}
