package org.devmap.benchmarks.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLongArray;
import org.devmap.MemoryAccess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Counting in memory that holds one access up, or fails it. */
@Timeout(60)
class CountingThreadsTest {

    private static final int BYTES = 8192;
    private static final long HELD_NANOS = 50_000_000;

    private final AtomicLongArray memory = new AtomicLongArray(BYTES / Long.BYTES);
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    /** Memory whose first access of a kind is something else. */
    private MemoryAccess memory(String kind, InvocationHandler first) {
        return (MemoryAccess) Proxy.newProxyInstance(MemoryAccess.class.getClassLoader(), new Class<?>[] {MemoryAccess.class},
                (self, method, arguments) -> {
                    if (method.getName().equals(kind) && held.getCount() > 0) {
                        held.countDown();
                        first.invoke(self, method, arguments);
                    }
                    return access(method.getName(), arguments);
                });
    }

    private Object access(String kind, Object[] arguments) {
        int index = arguments == null ? 0 : (int) ((long) arguments[0] / Long.BYTES);
        return switch (kind) {
            case "length" -> (long) BYTES;
            case "getLong" -> memory.get(index);
            case "getAndAddLong" -> memory.getAndAdd(index, (long) arguments[1]);
            case "setLong" -> {
                memory.set(index, (long) arguments[1]);
                yield null;
            }
            case "fill" -> null;
            default -> throw new UnsupportedOperationException(kind);
        };
    }

    /** Whatever it was that had to wait; counted when it ends, it would be taken for what came after a swap. */
    @ParameterizedTest
    @ValueSource(strings = {"getAndAddLong", "getLong", "setLong"})
    void anAccessThatIsHeldUpWhenAskedIsWaitedForAndCounted(String kind) throws Exception {
        MemoryAccess holding = memory(kind, (_, _, _) -> {
            released.await();
            return null;
        });
        try (CountingThreads counting = new CountingThreads(holding, 1)) {
            held.await();
            CompletableFuture<Long> longest = CompletableFuture.supplyAsync(counting::longestNanos);
            assertThatThrownBy(() -> longest.get(HELD_NANOS, TimeUnit.NANOSECONDS)).isInstanceOf(TimeoutException.class);
            released.countDown();
            assertThat(longest.get()).isGreaterThanOrEqualTo(HELD_NANOS);
            assertThat(counting.stop()).isZero();
        } finally {
            released.countDown();
        }
    }

    @Test
    void aThreadThatHasFailedIsNotWaitedForAndItsFailureIsThrownInTheEnd() throws Exception {
        MemoryAccess failing = memory("getLong", (_, _, _) -> {
            throw new IllegalStateException("broken");
        });
        try (CountingThreads counting = new CountingThreads(failing, 2)) {
            held.await();
            assertThat(counting.longestNanos()).isNotNegative();
            assertThatThrownBy(counting::stop).isInstanceOf(ExecutionException.class).hasStackTraceContaining("broken");
        }
    }
}
