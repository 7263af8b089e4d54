package org.devmap.backend.ffm;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.backend.BackendMemory;
import org.devmap.backend.MemoryRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** ddi_peek(9F) and ddi_poke(9F). */
class PeekPokeTest {

    private final FfmProvider provider = new FfmProvider();
    private final PeekPoke access = provider.peekPoke().orElseThrow();

    private void assertCannotBeReached(long address, int width) {
        assertThatThrownBy(() -> access.peek(address, width)).isInstanceOfSatisfying(DdiException.class,
                e -> assertThat(e.errno()).isEqualTo(Errno.DDI_FAILURE)).hasMessageContaining("0x" + Long.toHexString(address));
        assertThatThrownBy(() -> access.poke(address, width, -1)).isInstanceOfSatisfying(DdiException.class,
                e -> assertThat(e.errno()).isEqualTo(Errno.DDI_FAILURE));
    }

    @Test
    void everyWidthReadsAndWritesItsBytesAndNoOthers() throws DdiException {
        BackendMemory memory = provider.allocate(MemoryRequest.of(4096, "test"));
        long address = memory.segment().address();
        for (int width : new int[] {1, 2, 4, 8}) {
            memory.segment().fill((byte) 0x11);
            access.poke(address + 8, width, 0xF1F2_F3F4_F5F6_F7F8L);
            long mask = width == 8 ? -1 : (1L << 8 * width) - 1;
            assertThat(access.peek(address + 8, width)).isEqualTo(0xF1F2_F3F4_F5F6_F7F8L & mask);
            assertThat(memory.segment().get(JAVA_LONG, 8))
                    .isEqualTo(0xF1F2_F3F4_F5F6_F7F8L & mask | 0x1111_1111_1111_1111L & ~mask);
            assertThat(memory.segment().get(JAVA_LONG, 0)).isEqualTo(0x1111_1111_1111_1111L);
            assertThat(memory.segment().get(JAVA_LONG, 16)).isEqualTo(0x1111_1111_1111_1111L);
        }
        memory.release();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 4096, -1, -8, Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE & -8, 0xffff_8000_0000_0000L})
    void addressesThatNobodyHasAreAFailure(long address) {
        assertCannotBeReached(address, 8);
    }

    @Test
    void guardsAndReleasedMemoryAndUnalignedAddressesAreAFailure() throws DdiException {
        BackendMemory memory = provider.allocate(MemoryRequest.of(4096, "test"));
        long address = memory.segment().address();
        assertCannotBeReached(address - 1, 1);
        assertCannotBeReached(address + 4096, 4);
        assertCannotBeReached(address + 4092, 8);
        assertThat(access.peek(address + 4088, 8)).as("nothing was written of what runs over the end").isZero();
        memory.release();
        assertCannotBeReached(address, 8);
    }

    @Test
    void memoryThatMayOnlyBeReadIsNotWritten() throws DdiException {
        String text = ProcessMemory.lines("maps").stream().filter(line -> line.contains(" r--p ")).findFirst().orElseThrow();
        long address = Long.parseUnsignedLong(text.substring(0, text.indexOf('-')), 16);
        long before = access.peek(address, 8);
        assertThatThrownBy(() -> access.poke(address, 8, ~before)).isInstanceOf(DdiException.class);
        assertThat(access.peek(address, 8)).isEqualTo(before);
    }

    @Test
    void noRandomAddressEndsTheJvm() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        int failures = 0;
        for (int i = 0; i < 20_000; i++) {
            try {
                access.peek(random.nextLong() >>> random.nextInt(64), 1 << random.nextInt(4));
            } catch (DdiException failure) {
                failures++;
            }
        }
        assertThat(failures).isGreaterThan(19_000);
    }

    @Test
    void otherWidthsAreRefused() {
        assertThatThrownBy(() -> access.peek(0, 3)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("3");
        assertThatThrownBy(() -> access.poke(0, 16, 0)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("16");
    }
}
