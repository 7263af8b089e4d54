package org.devmap.conformance.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Every statement has exactly one test; {@link Suite#load} itself refuses a second one. */
class CoverageTest {

    private final Suite suite = Suite.load();

    @Test
    void everyStatementHasATest() {
        assertThat(suite.untested()).isEmpty();
    }

    @Test
    void everySectionOfTheDocumentHasAClass() {
        assertThat(Section.values()).extracting(Section::number).containsExactlyElementsOf(suite.catalogue().sections());
    }

    @Test
    void aSecondTestOfAStatementIsRefused() {
        assertThatThrownBy(() -> Suite.of(suite.catalogue(), List.of(Section.MMAP, Section.MMAP)))
                .hasMessageContaining("S-0").hasMessageContaining("has two tests: MmapStatements.");
    }

    @Test
    void aStatementWithoutATestIsFound() {
        Suite partial = Suite.of(suite.catalogue(), List.of(Section.MMAP));
        assertThat(partial.untested()).containsAll(suite.catalogue().statements("3.2"))
                .doesNotContainAnyElementsOf(suite.catalogue().statements("3.1"));
    }
}
