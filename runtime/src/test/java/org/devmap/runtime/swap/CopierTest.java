package org.devmap.runtime.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import org.devmap.runtime.bench.Background;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The memory that is copied to may be given back as soon as a copy has failed. */
@Timeout(60)
class CopierTest {

    private static final long SIZE = 4 * 1024 * 1024;

    @Test
    void aCopyThatFindsTooFewThreadsWaitsForThoseItHasFound() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        List<Background<Void>> found = new ArrayList<>();
        Executor oneThread = portions -> {
            if (!found.isEmpty()) {
                throw new OutOfMemoryError("no thread is left");
            }
            found.add(Background.run(() -> {
                go.await();
                portions.run();
            }));
        };
        try (Arena arena = Arena.ofShared()) {
            MemorySegment from = arena.allocate(SIZE);
            MemorySegment to = arena.allocate(SIZE);
            Copier copier = new Copier(oneThread, 3);
            Background<Void> copy = Background.run(() -> copier.copy(from, to, () -> { }));
            copy.untilParked();
            go.countDown();
            assertThat(copy.failure()).hasMessage("no thread is left");
            assertThat(found.getFirst().join()).isNull();
        }
    }
}
