package org.devmap.runtime.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.devmap.backend.RegisterSet;
import org.devmap.runtime.bench.Card;
import org.junit.jupiter.api.Test;

/** What a nexus has published is given back when it is withdrawn, but for what is still in use. */
class SourceTest {

    private final Card.Memory control = new Card.Memory(1);
    private final Card.Memory memory = new Card.Memory(1);
    private final RegisterSet controlSet = new RegisterSet.Fixed("control", RegisterSet.Space.MEMORY, control, true, List.of());
    private final RegisterSet memorySet = new RegisterSet.Fixed("memory", RegisterSet.Space.MEMORY, memory, false, List.of());
    private final Source source = new Source(new Card(controlSet, new Card.Line(), memorySet), Optional.of("real"));

    @Test
    void memoryThatNativeCodeWorksOnSinceAnExchangeIsNotGivenBackWhenTheSourceGoesLater() {
        source.leaveBehind(Set.of(memorySet));
        source.release();
        assertThat(control.released).isTrue();
        assertThat(memory.released).isFalse();
    }

    @Test
    void whatWasInUseOnceIsGivenBackWhenItIsNotAnyMore() {
        source.leaveBehind(Set.of(memorySet));
        source.leaveBehind(Set.of());
        source.release();
        assertThat(control.released).isTrue();
        assertThat(memory.released).isTrue();
    }
}
