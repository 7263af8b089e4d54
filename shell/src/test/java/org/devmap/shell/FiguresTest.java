package org.devmap.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How figures are written and read. */
class FiguresTest {

    @ParameterizedTest
    @CsvSource({"0, 0 B", "1, 1 B", "1023, 1023 B", "1024, 1.0 KiB", "1536, 1.5 KiB", "65536, 64 KiB", "66048, 64.5 KiB",
        "1048575, 1.0 MiB", "1048576, 1.0 MiB", "4194304, 4.0 MiB", "9223372036854775807, 8.0 EiB", "-1, 16 EiB"})
    void sizesAreInTheLargestUnitThatKeepsThemAbove1(long bytes, String text) {
        assertThat(Figures.size(bytes)).isEqualTo(text);
    }

    @Test
    void theLargestLimitIsNone() {
        assertThat(Figures.limit(-1)).isEqualTo("unlimited");
        assertThat(Figures.limit(4096)).isEqualTo("4.0 KiB");
    }

    @Test
    void addressesAreUnsignedHexadecimalAndValuesHaveAllDigitsOfTheirWidth() {
        assertThat(Figures.address(0)).isEqualTo("0x0");
        assertThat(Figures.address(-4096)).isEqualTo("0xfffffffffffff000");
        assertThat(Figures.value(0x1f, 1)).isEqualTo("0x1f");
        assertThat(Figures.value(1, 2)).isEqualTo("0x0001");
        assertThat(Figures.value(-1, 8)).isEqualTo("0xffffffffffffffff");
    }

    @ParameterizedTest
    @CsvSource({"0, ---", "1, r--", "3, rw-", "5, r-x", "11, rw-u", "15, rwxu"})
    void protectionReadsAsInALongListing(int bits, String text) {
        assertThat(Figures.protection(bits)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 10, ..........", "0, 10, 10, ##########", "0, 3, 4, ###.", "0, 250, 1000, ##+.......",
        "1023, 1024, 1024, .........+", "0, 1, 1, #", "0, 11, 15, #######+.."})
    void theBarShowsWhereThePagesWithATranslationLie(int from, int to, int pages, String bar) {
        BitSet loaded = new BitSet();
        loaded.set(from, to);
        assertThat(Figures.bar(loaded, pages)).isEqualTo(bar);
        assertThat(Figures.pages(loaded, pages)).isEqualTo((to - from) + "/" + pages);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "16, 16", "0x10, 16", "0XfF, 255", "18446744073709551615, -1", "0xffffffffffffffff, -1"})
    void numbersAreDecimalOrHexadecimal(String word, long number) {
        assertThat(Figures.number("OFFSET", word)).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0x", "ten", "-1", "1.5", "0x1g", "18446744073709551616", "10KiB"})
    void whatIsNoNumberIsNamedWithItsArgument(String word) {
        assertThatThrownBy(() -> Figures.number("OFFSET", word)).isInstanceOf(CommandFailure.class).hasMessage(
                "OFFSET '" + word + "' must be a number below 2^64, decimal or 0x and hexadecimal digits");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "4096, 4096", "0x1000, 4096", "64KiB, 65536", "64kib, 65536", "3B, 3",
        "2GiB, 2147483648", "unlimited, -1"})
    void bytesMayHaveAUnit(String word, long bytes) {
        assertThat(Figures.bytes("BYTES", word)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "KiB", "ten", "4K", "4KB", "-1", "1.5MiB"})
    void whatIsNoSizeIsNamedWithItsArgument(String word) {
        assertThatThrownBy(() -> Figures.bytes("BYTES", word)).isInstanceOf(CommandFailure.class).hasMessage(
                "BYTES '" + word + "' must be a number of bytes such as 65536, 0x10000 or 64KiB, or unlimited");
    }

    @Test
    void aSizeThatOverflowsIsRefused() {
        assertThatThrownBy(() -> Figures.bytes("BYTES", "99999999999TiB"))
                .hasMessage("BYTES '99999999999TiB' must be below 2^64 bytes");
    }
}
