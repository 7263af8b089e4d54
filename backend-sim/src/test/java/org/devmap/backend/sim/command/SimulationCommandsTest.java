package org.devmap.backend.sim.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.devmap.backend.RegisterSet;
import org.devmap.backend.sim.SimNexus;
import org.devmap.backend.sim.StubHost;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Devices made of files by command. */
class SimulationCommandsTest {

    @TempDir
    private Path folder;
    private final StubHost host = new StubHost();
    private final SimNexus nexus = new SimNexus("context0");
    private final SimulationCommands commands = new SimulationCommands(nexus);

    @BeforeEach
    void start() throws Exception {
        nexus.start(host);
    }

    private static void assertRefused(ThrowingCallable command, String message) {
        assertThatThrownBy(command).isInstanceOf(CommandFailure.class).hasMessage(message).hasToString(message);
    }

    @Test
    void withoutAPeripheralItListsThemByAddress() throws Exception {
        Path file = Files.writeString(folder.resolve("soc"), """
                device SOC
                peripheral UARTA at 0x9000_0000 size 0x100 "a serial port"
                  interrupt 3 RX
                  register DATA at 0
                peripheral ROM at 0x10 size 0x1000
                  register A at 0
                  register B at 4
                """);
        assertThat(commands.simulate(file.toString())).isEqualTo("""
                PERIPHERAL          AT   BYTES  REGISTERS  INTERRUPTS  DESCRIPTION
                ROM               0x10  0x1000          2           0
                UARTA       0x90000000   0x100          1           1  a serial port""");
        assertThat(commands.simulate(file.toString(), "UARTA")).isEqualTo("uarta0: UARTA of " + file + ", 1 register, 1 interrupt");
        assertThat(commands.simulate(file.toString(), "rom", "Boot")).startsWith("Boot: ROM of ");
        assertThat(commands.simulate()).isEqualTo("""
                NAME    PERIPHERAL  FILE
                Boot    ROM         %1$s
                uarta0  UARTA       %1$s""".formatted(file));
        assertRefused(() -> commands.simulate(file.toString(), "SPI"),
                "PERIPHERAL 'SPI': SOC has UARTA, ROM; see 'simulate " + file + "'");
    }

    @Test
    void aPeripheralIsADeviceUntilItIsTakenAway() throws Exception {
        assertThat(commands.simulate("timer.device", "TIMER")).isEqualTo("timer0: TIMER of timer.device, 9 registers, 1 interrupt");
        RegisterSet.Modelled set = (RegisterSet.Modelled) host.nodes.get("timer0").registerSets().getFirst();
        set.model().write(0x28, 4, 77);
        assertThat(set.model().read(0x28, 4)).isEqualTo(77);
        assertThat(host.nodes.get("timer0").interrupts()).hasSize(1);

        assertThat(commands.unsimulate("timer0")).isEqualTo("timer0: removed");
        assertThat(host.nodes).containsOnlyKeys("context0");
        assertThat(commands.simulate()).startsWith("nothing is simulated from a file");
        assertRefused(() -> commands.unsimulate("timer0"), "NAME 'timer0': 'simulate' made no such device; it made none");
        assertRefused(() -> commands.unsimulate("context0"), "NAME 'context0': 'simulate' made no such device; it made none");
    }

    @Test
    void aNameThatIsTakenIsRefusedAndTheDeviceOfThatNameStays() {
        commands.simulate("timer.device", "TIMER");
        assertRefused(() -> commands.simulate("timer.device", "TIMER"), "simulate TIMER as timer0: EBUSY: there is a simulated"
                + " device timer0 already; another name can be given: simulate timer.device TIMER NAME");
        assertThat(commands.simulate("timer.device", "TIMER", "timer1")).startsWith("timer1: ");
        assertThat(commands.unsimulate("timer0")).isEqualTo("timer0: removed");
        assertThat(host.nodes).containsOnlyKeys("context0", "timer1");
    }

    @Test
    void aBadFileIsToldWithAllItsErrorsAndMakesNothing() throws Exception {
        Path file = Files.writeString(folder.resolve("bad"), """
                device X
                peripheral P at 0 size 0x10
                  register A at 1
                  register B at zero
                """);
        assertThatThrownBy(() -> commands.simulate(file.toString(), "P")).isInstanceOf(CommandFailure.class)
                .satisfies(failure -> assertThat(failure.getMessage().lines())
                        .hasSize(3).first().isEqualTo(file + " has 2 errors"))
                .hasMessageContaining(file + ":3: error: ").hasMessageContaining(file + ":4: error: ");
        assertRefused(() -> commands.simulate(folder.resolve("none").toString()),
                folder.resolve("none") + ": error: there is no such file");
        assertThat(host.nodes).containsOnlyKeys("context0");
    }

    @Test
    void tooManyWordsAndTooFewAreNamed() {
        assertRefused(() -> commands.simulate("a", "b", "c", "d"),
                "'d' is one argument too many; usage: simulate FILE [PERIPHERAL] [NAME]");
        assertRefused(() -> commands.unsimulate(), "NAME is missing; usage: unsimulate NAME");
    }

    /** Gogo hands over a name with brackets in pieces. */
    @Test
    void namesMayComeInPiecesAndTextsMayBeLong() throws Exception {
        Path file = Files.writeString(folder.resolve("two"), "device D\nperipheral P[2] at 0 size 4\nregister R at 0\n");
        assertThat(commands.simulate(file.toString(), "P", "[2]")).startsWith("p-2: P[2] of ");
        assertThat(Words.brief("  has\\n * features")).isEqualTo("has");
        assertThat(Words.brief("x".repeat(65))).isEqualTo("x".repeat(61) + "...");
        assertThat(Words.joined("CH", "[0]", ".CTRL", "[2]", ".EN", "x", ".5")).containsExactly("CH[0].CTRL[2].EN", "x", ".5");
    }

    @Test
    void theCommandLineGoesOnInTheShellOnceThereIsADevice() {
        SimulateFromCommandLine command = new SimulateFromCommandLine(commands);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream realOut = System.out;
        PrintStream realErr = System.err;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        try {
            assertThat(command.apply(List.of("timer.device"))).isZero();
            assertThat(command.apply(List.of("timer.device", "TIMER"))).isEqualTo(-1);
            assertThat(command.apply(List.of("timer.device", "SPI"))).isEqualTo(1);
            assertThat(command.apply(List.of())).isEqualTo(2);
        } finally {
            System.setOut(realOut);
            System.setErr(realErr);
        }
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("PERIPHERAL ").contains("timer0: TIMER of timer.device");
        assertThat(err.toString(StandardCharsets.UTF_8).lines()).containsExactly(
                "simulate: PERIPHERAL 'SPI': TIMER1 has TIMER; see 'simulate timer.device'",
                "simulate: FILE is missing", "usage: devmap simulate FILE [PERIPHERAL] [NAME]");
    }
}
