package org.devmap.runtime.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.backend.MemoryRequest;
import org.devmap.runtime.bench.ArenaProvider;
import org.devmap.runtime.memory.HostedMemory;
import org.devmap.runtime.memory.MemoryProviders;
import org.devmap.runtime.translation.Hat;
import org.devmap.runtime.translation.Residence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which chunks go together, in a time that passes only where accesses are waited for and chunks are copied. */
class CarriageTest {

    private static final int CHUNKS = 32;
    private static final long SIZE = CHUNKS * Residence.CHUNK;

    private final ArenaProvider here = new ArenaProvider("here");
    private final ArenaProvider there = new ArenaProvider("there");
    private final List<Integer> stretches = new ArrayList<>();
    private HostedMemory memory;
    private MemorySegment from;
    private MemorySegment to;
    private long now;
    private long waitMicros;
    private long copyMicros = 20;

    @BeforeEach
    void allocate() throws DdiException {
        MemoryProviders providers = new MemoryProviders(Optional.empty());
        providers.add(here, 0);
        memory = providers.allocate(MemoryRequest.of(SIZE, "a test"), false);
        from = memory.whole(memory.home());
        to = there.allocate(MemoryRequest.of(SIZE, "a test")).segment();
        memory.residence().divide(from);
        memory.shownBy(tableWithAccessesUnderWay());
    }

    @AfterEach
    void release() {
        memory.release();
    }

    private Hat tableWithAccessesUnderWay() {
        return (Hat) Proxy.newProxyInstance(Hat.class.getClassLoader(), new Class<?>[] {Hat.class}, (table, method, arguments) ->
                switch (method.getName()) {
                    case "quiesce" -> {
                        now += TimeUnit.MICROSECONDS.toNanos(waitMicros);
                        yield null;
                    }
                    case "hashCode" -> 1;
                    case "equals" -> table == arguments[0];
                    default -> null;
                });
    }

    private Carriage carriage() {
        return new Carriage(memory, from, to, new Times(() -> now));
    }

    /** Counts the chunks of each stretch. */
    private final class Counted implements Carriage.Steps {

        private final int failing;

        private Counted(int failing) {
            this.failing = failing;
        }

        @Override
        public void beforeLeaving() {
            stretches.add(0);
        }

        @Override
        public void copy(int chunk) throws DdiException {
            if (chunk == failing) {
                throw new DdiException(Errno.EIO, "injected");
            }
            stretches.set(stretches.size() - 1, stretches.getLast() + 1);
            now += TimeUnit.MICROSECONDS.toNanos(copyMicros);
        }
    }

    @Test
    void eachChunkGoesAloneWhereNobodyIsWaitedFor() throws Exception {
        waitMicros = 1;
        carriage().carry(CHUNKS, new Counted(-1));
        assertThat(stretches).isEqualTo(Collections.nCopies(CHUNKS, 1));
    }

    @Test
    void whoWaitedLongTakesAsManyAsAreCopiedInThatTime() throws Exception {
        waitMicros = 200;
        carriage().carry(CHUNKS, new Counted(-1));
        assertThat(stretches).containsExactly(1, 9, 10, 10, 2);
    }

    @Test
    void oneLongWaitIsMadeUpForOnceAndByNobodyForLongerThanAMillisecond() throws Exception {
        waitMicros = 2500;
        copyMicros = 100;
        Counted counted = new Counted(-1);
        Carriage carriage = carriage();
        carriage.carry(1, counted);
        waitMicros = 0;
        carriage.carry(CHUNKS, counted);
        assertThat(stretches).startsWith(1, 10, 10, 4, 1).endsWith(1);
    }

    @Test
    void aSlowCopyIsNotMadeSlower() throws Exception {
        waitMicros = 100_000;
        copyMicros = 2000;
        carriage().carry(CHUNKS, new Counted(-1));
        assertThat(stretches).isEqualTo(Collections.nCopies(CHUNKS, 1));
    }

    @Test
    void whatHasNoContentsGoesTogetherAfterTheFirstWait() throws Exception {
        waitMicros = 1;
        copyMicros = 0;
        carriage().carry(CHUNKS, new Counted(-1));
        assertThat(stretches).containsExactly(1, CHUNKS - 1);
    }

    @Test
    void aStretchThatFailsStaysWhereItWasAndNobodyWaitsForIt() {
        waitMicros = 200;
        from.fill((byte) 7);
        Carriage carriage = carriage();
        assertThatThrownBy(() -> carriage.carry(CHUNKS, new Counted(5))).hasMessageContaining("injected");
        assertThat(carriage.arrived()).isEqualTo(1);
        assertThat(IntStream.range(0, CHUNKS)).allSatisfy(chunk -> memory.residence().awaitSettled(chunk * Residence.CHUNK));
        assertThat(from.get(ValueLayout.JAVA_BYTE, 5 * Residence.CHUNK)).isEqualTo((byte) 7);
    }
}
