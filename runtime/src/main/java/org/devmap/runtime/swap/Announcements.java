package org.devmap.runtime.swap;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.devmap.backend.DevmapClock;

/**
 * What the operator is told of memory that finds its place. A state is looked at again and again, and told when it begins: again
 * only after it was not so for a minute. For one thread at a time.
 */
final class Announcements {

    private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Consumer<String> listener;
    private final DevmapClock clock;
    /** When each state was last seen. */
    private final Map<String, Long> seen = new HashMap<>();

    Announcements(Consumer<String> listener, DevmapClock clock) {
        this.listener = listener;
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

    /** Something has happened. The listener is somebody else's code: what it throws must not end the work. */
    void event(String line) {
        try {
            listener.accept(line);
        } catch (RuntimeException | Error e) {
            System.getLogger("org.devmap.runtime").log(System.Logger.Level.ERROR, line, e);
        }
    }
}
