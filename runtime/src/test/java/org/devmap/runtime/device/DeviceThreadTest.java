package org.devmap.runtime.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.runtime.bench.Background;
import org.devmap.runtime.handle.Diagnostics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What concerns one device runs one after the other. */
class DeviceThreadTest {

    private final ExecutorService executor = Executors.newThreadPerTaskExecutor(
            Thread.ofPlatform().daemon().factory());
    private final List<String> diagnostics = new CopyOnWriteArrayList<>();
    private final DeviceThread thread = new DeviceThread(executor, new WorkBound(TimeUnit.SECONDS.toNanos(30)),
            new Diagnostics(diagnostics::add));

    @AfterEach
    void end() {
        executor.shutdownNow();
    }

    @Test
    void workRunsInTheOrderOfItsComing() throws Exception {
        List<Integer> order = new CopyOnWriteArrayList<>();
        CountDownLatch start = new CountDownLatch(1);
        thread.execute(() -> Background.await(start));
        for (int i = 0; i < 100; i++) {
            int number = i;
            thread.execute(() -> order.add(number));
        }
        start.countDown();
        thread.call("the last", () -> order.add(100));
        assertThat(order).containsExactlyElementsOf(IntStream.rangeClosed(0, 100).boxed().toList());
    }

    @Test
    void whatIsCalledFromTheThreadItselfRunsAtOnce() throws Exception {
        List<String> order = new CopyOnWriteArrayList<>();
        thread.call("outer", () -> {
            thread.execute(() -> order.add("later"));
            thread.call("inner", () -> order.add("inner"));
            assertThat(thread.isCurrent()).isTrue();
            return order.add("outer");
        });
        thread.call("end", () -> null);
        assertThat(order).containsExactly("inner", "outer", "later");
        assertThat(thread.isCurrent()).isFalse();
    }

    @Test
    void theCallerGetsTheFailureItself() {
        DdiException refusal = new DdiException(Errno.EBUSY, "no");
        assertThatThrownBy(() -> thread.call("x", () -> {
            throw refusal;
        })).isSameAs(refusal);
        IllegalStateException mistake = new IllegalStateException("mistake");
        assertThatThrownBy(() -> thread.call("x", () -> {
            throw mistake;
        })).isSameAs(mistake);
        assertThatThrownBy(() -> thread.call("x", () -> {
            throw new LinkageError("missing class");
        })).isInstanceOf(LinkageError.class);
    }

    @Test
    void aSignalEndsTheWaitButNotTheWork() throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        CountDownLatch ran = new CountDownLatch(1);
        thread.execute(() -> Background.await(start));
        Background<Boolean> caller = Background.call(() -> {
            assertThatThrownBy(() -> thread.call("attach of dv", () -> {
                ran.countDown();
                return null;
            })).isInstanceOfSatisfying(DdiException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EINTR))
                    .hasMessageContaining("attach of dv");
            return Thread.interrupted();
        }).untilParked();
        caller.interrupt();
        assertThat(caller.join()).as("the flag is kept").isTrue();
        start.countDown();
        ran.await();
    }

    @Test
    void whatHappensAnyhowIsWaitedForWhateverSignalsCome() throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        thread.execute(() -> Background.await(start));
        Background<Boolean> caller = Background.call(() -> {
            Thread.currentThread().interrupt();
            assertThat(thread.callUninterrupted("departure of dv", () -> "gone")).isEqualTo("gone");
            return Thread.interrupted();
        }).untilParked();
        caller.interrupt();
        start.countDown();
        assertThat(caller.join()).as("the flag is kept").isTrue();
    }

    @Test
    void aSignalThatWorkSendsToItselfIsNotSeenByTheNext() throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        thread.execute(() -> Background.await(start));
        thread.execute(() -> Thread.currentThread().interrupt());
        Background<Boolean> next = Background.call(() -> thread.call("next", () -> Thread.currentThread().isInterrupted()))
                .untilParked();
        start.countDown();
        assertThat(next.join()).isFalse();
    }

    @Test
    void workThatIsLateIsLeftToItself() throws Exception {
        DeviceThread impatient = new DeviceThread(executor, new WorkBound(1), new Diagnostics(diagnostics::add));
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch ran = new CountDownLatch(1);
        assertThatThrownBy(() -> impatient.callUninterrupted("departure of dv", () -> {
            Background.await(go);
            ran.countDown();
            return null;
        })).isInstanceOfSatisfying(DdiException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ETIMEDOUT))
                .hasMessageContaining("departure of dv is still running");
        go.countDown();
        ran.await();
    }

    @Test
    void workThatDiesDoesNotStopWhatComesAfterIt() throws Exception {
        thread.execute(() -> {
            throw new LinkageError("a class of the driver is missing");
        });
        thread.execute(() -> {
            throw new IllegalStateException("and a mistake");
        });
        assertThat(Background.call(() -> thread.call("next", () -> "ran")).join()).isEqualTo("ran");
        assertThat(diagnostics).hasSize(2);
        assertThat(diagnostics.getFirst()).contains("a class of the driver is missing");
    }

    @Test
    void workAfterTheEndOfTheSystemIsRefusedAtOnce() {
        executor.shutdown();
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> thread.call("attach", () -> null)).isInstanceOfSatisfying(DdiException.class,
                    e -> assertThat(e.errno()).isEqualTo(Errno.ENXIO)).hasMessageContaining("there is no thread");
        }
        thread.execute(() -> { });
        assertThat(diagnostics).singleElement().satisfies(line -> assertThat(line).contains("there is no thread"));
    }
}
