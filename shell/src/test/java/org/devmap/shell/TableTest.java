package org.devmap.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

/** The layout of tables. */
class TableTest {

    @Test
    void wordsAreAlignedToTheLeftAndFiguresToTheRightAndNoLineEndsInBlanks() {
        assertThat(new Table().left("NAME").right("COUNT").left("WHAT")
                .row("a", 1, "short").row("longer", 123456, "").row("", "", "").toString()).isEqualTo("""
                NAME     COUNT  WHAT
                a            1  short
                longer  123456

                """.stripTrailing() + "\n");
    }

    @Test
    void aNoteStandsBelowItsRowAndDoesNotWidenTheColumns() {
        assertThat(new Table().left("A").left("B").row("1", "2").note("a long story").row("3", "4").toString()).isEqualTo("""
                A  B
                1  2
                    a long story
                3  4""");
    }

    @Test
    void anEmptyTableIsOneSentence() {
        assertThat(new Table().left("A").orIfEmpty("no such thing")).isEqualTo("no such thing");
        assertThat(new Table().left("A").row("1").orIfEmpty("no such thing")).isEqualTo("A\n1");
    }

    @Test
    void lineBreaksAndEscapeSequencesOfOthersDoNotReachTheScreen() {
        assertThat(new Table().left("A").row("x\r\ny").note("\u001b[31mred").toString()).isEqualTo("A\nx y\n     [31mred");
    }

    @Test
    void aRowHasACellForEachColumn() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Table().left("A").right("B").row("1"))
                .withMessage("1 cells must be 2, one for each column");
    }
}
