package org.devmap.backend.sim.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.RegisterDescription;
import org.devmap.RegisterDescription.Effect;
import org.devmap.embed.ManualClock;
import org.junit.jupiter.api.Test;

class RegisterFileTest {

    private static RegisterFile file(Register.Builder... registers) {
        RegisterFile.Builder builder = RegisterFile.ofSize(0x100);
        for (Register.Builder register : registers) {
            builder.add(register);
        }
        return builder.build();
    }

    private static void assertBusError(ThrowingCallable access, String... words) {
        assertThatThrownBy(access)
                .isInstanceOfSatisfying(DdiException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EIO))
                .hasMessageContainingAll(words);
    }

    @Test
    void aPlainRegisterKeepsWhatIsWrittenInItsWidth() throws Exception {
        RegisterFile file = file(Register.at(8, "WIDE").width(8), Register.at(0, "BYTE").width(1).reset(0x1AB));

        assertThat(file.read(0, 1)).isEqualTo(0xAB);
        file.write(8, 8, -2);
        file.write(0, 1, 0x3FF);
        assertThat(file.read(8, 8)).isEqualTo(-2);
        assertThat(file.read(0, 1)).isEqualTo(0xFF);
    }

    @Test
    void anAccessWhereNoRegisterLiesNamesTheNearest() {
        RegisterFile file = file(Register.at(0, "FIRST"), Register.at(0x20, "LAST"));

        assertBusError(() -> file.read(0x18, 4), "read of 4 bytes at 0x18", "no register lies there", "LAST (0x20, 4 bytes)");
        assertBusError(() -> file.write(0x4, 1, 0), "write of 1 byte at 0x4", "FIRST (0x0, 4 bytes)");
    }

    @Test
    void aForbiddenWidthNamesTheRegisterAndItsWidths() {
        RegisterFile file = file(Register.at(0x10, "CONTROL").widths(2, 4));

        assertBusError(() -> file.read(0x11, 1), "read of 1 byte at 0x11", "CONTROL (0x10, 4 bytes)", "accesses of 2 or 4 bytes");
        assertBusError(() -> file.read(0x10, 8), "read of 8 bytes at 0x10", "CONTROL");
    }

    @Test
    void theWrongDirectionNamesTheAccess() {
        RegisterFile file = file(Register.at(0, "STATUS").with(BitAccess.READ_ONLY),
                Register.at(4, "DOORBELL").with(BitAccess.WRITE_ONLY));

        assertBusError(() -> file.write(0, 4, 1), "STATUS (0x0, 4 bytes) is read-only");
        assertBusError(() -> file.read(4, 4), "DOORBELL (0x4, 4 bytes) is write-only");
    }

    @Test
    void aNarrowAccessReachesItsPartOnly() throws Exception {
        RegisterFile file = file(Register.at(4, "PARTS").widths(1, 2, 4).reset(0x11223344));

        file.write(6, 1, 0xAA);
        assertThat(file.read(4, 4)).isEqualTo(0x11AA3344);
        file.write(4, 2, 0xBEEF);
        assertThat(file.read(4, 4)).isEqualTo(0x11AABEEF);
        assertThat(file.read(6, 2)).isEqualTo(0x11AA);
    }

    @Test
    void aReadClearsOnlyTheBytesItReads() throws Exception {
        RegisterFile file = file(Register.at(0, "EVENTS").widths(1, 4).with(ReadEffect.CLEAR).reset(0xFFFF_FFFFL));

        assertThat(file.read(1, 1)).isEqualTo(0xFF);
        assertThat(file.read(0, 4)).isEqualTo(0xFFFF_00FFL);
        assertThat(file.read(0, 4)).isZero();
    }

    @Test
    void aReadCanSet() throws Exception {
        RegisterFile file = file(Register.at(0, "SEMAPHORE").width(1).with(ReadEffect.SET));

        assertThat(file.read(0, 1)).isZero();
        assertThat(file.read(0, 1)).isEqualTo(0xFF);
    }

    @Test
    void everyWriteEffectActsOnEachBit() throws Exception {
        assertThat(after(WriteEffect.STORE)).isEqualTo(0b1010);
        assertThat(after(WriteEffect.MODIFY)).isEqualTo(0b1010);
        assertThat(after(WriteEffect.ONE_TO_CLEAR)).isEqualTo(0b0100);
        assertThat(after(WriteEffect.ONE_TO_SET)).isEqualTo(0b1110);
        assertThat(after(WriteEffect.ONE_TO_TOGGLE)).isEqualTo(0b0110);
        assertThat(after(WriteEffect.ZERO_TO_CLEAR)).isEqualTo(0b1000);
        assertThat(after(WriteEffect.ZERO_TO_SET)).isEqualTo(0b1101);
        assertThat(after(WriteEffect.ZERO_TO_TOGGLE)).isEqualTo(0b1001);
        assertThat(after(WriteEffect.CLEAR)).isEqualTo(0b0000);
        assertThat(after(WriteEffect.SET)).isEqualTo(0b1111);
    }

    /** Writes 1010 to a field of four bits that holds 1100. */
    private static long after(WriteEffect effect) throws DdiException {
        RegisterFile file = file(Register.at(0, "R").reset(0b1100).field(Field.of("F", 0, 4).with(effect)));
        file.write(0, 4, 0b1010);
        return file.read(0, 4);
    }

    @Test
    void oneWriteHasTheEffectOfEachField() throws Exception {
        RegisterFile file = file(Register.at(0, "MIXED").reset(0xFFFF)
                .field(Field.of("STORED", 0, 4))
                .field(Field.of("ACK", 4, 4).with(WriteEffect.ONE_TO_CLEAR))
                .field(Field.of("FIXED", 8, 4).with(BitAccess.READ_ONLY)));

        file.write(0, 4, 0x35);

        assertThat(file.read(0, 4)).isEqualTo(0xFFC5);
    }

    @Test
    void bitsOutsideTheFieldsKeepTheirResetValue() throws Exception {
        RegisterFile file = file(Register.at(0, "R").reset(0xF0).field(Field.of("F", 0, 4)));

        file.write(0, 4, 0xFFFF_FF03L);

        assertThat(file.read(0, 4)).isEqualTo(0xF3);
    }

    @Test
    void writeOnlyFieldsReadAsZero() throws Exception {
        RegisterFile file = file(Register.at(0, "R").field(Field.of("SEEN", 0, 4))
                .field(Field.of("KEY", 4, 4).with(BitAccess.WRITE_ONLY)));

        file.write(0, 4, 0xA5);

        assertThat(file.read(0, 4)).isEqualTo(0x5);
        assertThat(file.get("R")).isEqualTo(0xA5);
    }

    @Test
    void writeOnceTakesTheFirstWriteUntilReset() throws Exception {
        RegisterFile file = file(Register.at(0, "LOCK").width(2).widths(1, 2).with(BitAccess.READ_WRITE_ONCE).reset(0x1111));

        file.write(0, 1, 0x22);
        file.write(0, 2, 0x3333);
        assertThat(file.read(0, 2)).as("each byte has had its first write").isEqualTo(0x3322);
        file.write(0, 2, 0x4444);
        assertThat(file.read(0, 2)).isEqualTo(0x3322);

        file.reset();
        assertThat(file.read(0, 2)).isEqualTo(0x1111);
        file.write(0, 2, 0x5555);
        assertThat(file.read(0, 2)).isEqualTo(0x5555);
    }

    @Test
    void aSelfClearingFieldIsSeenByThePortAndReadsAsZero() throws Exception {
        long[] seen = new long[1];
        RegisterFile file = RegisterFile.ofSize(4)
                .add(Register.at(0, "COMMAND").field(Field.of("START", 0, 1).clearingItself())
                        .field(Field.of("MODE", 1, 2)), new Port() {
                    @Override
                    public long write(long stored, long next, long written) {
                        seen[0] = next;
                        return next;
                    }
                }).build();

        file.write(0, 4, 0b111);

        assertThat(seen[0]).isEqualTo(0b111);
        assertThat(file.read(0, 4)).isEqualTo(0b110);
    }

    @Test
    void aPortThatRefusesAWriteLeavesTheRegisterAsItWas() throws Exception {
        RegisterFile file = RegisterFile.ofSize(4)
                .add(Register.at(0, "R").with(BitAccess.READ_WRITE_ONCE).reset(7), new Port() {
            @Override
            public long write(long stored, long next, long written) throws DdiException {
                if (written == 1) {
                    throw new DdiException(Errno.EIO, "not 1");
                }
                return next;
            }
        }).build();

        assertBusError(() -> file.write(0, 4, 1), "not 1");
        assertThat(file.read(0, 4)).isEqualTo(7);
        file.write(0, 4, 2);
        assertThat(file.read(0, 4)).as("the refused write was not the first").isEqualTo(2);
    }

    @Test
    void aFifoGivesTheOldestAndCountsWhatIsLostOrMissing() throws Exception {
        Fifo fifo = new Fifo(2);
        RegisterFile file = RegisterFile.ofSize(4).add(Register.at(0, "DATA").width(1), fifo).build();

        file.write(0, 1, 1);
        file.write(0, 1, 2);
        file.write(0, 1, 3);

        assertThat(fifo.level()).isEqualTo(2);
        assertThat(fifo.lost()).isEqualTo(1);
        assertThat(file.read(0, 1)).isEqualTo(1);
        assertThat(file.read(0, 1)).isEqualTo(2);
        assertThat(file.read(0, 1)).isZero();
        assertThat(fifo.missing()).isEqualTo(1);
        assertThat(file.registers().getFirst().effects()).containsExactlyInAnyOrder(Effect.READ, Effect.WRITE);
    }

    @Test
    void aCounterFollowsTheClockAndWrapsAtItsWidth() throws Exception {
        ManualClock clock = new ManualClock();
        RegisterFile file = RegisterFile.ofSize(4)
                .add(Register.at(0, "TIME").width(2).reset(0xFFF0), new Counter(clock, 1000)).build();

        clock.advance(20_000_000);
        assertThat(file.read(0, 2)).isEqualTo(4);
        file.write(0, 2, 100);
        clock.advance(1_999_999);
        assertThat(file.read(0, 2)).isEqualTo(101);
        assertThat(file.registers().getFirst().effects()).isEmpty();
    }

    @Test
    void aCounterDoesNotLoseStepsOverLongTimes() {
        assertThat(Counter.steps(Long.MAX_VALUE, 1_000_000_000L)).isEqualTo(Long.MAX_VALUE);
        assertThat(Counter.steps(3_600_000_000_000L, 48_000_000L)).isEqualTo(3600L * 48_000_000L);
    }

    @Test
    void aReadAndAWriteRegisterMayShareAnOffset() throws Exception {
        RegisterFile file = file(Register.at(0, "STATUS").with(BitAccess.READ_ONLY).reset(5),
                Register.at(0, "COMMAND").with(BitAccess.WRITE_ONLY));

        file.write(0, 4, 9);

        assertThat(file.read(0, 4)).isEqualTo(5);
        assertThat(file.get("COMMAND")).isEqualTo(9);
    }

    @Test
    void registersOfOneDirectionMayNotOverlapUndeclared() {
        assertThatThrownBy(() -> file(Register.at(0, "WORD"), Register.at(2, "HALF").width(2)))
                .hasMessageContainingAll("WORD (0x0, 4 bytes)", "HALF (0x2, 2 bytes)", "overlap", "alternate");
    }

    @Test
    void anAlternateIsReachedByItsOwnWidth() throws Exception {
        RegisterFile file = file(Register.at(0, "WORD").widths(1, 2, 4), Register.at(2, "HALF").width(2).alternate());

        file.write(2, 2, 0xAAAA);
        file.write(3, 1, 0xBB);

        assertThat(file.get("HALF")).isEqualTo(0xAAAA);
        assertThat(file.get("WORD")).isEqualTo(0xBB00_0000L);
    }

    @Test
    void aNameIsUniqueAndARegisterFits() {
        assertThatThrownBy(() -> file(Register.at(0, "A"), Register.at(4, "A"))).hasMessageContaining("two registers A");
        assertThatThrownBy(() -> file(Register.at(0x100, "B"))).hasMessageContainingAll("B (0x100, 4 bytes)", "256 bytes");
        assertThatThrownBy(() -> Register.at(2, "C").build()).hasMessageContainingAll("C", "offset 2", "width 4");
        assertThatThrownBy(() -> Register.at(0, "D").field(Field.of("F", 30, 4)).build())
                .hasMessageContainingAll("D", "F", "bit 33", "bit 31");
    }

    @Test
    void elsewhereCanBeNothing() throws Exception {
        RegisterFile file = RegisterFile.ofSize(16).elsewhere(RegisterFile.Elsewhere.NOTHING)
                .add(Register.at(0, "ID").with(BitAccess.READ_ONLY).reset(3)).build();

        file.write(0, 4, 9);
        file.write(8, 4, 9);

        assertThat(file.read(0, 4)).isEqualTo(3);
        assertThat(file.read(8, 4)).isZero();
    }

    @Test
    void descriptionsTellToolsAccessEffectsAndFields() {
        RegisterDescription described = file(Register.at(0x8, "IRQ").described("interrupts").reset(1).widths(1, 4)
                .field(Field.of("PENDING", 0, 8).described("waiting").with(WriteEffect.ONE_TO_CLEAR))).registers().getFirst();

        assertThat(described.name()).isEqualTo("IRQ");
        assertThat(described.description()).isEqualTo("interrupts");
        assertThat(described.offset()).isEqualTo(8);
        assertThat(described.width()).isEqualTo(4);
        assertThat(described.access()).isEqualTo(RegisterDescription.Access.READ_WRITE);
        assertThat(described.effects()).containsExactly(Effect.WRITE);
        assertThat(described.resetValue()).isEqualTo(1);
        assertThat(described.fields()).containsExactly(new RegisterDescription.Field("PENDING", "waiting", 0, 8));
    }
}
