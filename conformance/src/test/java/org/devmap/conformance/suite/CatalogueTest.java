package org.devmap.conformance.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CatalogueTest {

    private final Catalogue catalogue = Catalogue.load();

    @Test
    void theStatementsAreNumberedFrom1To399WithoutAGap() {
        assertThat(catalogue.statements()).extracting(StatementText::number)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 399).boxed().toList());
    }

    @Test
    void aStatementIsReadWithItsMarkItsTextAndItsSection() {
        assertThat(catalogue.statement(37)).hasToString("S-037 [F] Given a driver returning one page per call, "
                + "when mmap 4P at off o, then devmap(9E) is called with (o,4P),(o+P,3P),(o+2P,2P),(o+3P,P) "
                + "and four handles exist.");
        assertThat(catalogue.statement(37).section()).isEqualTo("3.3");
        assertThat(catalogue.statement(38).mark()).isEqualTo("D-7");
        assertThat(catalogue.title("3.3")).isEqualTo("devmap(9E) loop, maplen, several handles");
    }

    @Test
    void aNumberThatOccursTwiceIsRefused() {
        assertThatThrownBy(() -> Catalogue.parse(List.of("### 3.1 a", "- **S-001** [F] one", "### 3.2 b", "- **S-001** [F] two")))
                .hasMessage("S-001 occurs twice: in section 3.1 and in 3.2");
    }

    @Test
    void anItemThatLooksLikeAStatementAndIsNoneIsRefused() {
        assertThatThrownBy(() -> Catalogue.parse(List.of("- **S-7** [F] one"))).hasMessageContaining("- **S-7** [F] one");
    }

    @Test
    void whoeverAsksForAnUnknownNumberOrSectionIsToldWhichThereAre() {
        assertThatThrownBy(() -> catalogue.statement(400)).hasMessageContaining("from S-001 to S-399");
        assertThatThrownBy(() -> catalogue.title("3.99")).hasMessageContaining("3.1, 3.2, 3.3");
    }
}
