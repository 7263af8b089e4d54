package org.devmap.conformance.property;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShrinkerTest {

    private static final List<Integer> LONG = IntStream.range(0, 250).boxed().toList();

    @Test
    void onlyTheStepsThatAreNeededRemain() {
        Shrinker<Integer> shrinker = new Shrinker<>(steps -> steps.containsAll(List.of(7, 8, 130, 249)), 1500);
        assertThat(shrinker.shrink(LONG)).containsExactly(7, 8, 130, 249);
    }

    @Test
    void theOrderOfTheStepsStays() {
        Shrinker<Integer> shrinker = new Shrinker<>(steps -> steps.size() >= 5, 1500);
        assertThat(shrinker.shrink(LONG)).hasSize(5).isSorted();
    }

    @Test
    void aSequenceThatCannotBeShortenedIsAnsweredAsItIs() {
        assertThat(new Shrinker<Integer>(steps -> steps.size() == 250, 1500).shrink(LONG)).isEqualTo(LONG);
    }

    @Test
    void whenAttemptsRunOutTheShortestSoFarIsAnswered() {
        Shrinker<Integer> shrinker = new Shrinker<>(steps -> steps.contains(0), 1);
        assertThat(shrinker.shrink(LONG)).hasSize(125).contains(0);
    }
}
