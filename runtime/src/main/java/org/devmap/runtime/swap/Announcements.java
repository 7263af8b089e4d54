package org.devmap.runtime.swap;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.devmap.backend.DevmapClock;
import org.devmap.runtime.handle.Diagnostics;

/**
 * What the operator is told of memory that finds its place. A state is looked at again and again, and told when it begins: again
 * only after it was not so for a minute. For one thread at a time.
 */
final class Announcements {

    private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Diagnostics diagnostics;
    private final DevmapClock clock;
    /** When each state was last seen. */
    private final Map<String, Long> seen = new HashMap<>();

    Announcements(Diagnostics diagnostics, DevmapClock clock) {
        this.diagnostics = diagnostics;
        this.clock = clock;
    }

    /** Something is so. */
    void state(String line) {
        long now = clock.nanoTime();
        seen.values().removeIf(last -> now - last > QUIET_NANOS);
        if (seen.put(line, now) == null) {
            event(line);
        }
    }

    /** Something has happened. */
    void event(String line) {
        diagnostics.accept(line);
    }
}
