package org.devmap.runtime.umem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.dto.LimitSnapshot;
import org.junit.jupiter.api.Test;

/** The price of locked memory, in unsigned numbers (section 2.19). */
class LockedMemoryTest {

    private static final long UNLIMITED = -1;
    private static final long HUGE = Long.MIN_VALUE;

    private static void assertDenied(LockedMemory memory, String owner, long length, String whose) {
        LimitSnapshot before = memory.snapshot();
        assertThatThrownBy(() -> memory.charge(owner, length)).isInstanceOfSatisfying(DdiException.class,
                e -> assertThat(e.errno()).isEqualTo(Errno.ENOMEM)).hasMessageContaining(whose);
        assertThat(memory.snapshot().zoneUsed()).isEqualTo(before.zoneUsed());
    }

    @Test
    void aProjectMayLockUpToItsLimitAndNotAByteMore() throws Exception {
        LockedMemory memory = new LockedMemory(8192, UNLIMITED);
        memory.charge("a", 8192);
        assertDenied(memory, "a", 1, "project a");
        memory.charge("b", 8192);
        assertThat(memory.snapshot().zoneUsed()).isEqualTo(16384);
    }

    @Test
    void theZoneBoundsAllProjectsTogether() throws Exception {
        LockedMemory memory = new LockedMemory(UNLIMITED, 8192);
        memory.charge("a", 4096);
        LockedMemory.Charge charge = memory.charge("b", 4096);
        assertDenied(memory, "a", 4096, "the zone");
        charge.credit();
        memory.charge("a", 4096);
        assertThat(memory.snapshot().projects().get("b").used()).isZero();
    }

    @Test
    void limitsAndSumsAreUnsigned() throws Exception {
        LockedMemory memory = new LockedMemory(HUGE, UNLIMITED - 1);
        LockedMemory.Charge half = memory.charge("a", HUGE);
        assertThat(Long.toUnsignedString(memory.snapshot().zoneUsed())).isEqualTo("9223372036854775808");
        assertDenied(memory, "a", 1, "9223372036854775808 of 9223372036854775808");
        assertDenied(memory, "b", HUGE, "the zone");
        half.credit();
        assertThat(memory.snapshot().zoneUsed()).isZero();
    }

    @Test
    void aSumThatWrapsIsDeniedEvenWithoutALimit() throws Exception {
        LockedMemory memory = new LockedMemory(UNLIMITED, UNLIMITED - 1);
        memory.charge("a", 4096);
        assertDenied(memory, "a", -4096L, "project a");
    }

    @Test
    void withoutAnyLimitNothingIsCharged() throws Exception {
        LockedMemory memory = new LockedMemory(UNLIMITED, UNLIMITED);
        LockedMemory.Charge charge = memory.charge("a", 4096);
        assertThat(memory.snapshot().zoneUsed()).isZero();
        memory.setZoneLimit(8192);
        charge.credit();
        assertThat(memory.snapshot().zoneUsed()).as("credited is what was charged: nothing").isZero();
    }

    @Test
    void aLimitBelowWhatIsLockedDeniesOnlyWhatComesLater() throws Exception {
        LockedMemory memory = new LockedMemory(8192, UNLIMITED);
        LockedMemory.Charge first = memory.charge("a", 8192);
        memory.setProjectLimit("a", 4096);
        assertDenied(memory, "a", 1, "project a");
        first.credit();
        memory.charge("a", 4096);
        assertThat(memory.snapshot().projects().get("a")).isEqualTo(new LimitSnapshot.Project(4096, 4096));
    }
}
