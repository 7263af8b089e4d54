package org.devmap.backend.sim.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.devmap.backend.sim.description.DeviceDescription;
import org.devmap.backend.sim.description.Loaded;
import org.devmap.backend.sim.description.Peripheral;
import org.devmap.backend.sim.description.Problem;
import org.devmap.backend.sim.register.BitAccess;
import org.devmap.backend.sim.register.Field;
import org.devmap.backend.sim.register.Register;
import org.devmap.backend.sim.register.RegisterFile;
import org.devmap.embed.ManualClock;
import org.junit.jupiter.api.Test;

class TextLoaderTest {

    private static Loaded load(String text) throws IOException {
        return TextLoader.load("test.regs", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static Peripheral only(String lines) throws IOException {
        Loaded loaded = load("device D\nperipheral P at 0x1000 size 0x100\n" + lines);
        assertThat(loaded.problems()).isEmpty();
        return loaded.device().orElseThrow().peripherals().getFirst();
    }

    private static void assertErrors(String lines, String... words) throws IOException {
        Loaded loaded = load("device D\nperipheral P at 0x1000 size 0x100\n" + lines);
        assertThat(loaded.device()).isEmpty();
        assertThat(loaded.problems()).hasSize(words.length);
        for (int i = 0; i < words.length; i++) {
            assertThat(loaded.problems().get(i).toString()).startsWith("test.regs:").contains(words[i]);
        }
    }

    @Test
    void theExampleOfTheReadmeLoadsAndBehavesAsItSays() throws Exception {
        String readme = Files.readString(Path.of("README.md"));
        String example = readme.substring(readme.indexOf("```\ndevice ") + 4);
        String text = example.substring(0, example.indexOf("```"));
        assertThat(text).as("is there to be tried").isEqualTo(Files.readString(Path.of("timer.device")));
        Loaded loaded = load(text);
        assertThat(loaded.problems()).isEmpty();
        DeviceDescription device = loaded.device().orElseThrow();
        Peripheral timer = device.peripherals().getFirst();
        ManualClock clock = new ManualClock();
        RegisterFile model = timer.toRegisterFile(clock);

        assertThat(timer.interrupts()).containsExactly(new Peripheral.InterruptLine("TICK", "a period has passed", 0));
        model.write(0x00, 4, 0b101);
        assertThat(model.read(0x00, 4)).as("RESTART clears itself").isEqualTo(0b001);
        clock.advance(2_000_000);
        assertThat(model.read(0x04, 4)).as("COUNT runs at 1 MHz").isEqualTo(2000);
        assertThat(model.read(0x08, 4)).as("STATUS after reset").isEqualTo(0b01);
        model.write(0x08, 4, 0b01);
        assertThat(model.read(0x08, 4)).isZero();
        model.write(0x10, 1, 'a');
        model.write(0x10, 1, 'b');
        assertThat(model.read(0x10, 1)).isEqualTo('a');
        assertThat(timer.registers()).extracting(Register::name).contains("COMPARE[0]", "COMPARE[3]");
    }

    @Test
    void aFieldTakesWhatItsRegisterSays() throws Exception {
        Register register = only("""
                register R at 0 ro read-clears
                  field A 0
                  field B 7:4 rw write-1-clears
                    value 0x3 THREE "the third"
                """).registers().getFirst();

        assertThat(register.access()).isEqualTo(BitAccess.READ_WRITE);
        assertThat(register.fields()).extracting(Field::access).containsExactly(BitAccess.READ_ONLY, BitAccess.READ_WRITE);
        assertThat(register.fields().get(1).values()).containsExactly(new Field.NamedValue("THREE", "the third", 3, 0));
    }

    @Test
    void anArrayTakesItsStepOrItsWidth() throws Exception {
        List<Register> registers = only("register A[2] at 0 width 2\nregister B[2] at 0x10 step 0x20").registers();

        assertThat(registers).extracting(Register::name).containsExactly("A[0]", "A[1]", "B[0]", "B[1]");
        assertThat(registers).extracting(Register::offset).containsExactly(0L, 2L, 0x10L, 0x30L);
    }

    @Test
    void numbersMayBeDecimalHexadecimalOrBinaryWithUnderscores() throws Exception {
        assertThat(only("register R at 8 reset 1_000").registers().getFirst().reset()).isEqualTo(1000);
        assertThat(only("register R at 0x8 reset 0xFFFF_FFFF").registers().getFirst().reset()).isEqualTo(0xFFFF_FFFFL);
        assertThat(only("register R at 0b1000 reset 0b1010").registers().getFirst().reset()).isEqualTo(10);
        assertThat(only("register R at 0 width 8 reset 0xFFFFFFFFFFFFFFFF").registers().getFirst().reset()).isEqualTo(-1);
    }

    @Test
    void overlapsInTheSameDirectionAreErrorsUnlessDeclared() throws Exception {
        assertErrors("register A at 0\nregister B at 2 width 2",
                "test.regs:4: error: peripheral P, register B: it overlaps A (0x0, "
                + "4 bytes) of line 3 in the same direction of access; write alternate if that is meant");
        assertThat(only("register A at 0\nregister B at 2 width 2 alternate").registers()).hasSize(2);
        assertThat(only("register A at 0 ro\nregister B at 0 wo").registers()).hasSize(2);
    }

    @Test
    void everyLineWithAnErrorIsReportedInOneGo() throws Exception {
        assertErrors("""
                register A at 1
                registr B at 4
                register C at 8 width 3
                register D
                register E at 0x10 shiny
                register F at 0x200
                  field X 32
                  field Y 0:3
                interrupt x TICK
                """,
                ":3: error: offset 0x1 must be a multiple of the width 4",
                ":4: error: \"registr\" begins no line",
                ":5: error: width 3 must be 1, 2, 4 or 8 bytes",
                ":6: error: a register needs at OFFSET",
                ":7: error: \"shiny\" is not known here",
                ":9: error: bits 32 must be HIGHEST:LOWEST and at most bit 31",
                ":10: error: bits 0:3 must be HIGHEST:LOWEST",
                ":11: error: number \"x\" is no number");
    }

    @Test
    void whatDoesNotFitIsAnError() throws Exception {
        assertErrors("register A at 0x100", "behind the last of 256 bytes");
        assertErrors("register A at 0 width 1 reset 0x100", "does not fit into 1 bytes");
        assertErrors("register A at 0 width 2 widths 4", "must not be above the width 2");
        assertErrors("register A at 0 step 8", "step is for arrays");
        assertErrors("register A[0] at 0", "1 to 65536 members");
        assertErrors("register A at 0\nfield F 1:0\nvalue 4 FOUR", "does not fit into the 2 bits of field F");
        assertErrors("register A at 0\nfield F 1:0\nfield G 1", "field G overlaps field F");
        assertErrors("register A at 0\nregister A at 4", "another one of that name in line 3");
        assertErrors("register A at 0 fifo 0", "must be from 1 to");
        assertErrors("register A at 0 reset 0x1FFFFFFFFFFFFFFFF", "no number of up to 64 bits");
        assertErrors("register A at", "offset is missing");
        assertErrors("register A at 0 \"text", "does not end");
        assertErrors("register A at 0 \"one\" \"two\"", "two texts");
    }

    @Test
    void linesStandWhereTheyBelong() throws Exception {
        assertThat(load("device D\nregister R at 0").problems()).extracting(Problem::message)
                .contains("a register line must follow a peripheral line");
        assertErrors("field F 0", "a field line must follow a register line");
        assertErrors("register R at 0\nvalue 0 X", "a value line must follow a field line");
        assertThat(load("").problems()).extracting(Problem::message).containsExactly("the line device NAME is missing",
                "there is no peripheral");
        assertThat(load("device A\ndevice B\nperipheral P at 0 size 1").problems()).extracting(Problem::message)
                .containsExactly("there is a second device line; a file describes one device");
        assertThat(load("device D\nperipheral P").problems()).extracting(Problem::message)
                .containsExactly("a peripheral needs at ADDRESS and size BYTES");
    }

    @Test
    void whatIsNoTextIsOneProblem() throws Exception {
        Loaded loaded = TextLoader.load("x", new ByteArrayInputStream(new byte[] {'d', (byte) 0xC3, 0x28}));

        assertThat(loaded.device()).isEmpty();
        assertThat(loaded.problems()).extracting(Problem::message).contains("the file is not text in UTF-8");
    }
}
