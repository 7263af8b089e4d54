package org.devmap.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Registers under observation. */
class WatchCommandsTest {

    private static final String UNTIL_INTERRUPTED = "until interrupted";

    private final ExampleSystem example = ExampleSystem.idle();
    private final ProbeNode probe = new ProbeNode();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ScriptedPace pace = new ScriptedPace();
    private final WatchCommands commands = new WatchCommands(example.system, pace,
            () -> new PrintStream(out, true, StandardCharsets.UTF_8));

    /** Time passes only in pauses, and in each pause something happens. */
    private static final class ScriptedPace implements Pace {

        private final Deque<Runnable> script = new ArrayDeque<>();
        private long now = 42;

        @Override
        public long nanoTime() {
            return now;
        }

        @Override
        public void pause(Duration length) throws InterruptedException {
            now += length.toNanos();
            if (script.isEmpty()) {
                throw new InterruptedException("Ctrl-C");
            }
            script.remove().run();
        }
    }

    @BeforeEach
    void publish() throws Exception {
        example.system.publish(probe);
    }

    @AfterEach
    void close() {
        example.close();
    }

    private void then(String place, String value) {
        pace.script.add(() -> example.registers.write(true, "probe0", place, value));
    }

    private void thenNothing() {
        pace.script.add(() -> { });
    }

    private String shown() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void eachChangeIsALineWithTheFieldsThatChangedUntilCtrlC() {
        thenNothing();
        then("0:HALF", "0x8001");
        then("0:BYTE", "7");
        then("0:HALF", "0x8001");
        then("0:HALF.LOW", "0xfe");

        assertThat(commands.watch(false, "250", UNTIL_INTERRUPTED, "probe0", "0:HALF", "0:HALF.TOP", "0:0/1"))
                .isEqualTo("4 changes of probe0");

        assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
        assertThat(shown()).isEqualTo("""
                  SECONDS  REGISTER  BEFORE  NOW     CHANGED FIELDS
                    0.000  HALF      -       0x0000
                    0.000  HALF.TOP  -       0x0
                    0.000  0:0x0/1   -       0x00
                    0.500  HALF      0x0000  0x8001  LOW 0x0 -> 0x1, TOP 0x0 -> 0x1
                    0.500  HALF.TOP  0x0     0x1
                    0.750  0:0x0/1   0x00    0x07
                    1.250  HALF      0x8001  0x80fe  LOW 0x1 -> 0xfe
                """);
    }

    @Test
    void itEndsAfterSoManyChanges() {
        then("0:BYTE", "1");
        thenNothing();
        then("0:BYTE", "2");
        then("0:BYTE", "3");
        assertThat(commands.watch(false, "100", "2", "probe0", "0:BYTE")).isEqualTo("2 changes of probe0");
        assertThat(pace.script).as("what was not waited for").hasSize(1);
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void whatAReadChangesIsWatchedOnlyIfThatIsMeant() {
        assertThatThrownBy(() -> commands.watch(false, "100", "1", "probe0", "0:BYTE", "FIFO"))
                .isInstanceOf(CommandFailure.class).hasMessageContaining("several of this name");
        assertThatThrownBy(() -> commands.watch(false, "100", "1", "probe0", "0:BYTE", "0:FIFO"))
                .isInstanceOf(CommandFailure.class).hasMessage("reading FIFO (0:0x10) of probe0 has effects; if you mean it:"
                        + " watch --side-effects probe0 0:BYTE 0:FIFO");
        assertThat(probe.reads).isZero();
        then("0:DIVISOR", "1");
        assertThat(commands.watch(true, "100", "1", "probe0", "0:FIFO")).isEqualTo("1 change of probe0");
        assertThatThrownBy(() -> commands.watch(true, "100", "1", "probe0", "0:COMMAND"))
                .hasMessage("COMMAND (0:0x14) of probe0 is write-only");
    }

    @Test
    void aDeviceThatFailsEndsIt() {
        assertThatThrownBy(() -> commands.watch(false, "100", "1", "probe0", "0:BROKEN")).isInstanceOf(CommandFailure.class)
                .hasMessageStartingWith("watch BROKEN (0:0x18) of probe0: ").hasMessageContaining("EIO: no answer");
    }

    @Test
    void whatIsWrongIsNamed() {
        assertThatThrownBy(() -> commands.watch(false, "100", "1"))
                .hasMessage("NODE is missing; usage: watch NODE REGISTER[.FIELD]|SET:OFFSET[/WIDTH]...");
        assertThatThrownBy(() -> commands.watch(false, "100", "1", "probe0"))
                .hasMessage("REGISTER[.FIELD]|SET:OFFSET[/WIDTH]... is missing; usage: watch NODE"
                        + " REGISTER[.FIELD]|SET:OFFSET[/WIDTH]...");
        assertThatThrownBy(() -> commands.watch(false, "0", "1", "probe0", "0:BYTE"))
                .hasMessage("--interval 0 must be from 1 to 86400000");
        assertThatThrownBy(() -> commands.watch(false, "100", "-1", "probe0", "0:BYTE"))
                .hasMessage("--changes '-1' must be a number below 2^64, decimal or 0x and hexadecimal digits");
        assertThat(shown()).isEmpty();
    }
}
