package org.devmap.runtime.component;

import static org.assertj.core.api.Assertions.assertThat;

import org.devmap.embed.SwapPolicy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuntimeComponentTest {

    /** A slip in the configuration must not keep the whole system from starting. */
    @ParameterizedTest
    @CsvSource({"stay, STAY", "follow-ranking, FOLLOW_RANKING", "follow, STAY", "'', STAY"})
    void thePolicyIsAWordOfTheConfiguration(String word, SwapPolicy policy) {
        assertThat(RuntimeComponent.policy(word)).isEqualTo(policy);
    }
}
