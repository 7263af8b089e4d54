package org.devmap.runtime.handle;

import static org.assertj.core.api.Assertions.assertThat;

import org.devmap.Dev;
import org.devmap.Pages;
import org.devmap.Protection;
import org.devmap.driver.DevmapFlags;
import org.devmap.driver.MappingCallbacks;
import org.devmap.embed.ManualClock;
import org.devmap.runtime.bench.Background;
import org.devmap.runtime.exclusion.SharedRecords;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A handle ends by its unmap while its driver is given up: whoever of both comes second. */
@Timeout(30)
class RetirementTest {

    private static final long P = Pages.SIZE;
    private static final Protection PROTECTION = Protection.READ_WRITE.with(Protection.USER);

    private final SharedRecords records = new SharedRecords(new ManualClock(), 1);
    private final MappingCallbacks<String> callbacks = new MappingCallbacks<>() { };
    private final MappingHandle handle = handle();
    private final MappingHandle other = handle();

    private MappingHandle handle() {
        return new MappingHandle(new HandleServices(null, records, null, null, true),
                new HandleDevice(new Dev(1, 1), this, "card", null), 0, PROTECTION, Protection.ALL);
    }

    @BeforeEach
    void mapTwoHandlesOfOneDriver() {
        for (MappingHandle each : new MappingHandle[] {handle, other}) {
            each.describe(P, Backing.NONE, DevmapFlags.DEFAULTS, Protection.ALL, Callbacks.copyOf(callbacks));
            each.attachRecords();
        }
    }

    private int gates() {
        return records.gates(gate -> gate).size();
    }

    @Test
    void whatTheHandlesShareIsGoneWithTheLastOfThem() {
        handle.retire();
        assertThat(gates()).isEqualTo(1);
        other.retire();
        assertThat(gates()).isZero();
    }

    @Test
    void itIsReleasedOnceIfBothComeAtTheSameTime() throws Exception {
        Background<Void> unmap;
        Background<Void> departure;
        synchronized (handle.pages()) {
            unmap = Background.run(handle::retire).untilBlocked();
            departure = Background.run(handle::abandon).untilBlocked();
        }
        unmap.join();
        departure.join();
        assertThat(gates()).as("the other handle has it still").isEqualTo(1);
        other.retire();
        assertThat(gates()).isZero();
    }
}
