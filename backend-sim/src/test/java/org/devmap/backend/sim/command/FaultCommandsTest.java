package org.devmap.backend.sim.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.devmap.backend.RegisterSet;
import org.devmap.backend.sim.SimNexus;
import org.devmap.backend.sim.StubHost;
import org.devmap.backend.sim.fault.FaultDesk;
import org.devmap.backend.sim.record.Recorder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults by command. */
class FaultCommandsTest {

    private final StubHost host = new StubHost();
    private final FaultDesk desk = new FaultDesk();
    private final FaultCommands commands = new FaultCommands(desk);

    @BeforeEach
    void start() throws Exception {
        new SimNexus(desk, new Recorder(), "context0", "edu0").start(host);
    }

    private String fault(String line) {
        return commands.fault(line.split(" "));
    }

    @Test
    void faultsAreNumberedShownWithTheirHitsAndEnded() throws Exception {
        assertThat(commands.faults()).isEqualTo("no faults");
        assertThat(fault("context0 stuck STATUS.READY 0")).isEqualTo("context0 stuck STATUS.READY 0x0, always: fault 1");
        assertThat(fault("edu0 lost-interrupt 0 once")).isEqualTo("edu0 lost-interrupt 0, once: fault 2");
        assertThat(fault("sim out-of-memory times 3")).isEqualTo("sim out-of-memory, times 3: fault 3");
        assertThat(fault("context0 slow window 5ms probability 0.5 seed 7"))
                .isEqualTo("context0 slow window 5ms, probability 0.5 seed 7: fault 4");
        ((RegisterSet.Modelled) host.nodes.get("context0").registerSets().get(2)).model().read(8, 4);
        assertThat(commands.faults()).isEqualTo("""
                NUMBER  DEVICE    FAULT                   WHEN                    HITS
                     1  context0  stuck STATUS.READY 0x0  always                     1
                     2  edu0      lost-interrupt 0        once                       0
                     3  sim       out-of-memory           times 3                    0
                     4  context0  slow window 5ms         probability 0.5 seed 7     0""");

        assertThat(commands.unfault("2")).isEqualTo("1 fault ended");
        assertThat(commands.unfault("context0")).isEqualTo("2 faults ended");
        assertThat(commands.unfault("all")).isEqualTo("1 fault ended");
        assertThat(commands.unfault("all")).isEqualTo("0 faults ended");
        assertThat(commands.faults()).isEqualTo("no faults");
    }

    @Test
    void whatComesAtOnceIsDone() {
        assertThat(fault("edu0 spurious-interrupt 0")).isEqualTo("edu0 spurious-interrupt 0: done");
        assertThat(desk.active()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "contxt0 removed | DEVICE 'contxt0': no such simulated device; there are context0, edu0, and sim for the memory provider",
        "context0 melted | FAULT 'melted' must be one of stuck, bus-error, slow, hang, removed, lost-interrupt,"
                + " spurious-interrupt, out-of-memory; see 'help devmap:fault'",
        "context0 | FAULT is missing; it is one of stuck, bus-error, slow, hang, removed, lost-interrupt, spurious-interrupt,"
                + " out-of-memory; see 'help devmap:fault'"})
    void whatIsWrongIsToldInOneSentence(String line, String message) {
        assertThatThrownBy(() -> fault(line)).isInstanceOf(CommandFailure.class).hasMessage(message);
    }

    @Test
    void wordsThatAreMissingOrTooManyAreNamed() {
        assertThatThrownBy(() -> commands.fault()).isInstanceOf(CommandFailure.class).hasMessageStartingWith("DEVICE is missing");
        assertThatThrownBy(() -> commands.faults("x")).hasMessage("'x' is one argument too many; usage: faults");
        assertThatThrownBy(() -> commands.unfault())
                .hasMessage("NUMBER|DEVICE|all is missing; usage: unfault NUMBER|DEVICE|all");
        assertThatThrownBy(() -> commands.unfault("7"))
                .hasMessage("'7' is no number and no device that 'faults' shows, nor 'all'");
    }
}
