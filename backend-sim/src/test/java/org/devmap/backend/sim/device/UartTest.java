package org.devmap.backend.sim.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.devmap.DdiException;
import org.devmap.backend.DeviceNode;
import org.devmap.backend.RegisterModel;
import org.devmap.backend.RegisterSet;
import org.devmap.embed.ManualClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UartTest {

    private static final int DATA = 0;
    private static final int IER = 1;
    private static final int IIR = 2;
    private static final int FCR = 2;
    private static final int LCR = 3;
    private static final int MCR = 4;
    private static final int LSR = 5;
    private static final int MSR = 6;
    private static final int SCR = 7;
    /** 10 bits at 115200 baud. */
    private static final long CHARACTER = 86_805;

    private final ManualClock clock = new ManualClock();
    private final DeviceNode node = Uart.create("uart0", clock);
    private final RegisterModel uart = ((RegisterSet.Modelled) node.registerSets().getFirst()).model();
    private final CountingSink sink = new CountingSink();

    @BeforeEach
    void listen() throws Exception {
        node.interrupts().getFirst().connect(sink);
        node.interrupts().getFirst().enable();
    }

    private long in(int register) throws DdiException {
        return uart.read(register, 1);
    }

    private void out(int register, int value) throws DdiException {
        uart.write(register, 1, value);
    }

    @Test
    void whatIsSentComesBackAfterTheTimeOfACharacter() throws Exception {
        assertThat(in(LSR)).isEqualTo(0x60);
        out(DATA, 'x');
        assertThat(in(LSR)).as("in the shift register").isEqualTo(0x20);

        clock.advance(CHARACTER - 1);
        assertThat(in(LSR)).isEqualTo(0x20);
        clock.advance(1);

        assertThat(in(LSR)).isEqualTo(0x61);
        assertThat(in(DATA)).isEqualTo('x');
        assertThat(in(LSR)).isEqualTo(0x60);
    }

    @Test
    void theDivisorLatchHidesDataAndInterruptEnableAndSetsTheRate() throws Exception {
        out(IER, 0x05);
        out(LCR, 0x83);
        out(DATA, 12);
        out(IER, 1);
        assertThat(in(DATA)).isEqualTo(12);
        assertThat(in(IER)).isEqualTo(1);
        out(IER, 0);
        out(LCR, 0x03);

        assertThat(in(IER)).isEqualTo(0x05);
        out(DATA, 'x');
        clock.advance(12 * CHARACTER);
        assertThat(in(LSR) & 1).isZero();
        clock.advance(12);
        assertThat(in(LSR) & 1).isEqualTo(1);
    }

    @Test
    void withoutFifosTheSecondCharacterOverrunsTheFirst() throws Exception {
        out(DATA, 'a');
        clock.advance(CHARACTER);
        out(DATA, 'b');
        clock.advance(CHARACTER);

        assertThat(in(LSR)).isEqualTo(0x63);
        assertThat(in(LSR)).as("reading clears the overrun").isEqualTo(0x61);
        assertThat(in(DATA)).isEqualTo('b');
    }

    @Test
    void theFifosHoldSixteenAndTheSeventeenthIsLost() throws Exception {
        out(FCR, 0x01);
        for (int i = 0; i < 17; i++) {
            out(DATA, i);
        }
        clock.advance(17 * CHARACTER + 17);

        assertThat(in(LSR) & 0x03).isEqualTo(0x03);
        for (int i = 0; i < 16; i++) {
            assertThat(in(DATA)).isEqualTo(i);
        }
        assertThat(in(LSR) & 0x01).isZero();
        assertThat(in(IIR)).isEqualTo(0xC1);
    }

    @Test
    void switchingTheFifosEmptiesThem() throws Exception {
        out(DATA, 'a');
        clock.advance(CHARACTER);

        out(FCR, 0x01);
        assertThat(in(LSR) & 1).isZero();
    }

    @Test
    void receivedDataInterruptAtTheTriggerAndAfterATimeoutBelowIt() throws Exception {
        out(FCR, 0x41);
        out(IER, 0x01);
        out(DATA, 'a');
        clock.advance(CHARACTER);
        assertThat(in(IIR)).as("one of four").isEqualTo(0xC1);

        clock.advance(4 * CHARACTER);
        assertThat(in(IIR)).as("nobody came").isEqualTo(0xCC);
        assertThat(sink.raised).isEqualTo(1);
        in(DATA);
        assertThat(in(IIR)).isEqualTo(0xC1);

        for (int i = 0; i < 4; i++) {
            out(DATA, i);
        }
        clock.advance(4 * CHARACTER + 4);
        assertThat(in(IIR)).isEqualTo(0xC4);
        assertThat(sink.raised).isEqualTo(2);
        in(DATA);
        assertThat(in(IIR)).as("below the trigger again").isEqualTo(0xC1);
    }

    @Test
    void theTimeoutBeginsAnewWithEachCharacter() throws Exception {
        out(FCR, 0x41);
        out(IER, 0x01);
        out(DATA, 'a');
        clock.advance(3 * CHARACTER);
        out(DATA, 'b');
        clock.advance(4 * CHARACTER);
        assertThat(in(IIR)).as("three characters after the second").isEqualTo(0xC1);

        clock.advance(CHARACTER);
        assertThat(in(IIR)).isEqualTo(0xCC);
    }

    @Test
    void anEmptyHoldingRegisterInterruptsUntilItIsReadOrWritten() throws Exception {
        out(IER, 0x02);
        assertThat(sink.raised).as("it is empty already").isEqualTo(1);
        assertThat(in(IIR)).isEqualTo(0x02);
        assertThat(in(IIR)).as("reading acknowledged it").isEqualTo(0x01);

        out(DATA, 'a');
        assertThat(sink.raised).as("it went on to the shift register at once").isEqualTo(2);
    }

    @Test
    void loopbackInsideShowsTheModemLinesOfOurOwn() throws Exception {
        assertThat(in(MSR)).isEqualTo(0xB0);
        out(IER, 0x08);
        out(MCR, 0x10 | 0x02 | 0x08);

        assertThat(in(IIR)).isZero();
        assertThat(sink.raised).isEqualTo(1);
        assertThat(in(MSR)).as("CTS and DCD follow RTS and OUT2, DSR fell").isEqualTo(0x92);
        assertThat(in(MSR)).as("reading clears what changed").isEqualTo(0x90);
        assertThat(in(IIR)).isEqualTo(0x01);

        out(MCR, 0x10 | 0x04);
        assertThat(in(MSR) & 0x04).as("a beginning ring does not count").isZero();
        out(MCR, 0x10);
        assertThat(in(MSR) & 0x04).as("its end does").isEqualTo(0x04);
    }

    @Test
    void scratchKeepsAByteAndNothingElseIsAllowed() throws Exception {
        out(SCR, 0xA5);

        assertThat(in(SCR)).isEqualTo(0xA5);
        assertThatThrownBy(() -> uart.read(0, 4)).hasMessageContaining("1 byte only");
        assertThatThrownBy(() -> out(LSR, 0)).hasMessageContaining("LSR is read-only");
        assertThat(uart.registers()).hasSize(12);
    }
}
