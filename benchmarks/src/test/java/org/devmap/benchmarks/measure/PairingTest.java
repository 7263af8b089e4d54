package org.devmap.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PairingTest {

    private final List<String> calls = new ArrayList<>();

    private Side side(String name, double sample) {
        return nanos -> {
            calls.add(name + " " + nanos);
            return sample;
        };
    }

    @Test
    void sidesAreMeasuredByTurnsAndTheFirstOneChanges() throws Exception {
        List<Sample> samples = new ArrayList<>();
        Pairing.run(Pair.of(side("ours", 3), side("theirs", 2)), new Effort(100, 7, 3, 1, 1), samples::add);
        assertThat(samples).containsExactly(new Sample(3, 2), new Sample(3, 2), new Sample(3, 2));
        assertThat(samples.getFirst().ratio()).isEqualTo(1.5);
        assertThat(calls.subList(0, 4)).containsExactly("ours 10", "theirs 10", "theirs 10", "ours 10");
        assertThat(calls.subList(20, 26)).containsExactly("ours 7", "theirs 7", "theirs 7", "ours 7", "ours 7",
                "theirs 7");
    }

    @Test
    void aSideThatBecomesFasterIsWarmedUpAgain() throws Exception {
        double[] ours = {100};
        Side learning = _ -> ours[0] = Math.max(1, ours[0] - 3);
        List<Sample> samples = new ArrayList<>();
        Pairing.run(Pair.of(learning, side("theirs", 1)), new Effort(100, 7, 2, 1, 1), samples::add);
        assertThat(samples).containsExactly(new Sample(1, 1), new Sample(1, 1));
    }

    @Test
    void aSideThatNeverStopsBecomingFasterIsMeasuredAllTheSame() throws Exception {
        double[] ours = {1};
        List<Sample> samples = new ArrayList<>();
        Pairing.run(Pair.of(_ -> ours[0] *= 0.9, side("theirs", 1)), new Effort(100, 7, 1, 1, 1), samples::add);
        assertThat(samples).hasSize(1);
    }

    @Test
    void whatIsNoMeasurementIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Sample(0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Sample(1, Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> new Sample(Double.POSITIVE_INFINITY, 1));
    }

    /** A side that cannot be closed keeps nothing else open. */
    @Test
    void everythingIsClosedInOrderWhateverFails() {
        Pair pair = new Pair(new Closing("ours", true), new Closing("theirs", false), () -> calls.add("shared"));
        assertThatThrownBy(pair::close).isInstanceOf(IOException.class).hasMessage("ours");
        assertThat(calls).containsExactly("ours", "theirs", "shared");
    }

    private final class Closing implements Side {

        private final String name;
        private final boolean failing;

        Closing(String name, boolean failing) {
            this.name = name;
            this.failing = failing;
        }

        @Override
        public double measure(long nanos) {
            return 1;
        }

        @Override
        public void close() throws IOException {
            calls.add(name);
            if (failing) {
                throw new IOException(name);
            }
        }
    }
}
