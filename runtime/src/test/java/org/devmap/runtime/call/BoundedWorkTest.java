package org.devmap.runtime.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.devmap.embed.ManualClock;
import org.devmap.runtime.bench.Background;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What may never end runs on threads of its own as long as there are some. */
@Timeout(60)
class BoundedWorkTest {

    private static final Executor NO_THREAD = _ -> {
        throw new RejectedExecutionException("no thread");
    };

    private final List<String> done = new CopyOnWriteArrayList<>();

    @Test
    void whatIsLateGoesOn() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        BoundedWork work = new BoundedWork(task -> Thread.ofPlatform().daemon().start(task));
        work.execute(() -> {
            Background.await(go);
            ended.countDown();
        });
        assertThat(work.await(1)).isFalse();
        go.countDown();
        ended.await();
    }

    @Test
    void withoutAThreadItIsDoneByWhoeverWaitsAndNothingBehindItIsLost() {
        BoundedWork work = new BoundedWork(NO_THREAD);
        work.execute(() -> done.add("first"));
        work.execute(() -> done.add("second"));
        assertThat(done).isEmpty();
        assertThat(work.await(1)).isTrue();
        assertThat(done).containsExactly("first", "second");
    }

    @Test
    void aCallForWhichThereIsNoThreadSaysSoAndHasNotBegun() {
        assertThatThrownBy(() -> BoundedCall.run(NO_THREAD, new ManualClock(), 1, () -> done.add("call")))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("there is no thread")
                .hasCauseInstanceOf(RejectedExecutionException.class);
        assertThat(done).isEmpty();
    }
}
