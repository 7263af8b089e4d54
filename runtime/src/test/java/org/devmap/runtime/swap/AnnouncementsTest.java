package org.devmap.runtime.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.devmap.embed.ManualClock;
import org.devmap.runtime.handle.Diagnostics;
import org.junit.jupiter.api.Test;

class AnnouncementsTest {

    private final List<String> told = new ArrayList<>();
    private final ManualClock clock = new ManualClock();
    private final Announcements announcements = new Announcements(new Diagnostics(told::add), clock);

    @Test
    void aStateThatGoesOnIsToldOnceHoweverLongItIsLookedAt() {
        for (int second = 0; second < 300; second++) {
            announcements.state("held");
            clock.advance(Duration.ofSeconds(1).toNanos());
        }
        assertThat(told).containsExactly("held");
    }

    @Test
    void twoStatesByTurnsAreToldOnceEach() {
        for (int turn = 0; turn < 50; turn++) {
            announcements.state("not to sim");
            announcements.state("not to ffm");
            clock.advance(Duration.ofMillis(200).toNanos());
        }
        assertThat(told).containsExactly("not to sim", "not to ffm");
    }

    @Test
    void aStateThatReturnsAfterAWhileIsToldAgain() {
        announcements.state("held");
        clock.advance(Duration.ofSeconds(59).toNanos());
        announcements.state("held");
        clock.advance(Duration.ofSeconds(61).toNanos());
        announcements.state("held");
        assertThat(told).containsExactly("held", "held");
    }

    @Test
    void everyEventIsTold() {
        announcements.event("lost");
        announcements.event("lost");
        assertThat(told).containsExactly("lost", "lost");
    }

    @Test
    void aListenerThatFailsEndsNothing() {
        Announcements failing = new Announcements(new Diagnostics(line -> {
            throw new IllegalStateException("a fault of the test");
        }), clock);
        failing.state("held");
        failing.event("lost");
    }
}
