package org.devmap.runtime.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.backend.DeviceNode;
import org.devmap.backend.RegisterSet;
import org.devmap.runtime.bench.Described;
import org.junit.jupiter.api.Test;

/** Who is in charge of a node and who stands by. */
class SourcesTest {

    private final Sources sources = new Sources(source("first"));

    private static Source source(String nexus) {
        return new Source(Described.of("dv"), Optional.ofNullable(nexus));
    }

    private void expectNoEntry(String text) {
        assertThatThrownBy(() -> sources.standBy("other")).isInstanceOfSatisfying(DdiException.class,
                e -> assertThat(e.errno()).isEqualTo(Errno.ENOENT)).hasMessageEndingWith(text);
    }

    @Test
    void whatConfigurationHasBroughtBackHasNoNexusToBeNamed() throws Exception {
        sources.beginAbsence();
        assertThat(sources.add(source(null))).isTrue();
        expectNoEntry("nor does any other");
        assertThat(sources.add(source("second"))).isTrue();
        expectNoEntry("there are [second]");
    }

    @Test
    void aNexusIsAskedForTheNameOfItsDeviceOnce() {
        List<String> asked = new ArrayList<>();
        Source source = new Source(new Named(asked), Optional.of("second"));
        assertThatThrownBy(() -> sources.putInCharge(source)).hasMessageContaining("dv of second does not stand by");
        assertThat(asked).hasSize(1);
    }

    private record Named(List<String> asked) implements DeviceNode {

        @Override
        public String name() {
            asked.add("name");
            return "dv";
        }

        @Override
        public List<String> compatible() {
            return List.of();
        }

        @Override
        public List<RegisterSet> registerSets() {
            return List.of();
        }
    }
}
