package org.devmap.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.devmap.DdiException;
import org.devmap.RegisterDescription.Effect;
import org.devmap.embed.DevmapSystem.Registration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands about registers. */
class RegisterCommandsTest {

    private static final String PROBE_NAMES = "BYTE, HALF, LONG, FIFO, DIVISOR, COMMAND, BROKEN";

    private final ExampleSystem example = ExampleSystem.idle();
    private final RegisterCommands commands = example.registers;
    private final ProbeNode probe = new ProbeNode();
    private Registration published;

    @BeforeEach
    void publish() throws DdiException {
        published = example.system.publish(probe);
    }

    @AfterEach
    void close() {
        example.close();
    }

    private static void assertRefused(ThrowingCallable command, String message) {
        assertThatThrownBy(command).isInstanceOf(CommandFailure.class).hasMessage(message);
    }

    @Test
    void registersShowsWhatASetDescribes() {
        String table = """
                context0, set 2 control: 4.0 KiB of registers
                REGISTER      AT  WIDTH  ACCESS  RESET       EFFECTS  DESCRIPTION
                SELECT       0x0      4  rw      0x00000000  write    which bank the window shows
                  BANK     [3:0]
                SWITCHES     0x4      4  ro      0x00000000  read     how often SELECT was changed since the last read
                STATUS       0x8      4  ro      0x00000001  -
                  READY      [0]
                  BANK    [11:8]                                      the bank shown
                IDENT        0xc      4  ro      0x43580001  -        constant: CX, version 1""";
        assertThat(commands.registers("context0", "control")).isEqualTo(table);
        assertThat(commands.registers("context0", "2")).isEqualTo(table);
    }

    @Test
    void registersOfADeviceShowsEachSetUnderItsHeading() {
        assertThat(commands.registers("context0")).startsWith("context0, set 0 config: 256 B of registers\nREGISTER ")
                .contains("\n\ncontext0, set 1 window: 4.0 KiB of registers, no register is described\n\n")
                .contains("\n\ncontext0, set 2 control: ");
        assertThat(commands.registers("shared-page0")).isEqualTo("shared-page0 has no register sets");
        assertThat(commands.registers("framebuffer0", "vram"))
                .isEqualTo("framebuffer0, set 1 vram: 64 MiB of memory, no register is described");
    }

    @Test
    void readShowsTheValueAndItsFields() {
        commands.write(false, "framebuffer0", "CONTROL", "2");
        assertThat(commands.read(false, "framebuffer0", "CONTROL")).isEqualTo("""
                framebuffer0 CONTROL (2:0x10) = 0x00000002 (2)
                FIELD      AT  VALUE  DECIMAL  DESCRIPTION
                  ENABLE  [0]  0x0          0  1 shows the picture
                  BLANK   [1]  0x1          1  1 shows black""");
        assertThat(commands.read(false, "framebuffer0", "IDENT"))
                .isEqualTo("framebuffer0 IDENT (2:0x0) = 0x46420001 (1178730497)");
    }

    @ParameterizedTest
    @CsvSource({
        "0:BYTE,    0x12,               0:BYTE,   'BYTE (0:0x0)', 0x12, 18",
        "0:0/1,     0xff,               0:0x0/1,  0:0x0/1,   0xff, 255",
        "main:4/2,  65535,              main:4/2, 0:0x4/2,   0xffff, 65535",
        "other:0x4, 0xfedcba98,         1:4/4,    1:0x4/4,   0xfedcba98, 4275878552",
        "0:8,       0xfedcba9876543210, 0:8/8,    0:0x8/8,   0xfedcba9876543210, 18364758544493064720",
        "0:12/4,    7,                  0:12,     0:0xc/4,   0x00000007, 7"})
    void whatWasWrittenIsReadAtEveryWidth(String written, String value, String read, String shown, String hex, String decimal) {
        assertThat(commands.write(false, "probe0", written, value)).startsWith("probe0 ").endsWith(" <- " + hex);
        assertThat(commands.read(false, "probe0", read)).isEqualTo("probe0 " + shown + " = " + hex + " (" + decimal + ")");
    }

    @Test
    void anAccessHasTheWidthOfTheRegisterAtTheOffsetUnlessItSaysAnother() {
        commands.write(false, "probe0", "0:2", "0xaabb");
        assertThat(probe.content(0, 6)).containsExactly(0, 0, 0xbb, 0xaa, 0, 0);
        assertThat(commands.write(false, "probe0", "0:4", "1")).isEqualTo("probe0 0:0x4/4 <- 0x00000001");
    }

    @Test
    void aReadThatChangesSomethingIsRefusedUntilItIsAskedFor() {
        assertRefused(() -> commands.read(false, "context0", "SWITCHES"), "reading SWITCHES (2:0x4) of context0 has effects;"
                + " if you mean it: read --side-effects context0 SWITCHES");
        commands.write(false, "context0", "SELECT", "3");
        assertThat(commands.read(true, "context0", "SWITCHES"))
                .isEqualTo("context0 SWITCHES (2:0x4) = 0x00000001 (1)");
        assertThat(commands.read(true, "context0", "SWITCHES"))
                .isEqualTo("context0 SWITCHES (2:0x4) = 0x00000000 (0)");
    }

    @Test
    void aReadByOffsetOrThroughAnotherRegisterIsRefusedJustAsWell() {
        assertRefused(() -> commands.read(false, "probe0", "0:0x10/1"), "reading 0:0x10/1 of probe0 has effects on FIFO;"
                + " if you mean it: read --side-effects probe0 0:0x10/1");
        assertRefused(() -> commands.read(false, "probe0", "0:DIVISOR"), "reading DIVISOR (0:0x10) of probe0 has effects on FIFO;"
                + " if you mean it: read --side-effects probe0 0:DIVISOR");
        assertRefused(() -> commands.read(false, "probe0", "0:0x10/8"), "reading 0:0x10/8 of probe0 has effects on FIFO;"
                + " if you mean it: read --side-effects probe0 0:0x10/8");
        assertThat(probe.reads).isZero();
        commands.read(false, "probe0", "0:0x8/8");
        commands.read(false, "probe0", "0:0x11/1");
        assertThat(probe.reads).isEqualTo(2);
    }

    @Test
    void dumpReadsFieldByFieldAndLeavesAloneWhatAReadChanges() {
        commands.write(false, "probe0", "0:HALF", "0x8001");
        assertThat(commands.dump(false, "probe0", "main")).isEqualTo("""
                probe0, set 0 main: 32 B of registers
                REGISTER     AT  VALUE               DECIMAL  DESCRIPTION
                BYTE        0x0  0x00                      0
                HALF        0x2  0x8001                32769
                  LOW     [7:0]  0x1                       1  the low half
                  TOP      [15]  0x1                       1
                LONG        0x8  0x0000000000000000        0
                FIFO       0x10  (read has effects)
                DIVISOR    0x10  (read has effects)
                COMMAND    0x14  (write-only)
                BROKEN     0x18  (read failed)
                    BROKEN: getInt(0x18) on register set main of probe0: the device answered EIO: no answer""");
        assertThat(probe.reads).as("BYTE, HALF, LONG, BROKEN").isEqualTo(4);
    }

    @Test
    void dumpReadsEverythingIfAskedFor() {
        assertThat(commands.dump(true, "probe0", "0")).contains("\nFIFO       0x10  0x00 ").contains("\nDIVISOR    0x10  0x0000 ")
                .contains("(write-only)").doesNotContain("(read has effects)");
        assertThat(probe.reads).isEqualTo(6);
    }

    @Test
    void dumpOfADeviceReadsEachSetUnderItsHeading() {
        assertThat(commands.dump(false, "context0")).startsWith("context0, set 0 config: 256 B of registers\nREGISTER ")
                .contains("\n\ncontext0, set 1 window: 4.0 KiB of registers, no register is described\n\n").endsWith("""
                        context0, set 2 control: 4.0 KiB of registers
                        REGISTER      AT  VALUE                  DECIMAL  DESCRIPTION
                        SELECT       0x0  0x00000000                   0  which bank the window shows
                          BANK     [3:0]  0x0                          0
                        SWITCHES     0x4  (read has effects)              how often SELECT was changed since the last read
                        STATUS       0x8  0x00000001                   1
                          READY      [0]  0x1                          1
                          BANK    [11:8]  0x0                          0  the bank shown
                        IDENT        0xc  0x43580001          1129840641  constant: CX, version 1""");
        assertThat(commands.dump(false, "shared-page0")).isEqualTo("shared-page0 has no register sets");
    }

    @Test
    void aNameThatSeveralSetsHaveNeedsItsSet() {
        assertRefused(() -> commands.read(false, "probe0", "BYTE"),
                "REGISTER 'BYTE': probe0 has several of this name; say 0:BYTE or 1:BYTE");
    }

    @Test
    void whatDoesNotExistIsAnsweredWithWhatDoes() {
        assertRefused(() -> commands.read(false, "nosuch", "BYTE"),
                "NODE 'nosuch': no such device; there are context0, edu0, framebuffer0, probe0, shared-page0");
        assertRefused(() -> commands.read(false, "probe0", "9:0"), "SET '9': probe0 has the register sets 0 main, 1 other");
        assertRefused(() -> commands.dump(false, "probe0", "third"), "SET 'third': probe0 has the register sets 0 main, 1 other");
        assertRefused(() -> commands.registers("shared-page0", "0"), "SET '0': shared-page0 has no register sets");
        assertRefused(() -> commands.read(false, "probe0", "0:NOPE"), "REGISTER 'NOPE': set 0 main of probe0 describes "
                + PROBE_NAMES + "; an offset is a number, for example 0:0x10");
        assertRefused(() -> commands.read(false, "context0", "0x10"), "REGISTER '0x10': context0 describes ID, COMMAND_STATUS,"
                + " CLASS_REVISION, INTERRUPT, SELECT, SWITCHES, STATUS, IDENT; what has no name is SET:OFFSET[/WIDTH],"
                + " for example 2:0x10/4");
        assertRefused(() -> commands.read(false, "shared-page0", "X"), "REGISTER 'X': shared-page0 describes no registers;"
                + " what has no name is SET:OFFSET[/WIDTH], for example 2:0x10/4");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "0:0x20   | OFFSET 0x20: 4 bytes at it must lie inside set 0 main, which ends at 0x20",
        "0:0x1f/2 | OFFSET 0x1f: 2 bytes at it must lie inside set 0 main, which ends at 0x20",
        "0:0xffffffffffffffff/1 | OFFSET 0xffffffffffffffff: 1 byte at it must lie inside set 0 main, which ends at 0x20",
        "0:5      | OFFSET 0x5 must be a multiple of the width, 4 bytes: say 0x4 or another width",
        "0:0/3    | WIDTH '3' must be 1, 2, 4 or 8 bytes",
        "0:0/     | WIDTH '' must be 1, 2, 4 or 8 bytes",
        "0:1x     | OFFSET '1x' must be a number below 2^64, decimal or 0x and hexadecimal digits"})
    void aPlaceOutsideASetIsRefusedBeforeTheDeviceSeesIt(String place, String message) {
        assertRefused(() -> commands.read(false, "probe0", place), message);
        assertThat(probe.reads).isZero();
    }

    @Test
    void valuesThatDoNotFitAreRefused() {
        assertRefused(() -> commands.write(false, "probe0", "0:BYTE", "256"), "VALUE 256 must fit into the 1 byte of BYTE (0:0x0)");
        assertRefused(() -> commands.write(false, "probe0", "0:4", "0x100000000"),
                "VALUE 0x100000000 must fit into the 4 bytes of 0:0x4/4");
        assertRefused(() -> commands.write(false, "probe0", "0:4", "on"),
                "VALUE 'on' must be a number below 2^64, decimal or 0x and hexadecimal digits");
        assertThat(probe.content(0, 8)).containsOnly(0);
    }

    @Test
    void accessesThatARegisterDoesNotAllowAreRefused() {
        assertRefused(() -> commands.read(true, "probe0", "0:COMMAND"), "COMMAND (0:0x14) of probe0 is write-only");
        assertRefused(() -> commands.write(false, "probe0", "0:BROKEN", "1"), "BROKEN (0:0x18) of probe0 is read-only");
        assertThat(commands.write(false, "probe0", "0:COMMAND", "1")).isEqualTo("probe0 COMMAND (0:0x14) <- 0x00000001");
    }

    @Test
    void whatTheDeviceRefusesIsToldInOneLine() {
        assertRefused(() -> commands.read(false, "probe0", "0:BROKEN"), "read BROKEN (0:0x18) of probe0: getInt(0x18) on register"
                + " set main of probe0: the device answered EIO: no answer");
    }

    @Test
    void aFieldIsReadAndWrittenByItsName() {
        commands.write(false, "probe0", "0:HALF", "0x1234");
        assertThat(commands.read(false, "probe0", "0:HALF.LOW")).isEqualTo("probe0 HALF.LOW (0:0x2[7:0]) = 0x34 (52)");
        assertThat(commands.write(false, "probe0", "0:HALF.TOP", "1")).isEqualTo("probe0 HALF.TOP (0:0x2[15]) <- 0x1");
        assertThat(commands.write(false, "probe0", "0:HALF.LOW", "0xff")).isEqualTo("probe0 HALF.LOW (0:0x2[7:0]) <- 0xff");
        assertThat(probe.content(0, 5)).as("what is around a field stays").containsExactly(0, 0, 0xFF, (byte) 0x92, 0);
        assertThat(commands.read(false, "framebuffer0", "CONTROL.BLANK")).endsWith(" = 0x0 (0)");
    }

    @Test
    void aFieldThatIsNotThereOrTooSmallIsRefused() {
        assertRefused(() -> commands.read(false, "probe0", "0:HALF.MID"), "REGISTER 'HALF.MID': set 0 main of probe0 describes"
                + " HALF with the fields LOW, TOP; an offset is a number, for example 0:0x10");
        assertRefused(() -> commands.read(false, "probe0", "BYTE.X"), "REGISTER 'BYTE.X': probe0 describes BYTE without fields;"
                + " what has no name is SET:OFFSET[/WIDTH], for example 2:0x10/4");
        assertRefused(() -> commands.write(false, "probe0", "0:HALF.TOP", "2"),
                "VALUE 2 must fit into the 1 bit of HALF.TOP (0:0x2[15])");
    }

    @Test
    void aFieldIsWrittenOnlyWhereReadingAndWritingBackDoNoHarmUnlessThatIsMeant() {
        probe.effectsOfHalf = Set.of(Effect.WRITE);
        publishAgain();
        assertRefused(() -> commands.write(false, "probe0", "0:HALF.TOP", "1"), "writing HALF.TOP (0:0x2[15]) of probe0 writes"
                + " back the rest of HALF, which has effects; if you mean it: write --side-effects probe0 0:HALF.TOP 1");
        probe.effectsOfHalf = Set.of(Effect.READ);
        publishAgain();
        assertRefused(() -> commands.write(false, "probe0", "0:HALF.TOP", "1"), "reading HALF.TOP (0:0x2[15]) of probe0 has"
                + " effects; if you mean it: write --side-effects probe0 0:HALF.TOP 1");
        assertThat(probe.reads).isZero();
        assertThat(commands.write(true, "probe0", "0:HALF.TOP", "1")).endsWith(" <- 0x1");
        assertThat(commands.write(false, "probe0", "0:HALF", "1")).as("the whole needs no read").endsWith(" <- 0x0001");
    }

    private void publishAgain() {
        try {
            published.close();
            published = example.system.publish(probe);
        } catch (DdiException refused) {
            throw new AssertionError(refused);
        }
    }

    @Test
    void aLongTextIsCutInTheTableOfASetAndReadInFull() {
        probe.descriptionOfTop = "x".repeat(70);
        publishAgain();
        assertThat(commands.registers("probe0", "0")).contains("x".repeat(61) + "...\n").doesNotContain("x".repeat(62));
        assertThat(commands.dump(false, "probe0", "0")).contains("x".repeat(61) + "...\n").doesNotContain("x".repeat(62));
        assertThat(commands.read(false, "probe0", "0:HALF")).endsWith("x".repeat(70));
    }

    /** As Gogo hands over a name with brackets. */
    @Test
    void aNameWithBracketsMayComeInPieces() {
        assertRefused(() -> commands.read(false, "probe0", "CH", "[1]", ".MODE"), "REGISTER 'CH[1].MODE': probe0 describes "
                + PROBE_NAMES + ", " + PROBE_NAMES + "; what has no name is SET:OFFSET[/WIDTH], for example 2:0x10/4");
    }

    @Test
    void tooFewAndTooManyWordsAreNamed() {
        String read = "; usage: read NODE REGISTER[.FIELD]|SET:OFFSET[/WIDTH]";
        assertRefused(() -> commands.read(false), "NODE is missing" + read);
        assertRefused(() -> commands.read(false, "probe0"), "REGISTER[.FIELD]|SET:OFFSET[/WIDTH] is missing" + read);
        assertRefused(() -> commands.read(false, "probe0", "0:0", "4"), "'4' is one argument too many" + read);
        assertRefused(() -> commands.write(false, "probe0", "0:0"),
                "VALUE is missing; usage: write NODE REGISTER[.FIELD]|SET:OFFSET[/WIDTH] VALUE");
        assertRefused(() -> commands.registers(), "NODE is missing; usage: registers NODE [SET]");
        assertRefused(() -> commands.dump(false, "a", "b", "c"), "'c' is one argument too many; usage: dump NODE [SET]");
    }
}
