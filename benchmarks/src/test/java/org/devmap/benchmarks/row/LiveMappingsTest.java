package org.devmap.benchmarks.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class LiveMappingsTest {

    @Test
    void aMappingCostsSomethingButNoPage() throws Exception {
        assertThat(new LiveMappings(2000).measure(0)).isBetween(50.0, 4096.0);
    }

    @Test
    void aHeapThatCannotHoldThemAtTheTargetIsNotJudged() {
        assertThatIllegalStateException().isThrownBy(() -> new LiveMappings(Integer.MAX_VALUE).measure(0))
                .withMessageContaining("needs more memory");
    }
}
