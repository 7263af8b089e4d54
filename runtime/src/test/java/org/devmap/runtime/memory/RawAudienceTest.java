package org.devmap.runtime.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.devmap.DdiException;
import org.devmap.Pages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Raw views of memory end with it, whoever makes one meanwhile. */
@Timeout(60)
class RawAudienceTest {

    private final MemorySegment memory = Arena.ofAuto().allocate(Pages.SIZE, Pages.SIZE);
    private final RawAudience audience = new RawAudience();

    @Test
    void aViewThatIsBeingMadeOfMemoryThatGoesEndsWithIt() throws Exception {
        // What is behind a set is exchanged: all of it, while the view's memory has been found and the view is not there yet.
        Thread exchange = new Thread(() -> {
            audience.closeAll();
            audience.reopen();
        });
        RawView view = audience.open(() -> {
            exchange.start();
            while (exchange.getState() != Thread.State.BLOCKED && exchange.isAlive()) {
                Thread.onSpinWait();
            }
            return memory;
        });
        exchange.join();
        assertThat(view.segment().scope().isAlive()).isFalse();
    }

    @Test
    void thereAreNoViewsOfWhatIsGoneUntilThereIsMemoryAgain() throws Exception {
        audience.closeAll();
        assertThatThrownBy(() -> audience.open(() -> memory)).isInstanceOf(DdiException.class).hasMessageContaining("gone");
        audience.reopen();
        try (RawView view = audience.open(() -> memory)) {
            assertThat(view.segment().address()).isEqualTo(memory.address());
        }
    }
}
